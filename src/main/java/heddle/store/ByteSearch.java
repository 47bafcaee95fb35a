package heddle.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Looks for one sequence of bytes in files, by Horspool's search; no file is held in memory. */
final class ByteSearch {
  private static final int BUFFER = 1 << 17;

  private final byte[] pattern;
  private final int[] shift = new int[256];

  /** {@code pattern} is not empty. */
  ByteSearch(byte[] pattern) {
    this.pattern = pattern.clone();
    Arrays.fill(shift, pattern.length);
    for (int i = 0; i < pattern.length - 1; i++) {
      shift[pattern[i] & 0xff] = pattern.length - 1 - i;
    }
  }

  boolean finds(Path file) throws IOException {
    return (Files.size(file) >= NativeSha.LEAST && NativeSearch.here().isPresent())
        ? NativeSearch.here().get().finds(pattern, file)
        : searched(file);
  }

  /** By our own means. */
  boolean searched(Path file) throws IOException {
    byte[] buffer = new byte[Math.max(BUFFER, 2 * pattern.length)];
    int held = 0;
    try (InputStream in = Files.newInputStream(file)) {
      while (true) {
        int n = in.read(buffer, held, buffer.length - held);
        if (n < 0) return false;
        held += n;
        if (finds(buffer, held)) return true;
        // It may begin in what was read and end in what comes.
        int kept = Math.min(held, pattern.length - 1);
        System.arraycopy(buffer, held - kept, buffer, 0, kept);
        held = kept;
      }
    }
  }

  private boolean finds(byte[] text, int length) {
    int last = pattern.length - 1;
    int at = last;
    while (at < length) {
      int back = 0;
      while (back <= last && text[at - back] == pattern[last - back]) {
        back++;
      }
      if (back > last) return true;
      at += shift[text[at] & 0xff];
    }
    return false;
  }
}
