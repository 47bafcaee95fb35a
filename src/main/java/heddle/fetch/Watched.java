package heddle.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * A stream that fails when it gives more than its limit, and is closed when for too long it gives
 * less than a number of bytes a second.
 */
final class Watched extends FilterInputStream {
  /** How many looks there are in the time that is too long. */
  private static final int LOOKS = 8;

  private final long limit;
  private final long step;
  private final long least;
  private final Thread watch;
  private volatile long count;
  private volatile boolean stalled;

  Watched(InputStream in, Network network, long limit) {
    super(in);
    this.limit = limit;
    this.step = network.timeout().toNanos() / LOOKS;
    this.least = Math.max(1, network.slowest() * network.timeout().toSeconds());
    this.watch = Thread.ofVirtual().name("stalled transfer").unstarted(this::watch);
    watch.start();
  }

  @SuppressWarnings("EmptyCatch")
  private void watch() {
    try {
      long[] before = new long[LOOKS];
      for (int look = 1; ; look++) {
        Thread.sleep(Duration.ofNanos(step));
        long now = count;
        if (look >= LOOKS && now - before[look % LOOKS] < least) break;
        before[look % LOOKS] = now;
      }
      stalled = true;
      in.close();
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
      // Without its cause, which is only that we closed it.
      throw stalled ? new IOException("the transfer stood still, or nearly so") : e;
    }
    if (got > 0) {
      long sum = count + got; // only this thread writes it
      count = sum;
      if (sum > limit) {
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
