package heddle.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Counts the threads of one evaluation: those that live, and those that are active, which is that
 * they do not wait in the engine. When none is active, what lives waits for each other, and only
 * then: whoever wakes a thread counts it as active before going idle itself.
 */
final class Quiescence {
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicInteger live = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Object gate = new Object();
  private final Runnable cut;
  private volatile boolean ended;

  /**
   * @param cut called when all wait for each other, by one thread at a time; it may wake others
   */
  Quiescence(Runnable cut) {
    this.cut = cut;
  }

  /** Before this many threads start. */
  void enter(int threads) {
    active.addAndGet(threads);
    live.addAndGet(threads);
  }

  /** The calling thread's last act. */
  void leave() {
    if (live.decrementAndGet() == 0) {
      over.countDown();
    } else {
      idle();
    }
  }

  /** Whether a thread lives. */
  boolean lasts() {
    return over.getCount() > 0;
  }

  /** Waits until no thread lives. */
  void join() throws InterruptedException {
    over.await();
  }

  /** From now on threads that wait interruptibly give up, and nothing is cut. */
  void end() {
    synchronized (gate) {
      ended = true;
    }
  }

  boolean ended() {
    return ended;
  }

  void checkRunning() throws InterruptedException {
    if (ended) {
      throw new InterruptedException();
    }
  }

  /** Gives up the thread's own count and waits for the others. */
  void await(Wait wait, boolean interruptibly) throws InterruptedException {
    if (!wait.less()) {
      idle();
      park(wait, interruptibly);
    }
  }

  private void park(Wait wait, boolean interruptibly) throws InterruptedException {
    boolean interrupted = false;
    while (!wait.over()) {
      LockSupport.park(wait);
      interrupted |= Thread.interrupted();
      if (interruptibly && ended) {
        throw new InterruptedException();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One of those waited for is done; the last one wakes the thread. */
  void release(Wait wait) {
    if (wait.less()) {
      active.incrementAndGet(); // before the one who releases goes idle: it is never 0 in between
      wait.wake();
    }
  }

  private void idle() {
    if (active.decrementAndGet() == 0) {
      synchronized (gate) {
        // one who cut a cycle meanwhile may have made others active; a cut may release nobody yet
        while (!ended && active.get() == 0 && live.get() > 0) {
          cut.run();
        }
      }
    }
  }
}
