package heddle.process;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Optional;

/**
 * A function of the C library that takes up to seven whole numbers or pointers and gives one.
 *
 * <p>All are called in one shape, of seven words, though most take fewer: a function does not look
 * at words that it does not take, and on the machines that Heddle runs on each number or pointer
 * fills a word of its own. Each further shape would cost the JVM some 2 ms before its first call,
 * and an edit waits for that.
 */
final class CFunction {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final MethodHandle handle;

  private CFunction(MethodHandle handle) {
    this.handle = handle;
  }

  /** Empty where this C library has no such function. */
  static Optional<CFunction> find(String name) {
    var word = ValueLayout.JAVA_LONG;
    return LINKER
        .defaultLookup()
        .find(name)
        .map(symbol ->
            new CFunction(
                LINKER.downcallHandle(
                    symbol,
                    FunctionDescriptor.of(word, word, word, word, word, word, word, word),
                    Linker.Option.firstVariadicArg(1),
                    Linker.Option.captureCallState("errno"))));
  }

  /** One that each C library has. */
  static CFunction named(String name) {
    return find(name).orElseThrow(() -> new IllegalStateException("no function " + name));
  }

  /** Memory that {@link #call} needs for errno. */
  static MemorySegment state(Arena arena) {
    return arena.allocate(STATE);
  }

  /** What errno was after the last call with this memory. */
  static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  /** What it gives as a whole word; loads no class once it has run. */
  long call(MemorySegment state, long a, long b, long c, long d, long e, long f, long g) {
    try {
      return (long) handle.invokeExact(state, a, b, c, d, e, f, g);
    } catch (RuntimeException | Error x) {
      throw x;
    } catch (Throwable x) { // a downcall throws nothing checked
      throw new IllegalStateException(x);
    }
  }

  /** What a function with fewer arguments gives, if that is an {@code int}. */
  int number(MemorySegment state, long a, long b, long c) {
    return (int) call(state, a, b, c, 0, 0, 0, 0);
  }

  /** An array of C strings, as programs take their arguments: a null pointer ends it. */
  static MemorySegment strings(Arena arena, List<String> texts) {
    var array = arena.allocate(ValueLayout.ADDRESS, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      array.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(texts.get(i)));
    }
    return array;
  }
}
