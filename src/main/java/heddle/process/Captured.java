package heddle.process;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What a process wrote to one stream; immutable, equal by content. */
public final class Captured {
  private final byte[] bytes;

  Captured(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Captured of(byte[] bytes) {
    return new Captured(bytes.clone());
  }

  public static Captured of(String text) {
    return new Captured(text.getBytes(StandardCharsets.UTF_8));
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public int size() {
    return bytes.length;
  }

  /** As UTF-8; what is malformed is replaced by U+FFFD. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The lines of {@link #text}, without their ends. */
  public List<String> lines() {
    return text().lines().toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Captured c && Arrays.equals(bytes, c.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return text();
  }
}
