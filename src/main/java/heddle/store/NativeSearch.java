package heddle.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Looks for one sequence of bytes in large files by the C library's {@code memmem}. */
final class NativeSearch {
  private static final int BUFFER = 1 << 18;

  private final MethodHandle memmem;

  private NativeSearch(MethodHandle memmem) {
    this.memmem = memmem;
  }

  /** Found once in a process. */
  private static final class Here {
    static final Optional<NativeSearch> VALUE = find();

    private static Optional<NativeSearch> find() {
      return Linker.nativeLinker()
          .defaultLookup()
          .find("memmem")
          .map(found -> new NativeSearch(bound(found)));
    }
  }

  /**
   * The function in a shape of four words: one that takes fewer does not look at the others. Each
   * further shape would cost the JVM some 2 ms when a program has just been linked.
   */
  static MethodHandle bound(MemorySegment function) {
    var word = ValueLayout.JAVA_LONG;
    return Linker.nativeLinker()
        .downcallHandle(function, FunctionDescriptor.of(word, word, word, word, word));
  }

  /** Empty where the C library has no such function. */
  static Optional<NativeSearch> here() {
    return Here.VALUE;
  }

  /** Whether the file holds the pattern, which is not empty. */
  boolean finds(byte[] pattern, Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ);
        var arena = Arena.ofConfined()) {
      MemorySegment wanted = arena.allocate(pattern.length);
      MemorySegment.copy(pattern, 0, wanted, ValueLayout.JAVA_BYTE, 0, pattern.length);
      MemorySegment bytes = arena.allocate(Math.max(BUFFER, 2L * pattern.length), 64);
      ByteBuffer buffer = bytes.asByteBuffer();
      while (channel.read(buffer) >= 0) {
        long held = buffer.position();
        long length = pattern.length;
        long at = (long) memmem.invokeExact(bytes.address(), held, wanted.address(), length);
        if (at != 0) return true;
        // It may begin in what was read and end in what comes.
        long kept = Math.min(held, pattern.length - 1L);
        MemorySegment.copy(bytes, held - kept, bytes, 0, kept);
        buffer.clear().position((int) kept);
      }
      return false;
    } catch (IOException | RuntimeException | Error x) {
      throw x;
    } catch (Throwable x) { // a downcall throws nothing checked
      throw new IllegalStateException(x);
    }
  }
}
