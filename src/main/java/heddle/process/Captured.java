package heddle.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a process wrote to one stream; immutable. What is more than a megabyte lies in a file of the
 * sandbox's scratch directory and is there until that is removed, at the end of the build; asked
 * for after that, it fails with an {@link UncheckedIOException}.
 */
public final class Captured {
  private final byte[] memory;
  private final Optional<Path> file;
  private final long size;

  Captured(byte[] memory) {
    this(memory, Optional.empty(), memory.length);
  }

  private Captured(byte[] memory, Optional<Path> file, long size) {
    this.memory = memory;
    this.file = file;
    this.size = size;
  }

  /** All of this file, which nobody writes any more. */
  static Captured in(Path file, long size) {
    return new Captured(new byte[0], Optional.of(file), size);
  }

  public static Captured of(byte[] bytes) {
    return new Captured(bytes.clone());
  }

  public static Captured of(String text) {
    return new Captured(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The file that holds it, if it is not in memory. */
  public Optional<Path> file() {
    return file;
  }

  public byte[] bytes() {
    if (file.isEmpty()) {
      return memory.clone();
    }
    try {
      return Files.readAllBytes(file.get());
    } catch (IOException x) {
      throw new UncheckedIOException(x);
    }
  }

  public long size() {
    return size;
  }

  /** As UTF-8; what is malformed is replaced by U+FFFD. */
  public String text() {
    return new String(file.isEmpty() ? memory : bytes(), StandardCharsets.UTF_8);
  }

  /** No more than this many of its last bytes, as text. */
  String end(int most) {
    try {
      if (file.isEmpty()) {
        int from = Math.max(0, memory.length - most);
        return new String(memory, from, memory.length - from, StandardCharsets.UTF_8);
      }
      try (var in = new RandomAccessFile(file.get().toFile(), "r")) {
        in.seek(Math.max(0, size - most));
        var bytes = new byte[(int) Math.min(most, size)];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
      }
    } catch (IOException x) {
      throw new UncheckedIOException(x);
    }
  }

  /** The lines of {@link #text}, without their ends. */
  public List<String> lines() {
    return text().lines().toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Captured c
        && size == c.size
        && file.equals(c.file)
        && Arrays.equals(memory, c.memory);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(memory);
  }

  @Override
  public String toString() {
    return text();
  }
}
