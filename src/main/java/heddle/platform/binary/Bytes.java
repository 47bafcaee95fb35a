package heddle.platform.binary;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A stretch of a file, read at offsets in one byte order. Whatever lies outside it is a problem,
 * never a crash: the file may be anything.
 */
final class Bytes {
  private final String name;
  private final ByteBuffer data;

  Bytes(String name, ByteBuffer data, boolean big) {
    this.name = name;
    this.data = data.slice().order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  Bytes ordered(boolean big) {
    return new Bytes(name, data, big);
  }

  /** The bytes themselves, for those who unpack them. */
  ByteBuffer buffer() {
    return data.duplicate();
  }

  String name() {
    return name;
  }

  int size() {
    return data.limit();
  }

  ProblemException broken(String what) {
    return new ProblemException(Problem.of("`" + name + "` is damaged: " + what));
  }

  private int at(long offset, int length) throws ProblemException {
    if (offset < 0 || length < 0 || offset > data.limit() - (long) length) {
      throw broken("it ends before offset " + Long.toUnsignedString(offset) + " + " + length);
    }
    return (int) offset;
  }

  int u8(long offset) throws ProblemException {
    return data.get(at(offset, 1)) & 0xff;
  }

  int u16(long offset) throws ProblemException {
    return data.getShort(at(offset, 2)) & 0xffff;
  }

  int i32(long offset) throws ProblemException {
    return data.getInt(at(offset, 4));
  }

  long u32(long offset) throws ProblemException {
    return i32(offset) & 0xffffffffL;
  }

  /** Sizes and offsets beyond 2^63 are as broken as those beyond the file. */
  long u64(long offset) throws ProblemException {
    return data.getLong(at(offset, 8));
  }

  Bytes slice(String part, long offset, long length) throws ProblemException {
    if (length < 0 || length > data.limit()) {
      throw broken("a part of " + Long.toUnsignedString(length) + " bytes is larger than the file");
    }
    int start = at(offset, (int) length);
    return new Bytes(part, data.slice(start, (int) length), data.order() == ByteOrder.BIG_ENDIAN);
  }

  /** Text of a fixed length in Latin-1. */
  String text(long offset, int length) throws ProblemException {
    int start = at(offset, length);
    byte[] bytes = new byte[length];
    data.get(start, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Text up to a zero byte or the end. */
  String string(long offset) throws ProblemException {
    int start = at(offset, 0);
    int end = start;
    while (end < data.limit() && data.get(end) != 0) {
      end++;
    }
    return text(start, end - start);
  }

  boolean startsWith(int... bytes) {
    if (data.limit() < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((data.get(i) & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /** The first offset of an ASCII text, or -1. */
  int find(String text, int limit) {
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    int last = Math.min(limit, data.limit()) - wanted.length;
    for (int at = 0; at <= last; at++) {
      int i = 0;
      while (i < wanted.length && data.get(at + i) == wanted[i]) {
        i++;
      }
      if (i == wanted.length) {
        return at;
      }
    }
    return -1;
  }
}
