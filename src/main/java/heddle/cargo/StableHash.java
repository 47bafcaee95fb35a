package heddle.cargo;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Cargo's short hash of a path: SipHash-1-3 with 128 bits and the key 0 (the crate {@code
 * rustc-stable-hash}) over the names of the path and a word that tells how they are divided ({@code
 * Hash for Path} of Rust's library), its halves mixed, as hexadecimal bytes from the lowest on.
 */
final class StableHash {
  private static final long LOW = 0xff;

  private long v0 = 0x736f6d6570736575L;
  private long v1 = 0x646f72616e646f6dL ^ 0xee;
  private long v2 = 0x6c7967656e657261L;
  private long v3 = 0x7465646279746573L;

  private StableHash() {}

  /** Of an absolute path. */
  static String ofPath(Path path) {
    var bytes = new ByteArrayOutputStream();
    long divided = 0;
    for (Path name : path.normalize()) {
      byte[] text = name.toString().getBytes(StandardCharsets.UTF_8);
      bytes.writeBytes(text);
      divided = Long.rotateRight(divided + text.length, 2);
    }
    bytes.writeBytes(little(divided).array());
    return HexFormat.of().formatHex(little(new StableHash().of(bytes.toByteArray())).array());
  }

  private static ByteBuffer little(long value) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
  }

  private long of(byte[] bytes) {
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (words.remaining() >= Long.BYTES) take(words.getLong());
    long last = (bytes.length & LOW) << 56;
    for (int shift = 0; words.hasRemaining(); shift += Byte.SIZE) {
      last |= (words.get() & LOW) << shift;
    }
    take(last);
    v2 ^= 0xee;
    for (int i = 0; i < 3; i++) round();
    long low = v0 ^ v1 ^ v2 ^ v3;
    v1 ^= 0xdd;
    for (int i = 0; i < 3; i++) round();
    return low * 3 + (v0 ^ v1 ^ v2 ^ v3);
  }

  private void take(long word) {
    v3 ^= word;
    round();
    v0 ^= word;
  }

  private void round() {
    v0 += v1;
    v2 += v3;
    v1 = Long.rotateLeft(v1, 13) ^ v0;
    v3 = Long.rotateLeft(v3, 16) ^ v2;
    v0 = Long.rotateLeft(v0, 32);
    v2 += v1;
    v0 += v3;
    v1 = Long.rotateLeft(v1, 17) ^ v2;
    v3 = Long.rotateLeft(v3, 21) ^ v0;
    v2 = Long.rotateLeft(v2, 32);
  }
}
