package heddle.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The file descriptors of one run: pipes and a process handle, all closed with it; none reaches a
 * child by accident.
 */
final class Descriptors implements AutoCloseable {
  private static final long O_CLOEXEC = 02000000;

  private final Kernel kernel;
  private final Arena arena;
  private final Set<Integer> open = new LinkedHashSet<>();

  Descriptors(Kernel kernel, Arena arena) {
    this.kernel = kernel;
    this.arena = arena;
  }

  /** The two ends of a pipe. */
  record Pipe(int read, int write) {}

  Pipe pipe() throws IOException {
    MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
    kernel.must(Syscall.PIPE2, ends.address(), O_CLOEXEC);
    var pipe =
        new Pipe(
            ends.getAtIndex(ValueLayout.JAVA_INT, 0), ends.getAtIndex(ValueLayout.JAVA_INT, 1));
    open.add(pipe.read);
    open.add(pipe.write);
    return pipe;
  }

  /** One that was opened elsewhere, to be closed with these. */
  int add(int descriptor) {
    open.add(descriptor);
    return descriptor;
  }

  /** A descriptor that becomes readable when the process ends, where the kernel gives them. */
  Optional<Integer> ofProcess(int pid) {
    long fd = kernel.call(Syscall.PIDFD_OPEN, pid, 0);
    if (fd < 0) {
      return Optional.empty();
    }
    open.add((int) fd);
    return Optional.of((int) fd);
  }

  void close(int descriptor) {
    if (open.remove(descriptor)) {
      kernel.call(Syscall.CLOSE, descriptor);
    }
  }

  @Override
  public void close() {
    for (int descriptor : open) {
      kernel.call(Syscall.CLOSE, descriptor);
    }
    open.clear();
  }
}
