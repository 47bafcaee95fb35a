package heddle.process;

import heddle.text.ProblemException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The kernel's calls by number; each gives its result, or the negated errno. */
final class Kernel {
  static final int EINTR = 4;

  private final Machine machine;
  private final MethodHandle syscall;
  private final StructLayout state = Linker.Option.captureStateLayout();
  private final VarHandle errno = state.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private Kernel(Machine machine, MethodHandle syscall) {
    this.machine = machine;
    this.syscall = syscall;
  }

  /** The kernel of this machine, or a problem where it is not one that we know. */
  static Kernel load() throws ProblemException {
    var machine = Machine.here();
    var linker = Linker.nativeLinker();
    var number = ValueLayout.JAVA_LONG;
    return new Kernel(
        machine,
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(number, number, number, number, number, number, number, number),
            Linker.Option.firstVariadicArg(1),
            Linker.Option.captureCallState("errno")));
  }

  Machine machine() {
    return machine;
  }

  /** Memory that {@link #raw} needs for errno. */
  MemorySegment state(Arena arena) {
    return arena.allocate(state);
  }

  /** The call with exactly six arguments; loads no class once it has run. */
  long raw(MemorySegment state, long number, long a, long b, long c, long d, long e, long f) {
    try {
      long result = (long) syscall.invokeExact(state, number, a, b, c, d, e, f);
      return result == -1 ? -(int) errno.get(state, 0L) : result;
    } catch (RuntimeException | Error x) {
      throw x;
    } catch (Throwable x) { // a downcall throws nothing checked
      throw new IllegalStateException(x);
    }
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
