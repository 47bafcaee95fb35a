package heddle.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Calls of the kernel laid out beforehand, made one after the other on the thread that calls {@link
 * #go}. That thread may be one whose root directory is about to change: {@code go} loads no class,
 * once some script has run.
 */
final class Script {
  private static final long STOP = 0;
  private static final long GO_ON = 1;

  /** Goes on when what shall be made is there already, or what shall be removed is not. */
  private static final long LENIENT = 2;

  private static final long OPENS = 3;
  private static final long ON_OPENED = 4;
  private static final int ENOENT = 2;
  private static final int EEXIST = 17;

  private final Kernel kernel;
  private final Arena arena;
  private final MemorySegment state;
  private final List<long[]> calls = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private int failed = -1;
  private long error;
  private long opened = -1;

  /** The arena must be one that the thread of {@link #go} may use. */
  Script(Kernel kernel, Arena arena) {
    this.kernel = kernel;
    this.arena = arena;
    this.state = kernel.state(arena);
  }

  Arena arena() {
    return arena;
  }

  /** The address of a text for calls. */
  long text(String text) {
    return arena.allocateFrom(text).address();
  }

  /** A call without which the rest makes no sense. */
  void must(Syscall which, long... arguments) {
    add(STOP, which, arguments);
  }

  /** A call that may fail. */
  void may(Syscall which, long... arguments) {
    add(GO_ON, which, arguments);
  }

  /** A call that makes or removes a name. */
  void name(Syscall which, long... arguments) {
    add(LENIENT, which, arguments);
  }

  /** A call that gives a descriptor, for {@link #onOpened}. */
  void opens(Syscall which, long... arguments) {
    add(OPENS, which, arguments);
  }

  /** A call that must succeed, with the descriptor opened last before its arguments. */
  void onOpened(Syscall which, long... arguments) {
    var all = new long[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    add(ON_OPENED, which, all);
  }

  /** The descriptor opened last. */
  int opened() {
    return (int) opened;
  }

  private void add(long mode, Syscall which, long... arguments) {
    var call = new long[8];
    call[0] = which.number(kernel.machine());
    System.arraycopy(arguments, 0, call, 1, arguments.length);
    call[7] = mode;
    calls.add(call);
    names.add(which.name());
  }

  /** True when all that must succeed did. */
  boolean go() {
    for (int i = 0; i < calls.size(); i++) {
      long[] c = calls.get(i);
      long a = c[7] == ON_OPENED ? opened : c[1];
      long result = kernel.raw(state, c[0], a, c[2], c[3], c[4], c[5], c[6]);
      boolean fine =
          result >= 0
              || c[7] == GO_ON
              || (c[7] == LENIENT && (result == -EEXIST || result == -ENOENT));
      if (!fine) {
        failed = i;
        error = -result;
        return false;
      }
      if (c[7] == OPENS) {
        opened = result;
      }
    }
    return true;
  }

  /** What failed, for a message. */
  Optional<String> failure() {
    return failed < 0
        ? Optional.empty()
        : Optional.of(names.get(failed) + " (step " + failed + "): errno " + error);
  }
}
