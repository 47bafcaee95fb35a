package heddle.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** A stream that fails when it gives more than its limit, and is closed when it stands still. */
final class Watched extends FilterInputStream {
  private final long limit;
  private final long still;
  private final Thread watch;
  private long count;
  private volatile long last = System.nanoTime();
  private volatile boolean stalled;

  Watched(InputStream in, Duration timeout, long limit) {
    super(in);
    this.limit = limit;
    this.still = timeout.toNanos();
    this.watch = Thread.ofVirtual().name("stalled transfer").unstarted(this::watch);
    watch.start();
  }

  @SuppressWarnings("EmptyCatch")
  private void watch() {
    try {
      while (true) {
        long left = still - (System.nanoTime() - last);
        if (left <= 0) {
          stalled = true;
          in.close();
          return;
        }
        Thread.sleep(Duration.ofNanos(left));
      }
    } catch (InterruptedException | IOException _) {
      // Closed, or closing: the reader sees its own failure.
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int got = read(one, 0, 1);
    return got < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int got;
    try {
      got = super.read(buffer, offset, length);
    } catch (IOException e) {
      throw stalled ? new IOException("the transfer stood still", e) : e;
    }
    last = System.nanoTime();
    if (got > 0) {
      count += got;
      if (count > limit) {
        throw new TooLong(limit);
      }
    }
    return got;
  }

  @Override
  public void close() throws IOException {
    watch.interrupt();
    super.close();
  }
}
