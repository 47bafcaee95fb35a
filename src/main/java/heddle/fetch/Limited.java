package heddle.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that fails beyond its limit of bytes. */
final class Limited extends FilterInputStream {
  private final long limit;
  private long count;

  Limited(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  /** How many bytes came. */
  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int got = super.read(buffer, offset, length);
    count += Math.max(0, got);
    if (count > limit) {
      throw new TooLong(limit);
    }
    return got;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = super.skip(bytes);
    count += skipped;
    if (count > limit) {
      throw new TooLong(limit);
    }
    return skipped;
  }
}
