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
  private static final long SHARED = 1;
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
    FileLock lock = open(file);
    if (!lock.own()) {
      waiting.run();
      lock.kernel.call(Syscall.FLOCK, lock.descriptor, EXCLUSIVE);
    }
    return lock;
  }

  /** The file's lock, not held yet. */
  public static FileLock open(Path file) throws IOException, ProblemException {
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
    return new FileLock(kernel, descriptor);
  }

  /** Holds it alone, without waiting; false, and holds nothing, if another process has it. */
  public boolean own() {
    return kernel.call(Syscall.FLOCK, descriptor, EXCLUSIVE | AT_ONCE) != -11;
  }

  /** Holds it with others, as soon as nobody holds it alone. */
  public void share() {
    kernel.call(Syscall.FLOCK, descriptor, SHARED);
  }

  @Override
  public void close() {
    kernel.call(Syscall.CLOSE, descriptor);
  }
}
