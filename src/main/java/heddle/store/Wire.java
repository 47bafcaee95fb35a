package heddle.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes protobuf's wire format: fields in the order of the calls, defaults left out as proto3
 * does, so that equal messages have equal bytes when fields are written by number.
 */
final class Wire {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Wire number(int field, long value) {
    if (value != 0) {
      tag(field, 0);
      varint(value);
    }
    return this;
  }

  Wire flag(int field, boolean value) {
    return number(field, value ? 1 : 0);
  }

  Wire text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** A bytes field; left out when empty. */
  Wire bytes(int field, byte[] value) {
    return value.length == 0 ? this : message(field, value);
  }

  /** A text of a repeated field, where an empty one counts. */
  Wire item(int field, String value) {
    return message(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** A message field, written even when the message is empty. */
  Wire message(int field, byte[] value) {
    tag(field, 2);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  Wire message(int field, Wire value) {
    return message(field, value.toBytes());
  }

  Wire digest(int field, Digest digest) {
    return message(field, new Wire().text(1, digest.hash()).number(2, digest.size()));
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  private void tag(int field, int type) {
    varint((long) field << 3 | type);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
