package heddle.process;

import heddle.text.ProblemException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The kernel's calls by number; each gives its result, or the negated errno. */
final class Kernel {
  static final int EINTR = 4;

  private final Machine machine;
  private final CFunction syscall;

  private Kernel(Machine machine, CFunction syscall) {
    this.machine = machine;
    this.syscall = syscall;
  }

  /** Linked once in a process. */
  private static final class Here {
    static final CFunction SYSCALL = CFunction.named("syscall");
  }

  /** The kernel of this machine, or a problem where it is not one that we know. */
  static Kernel load() throws ProblemException {
    return new Kernel(Machine.here(), Here.SYSCALL);
  }

  Machine machine() {
    return machine;
  }

  /** Memory that {@link #raw} needs for errno. */
  MemorySegment state(Arena arena) {
    return CFunction.state(arena);
  }

  /** The call with exactly six arguments; loads no class once it has run. */
  long raw(MemorySegment state, long number, long a, long b, long c, long d, long e, long f) {
    long result = syscall.call(state, number, a, b, c, d, e, f);
    return result == -1 ? -CFunction.errno(state) : result;
  }

  /** The call with up to six arguments, again when a signal interrupted it. */
  long call(Syscall which, long... arguments) {
    try (var arena = Arena.ofConfined()) {
      var state = state(arena);
      var a = new long[6];
      System.arraycopy(arguments, 0, a, 0, arguments.length);
      long result;
      do {
        result = raw(state, which.number(machine), a[0], a[1], a[2], a[3], a[4], a[5]);
      } while (result == -EINTR);
      return result;
    }
  }

  /** As {@link #call}, where failing is an error of the machine. */
  long must(Syscall which, long... arguments) throws IOException {
    long result = call(which, arguments);
    if (result < 0) {
      throw new IOException(which + " failed, errno " + -result);
    }
    return result;
  }
}
