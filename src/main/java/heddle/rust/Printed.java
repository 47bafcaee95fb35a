package heddle.rust;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a process wrote to its standard output, byte for byte; immutable. */
final class Printed {
  private final byte[] bytes;

  public Printed(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** Its lines as UTF-8; what is malformed is replaced by U+FFFD. */
  List<String> lines() {
    return new String(bytes, StandardCharsets.UTF_8).lines().toList();
  }
}
