package heddle.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that waits until all of a group are fresh, or all its branches have ended. One count is
 * held by the thread itself.
 */
final class Wait {
  static final Wait NONE = new Wait(List.of());

  final List<Node> wanted;
  private final Thread thread = Thread.currentThread();
  private final AtomicInteger pending = new AtomicInteger(1);
  private volatile boolean over;

  Wait(List<Node> wanted) {
    this.wanted = wanted;
  }

  void more() {
    pending.incrementAndGet();
  }

  /** Takes one away; true if it was the last. */
  boolean less() {
    return pending.decrementAndGet() == 0;
  }

  /** Lets the thread go on, when it has been counted as active again. */
  void wake() {
    over = true;
    LockSupport.unpark(thread);
  }

  boolean over() {
    return over;
  }
}
