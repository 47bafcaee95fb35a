package heddle.process;

import java.util.concurrent.Semaphore;

/** How many processes run at one time; whoever waits for a slot holds nothing else. Fair. */
public final class Slots {
  private final int count;
  private final Semaphore free;

  public Slots(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("slots: " + count);
    }
    this.count = count;
    this.free = new Semaphore(count, true);
  }

  public int count() {
    return count;
  }

  /** Waits for a slot, which is held until closed. */
  public Held take() throws InterruptedException {
    free.acquire();
    return new Held();
  }

  /** One slot; closing it again does nothing. */
  public final class Held implements AutoCloseable {
    private boolean open = true;

    private Held() {}

    @Override
    public synchronized void close() {
      if (open) {
        open = false;
        free.release();
      }
    }
  }
}
