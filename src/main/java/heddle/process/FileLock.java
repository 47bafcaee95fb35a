package heddle.process;

import heddle.text.ProblemException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A lock on a file that cargo respects: {@code flock(2)}, exclusive, held until it is closed or the
 * process ends. The JDK's own locks are of another kind, which {@code flock} does not see.
 */
public final class FileLock implements AutoCloseable {
  private static final long READ_WRITE_CREATE_CLOEXEC = 02 | 0100 | 02000000;
  private static final long EXCLUSIVE = 2;
  private static final long AT_ONCE = 4;

  private final Kernel kernel;
  private final long descriptor;

  private FileLock(Kernel kernel, long descriptor) {
    this.kernel = kernel;
    this.descriptor = descriptor;
  }

  /**
   * Takes the lock; if another process holds it, {@code waiting} is told once, and this waits. A
   * file system without locks has none.
   */
  public static FileLock take(Path file, Runnable waiting) throws IOException, ProblemException {
    Kernel kernel = Kernel.load();
    Files.createDirectories(file.toAbsolutePath().getParent());
    long descriptor;
    try (var arena = Arena.ofConfined()) {
      descriptor =
          kernel.must(
              Syscall.OPENAT,
              CellRoot.AT_FDCWD,
              arena.allocateFrom(file.toString()).address(),
              READ_WRITE_CREATE_CLOEXEC,
              0644);
    }
    if (kernel.call(Syscall.FLOCK, descriptor, EXCLUSIVE | AT_ONCE) == -11) {
      waiting.run();
      kernel.call(Syscall.FLOCK, descriptor, EXCLUSIVE);
    }
    return new FileLock(kernel, descriptor);
  }

  @Override
  public void close() {
    kernel.call(Syscall.CLOSE, descriptor);
  }
}
