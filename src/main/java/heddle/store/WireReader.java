package heddle.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads protobuf's wire format field by field; whatever the bytes, it gives fields or an {@link
 * IOException}.
 */
final class WireReader {
  private final byte[] in;
  private int at;
  private int field;
  private int type;

  WireReader(byte[] in) {
    this.in = in;
  }

  /** Moves to the next field; false at the end. */
  boolean next() throws IOException {
    if (at == in.length) return false;
    long tag = varint();
    field = (int) (tag >>> 3);
    type = (int) (tag & 7);
    if (field <= 0) throw new IOException("damaged message: field " + field);
    return true;
  }

  int field() {
    return field;
  }

  long number() throws IOException {
    expect(0);
    return varint();
  }

  boolean flag() throws IOException {
    return number() != 0;
  }

  byte[] bytes() throws IOException {
    expect(2);
    long length = varint();
    if (length < 0 || length > in.length - at)
      throw new IOException("damaged message: length " + length);
    at += (int) length;
    return Arrays.copyOfRange(in, at - (int) length, at);
  }

  String text() throws IOException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  Digest digest() throws IOException {
    var message = new WireReader(bytes());
    String hash = "";
    long size = 0;
    while (message.next()) {
      switch (message.field()) {
        case 1 -> hash = message.text();
        case 2 -> size = message.number();
        default -> message.skip();
      }
    }
    if (hash.length() != 64) throw new IOException("damaged message: digest " + hash);
    return new Digest(hash, size);
  }

  /** Passes over the value of a field that is not known here. */
  void skip() throws IOException {
    switch (type) {
      case 0 -> varint();
      case 1 -> advance(8);
      case 2 -> bytes();
      case 5 -> advance(4);
      default -> throw new IOException("damaged message: wire type " + type);
    }
  }

  private void advance(int count) throws IOException {
    if (count > in.length - at) throw new IOException("damaged message: it ends too early");
    at += count;
  }

  private void expect(int wanted) throws IOException {
    if (type != wanted)
      throw new IOException("damaged message: field " + field + " has wire type " + type);
  }

  private long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at == in.length) throw new IOException("damaged message: it ends too early");
      byte b = in[at++];
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) return value;
    }
    throw new IOException("damaged message: a number of more than 64 bits");
  }
}
