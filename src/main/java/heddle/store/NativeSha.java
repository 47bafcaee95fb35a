package heddle.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Optional;

/**
 * SHA-256 of large files by OpenSSL's library, where the system has it: the JDK's own is fast only
 * once its optimising compiler has come to it, which a short run does not live to see, or pays for
 * with more than it saves. Both give the same; the functions are of OpenSSL 1.1 and 3.
 */
final class NativeSha {
  /** Below this, a file is not worth the call; the JDK takes some 7 ms for a megabyte. */
  static final long LEAST = 1 << 12;

  private static final int BUFFER = 1 << 18;

  /** {@code SHA256_CTX} has 112 bytes. */
  private static final int CONTEXT = 128;

  private static final int LENGTH = 32;

  private final MethodHandle init;
  private final MethodHandle update;
  private final MethodHandle end;

  private NativeSha(MethodHandle init, MethodHandle update, MethodHandle end) {
    this.init = init;
    this.update = update;
    this.end = end;
  }

  /** Found once in a process. */
  private static final class Here {
    static final Optional<NativeSha> VALUE = find();
  }

  static Optional<NativeSha> here() {
    return Here.VALUE;
  }

  private static Optional<NativeSha> find() {
    for (String name : new String[] {"libcrypto.so.3", "libcrypto.so.1.1"}) {
      try {
        var lookup = SymbolLookup.libraryLookup(name, Arena.global());
        var sha =
            new NativeSha(
                NativeSearch.bound(lookup.findOrThrow("SHA256_Init")),
                NativeSearch.bound(lookup.findOrThrow("SHA256_Update")),
                NativeSearch.bound(lookup.findOrThrow("SHA256_Final")));
        return Optional.of(sha);
      } catch (IllegalArgumentException | java.util.NoSuchElementException _) {
        // not there, or another one: the JDK's own does
      }
    }
    return Optional.empty();
  }

  /** The digest of the file's present content. */
  Digest of(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ);
        var arena = Arena.ofConfined()) {
      MemorySegment context = arena.allocate(CONTEXT, 16);
      MemorySegment bytes = arena.allocate(Math.clamp(channel.size(), 1, BUFFER), 64);
      MemorySegment result = arena.allocate(LENGTH);
      ByteBuffer buffer = bytes.asByteBuffer();
      long size = 0;
      long hash = context.address();
      int done = (int) (long) init.invokeExact(hash, 0L, 0L, 0L);
      for (int n = channel.read(buffer); n >= 0; n = channel.read(buffer)) {
        done &= (int) (long) update.invokeExact(hash, bytes.address(), (long) n, 0L);
        size += n;
        buffer.clear();
      }
      done &= (int) (long) end.invokeExact(result.address(), hash, 0L, 0L);
      if (done != 1) throw new IOException("OpenSSL cannot hash " + file);
      return new Digest(HexFormat.of().formatHex(result.toArray(ValueLayout.JAVA_BYTE)), size);
    } catch (IOException | RuntimeException | Error x) {
      throw x;
    } catch (Throwable x) { // a downcall throws nothing checked
      throw new IllegalStateException(x);
    }
  }
}
