package heddle.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * How many processes run at one time: slots of our own, or one that is ours and for all others the
 * tokens of a jobserver, which the processes we start share with us. Whoever waits for a slot holds
 * nothing else; first come, first served.
 *
 * <p>Tokens that children lose or make up are put right whenever nothing runs, and what they made
 * up at every end. After a process that died, which may have held some, no other starts until
 * nothing runs, so that one that is killed does not make a long build slow.
 */
public final class Slots implements AutoCloseable {
  private static final long PATIENCE = Duration.ofMillis(50).toNanos();

  private final int count;
  private final Optional<Jobserver> jobserver;
  private final Deque<Waiter> waiting = new ArrayDeque<>();
  private int own;
  private int running;

  /**
   * What was had for those that run beyond the first. No token belongs to one of them: whichever
   * ends gives one back, so that those that go on find it, and start more threads with it.
   */
  private final Deque<Byte> tokens = new ArrayDeque<>();

  private boolean draining;
  private Optional<Thread> asking = Optional.empty();
  private boolean closed;

  /** Slots of our own. */
  public Slots(int count) {
    this(count, Optional.empty());
  }

  private Slots(int count, Optional<Jobserver> jobserver) {
    if (count < 1) {
      throw new IllegalArgumentException("slots: " + count);
    }
    this.count = count;
    this.jobserver = jobserver;
    this.own = jobserver.isPresent() ? 1 : count;
  }

  /** Slots shared with what runs in them; the jobserver is closed with them. */
  public static Slots shared(int count, Jobserver jobserver) {
    return new Slots(count, Optional.of(jobserver));
  }

  public int count() {
    return count;
  }

  Optional<Jobserver> jobserver() {
    return jobserver;
  }

  /** Whoever waits for a slot. */
  private static final class Waiter {
    final CompletableFuture<Boolean> called = new CompletableFuture<>();
  }

  /** Waits for a slot, which is held until closed. */
  public Held take() throws InterruptedException {
    Waiter turn;
    synchronized (this) {
      if (own > 0 && waiting.isEmpty() && !draining) {
        own--;
        running++;
        return new Held();
      }
      turn = new Waiter();
      waiting.add(turn);
      ask();
    }
    try {
      turn.called.get();
      return new Held();
    } catch (InterruptedException x) {
      synchronized (this) {
        if (!waiting.remove(turn)) {
          give(); // its turn had come
        }
      }
      throw x;
    } catch (ExecutionException x) {
      throw new IllegalStateException(x);
    }
  }

  /** Sees to it that tokens are taken while somebody waits. */
  private synchronized void ask() {
    if (jobserver.isPresent() && asking.isEmpty() && !draining && !closed) {
      var thread =
          Thread.ofPlatform().name("jobserver").daemon().unstarted(() -> ask(jobserver.get()));
      asking = Optional.of(thread);
      thread.start();
    }
  }

  private void ask(Jobserver from) {
    try {
      while (true) {
        synchronized (this) {
          if (waiting.isEmpty() || running >= count || draining || closed) {
            asking = Optional.empty();
            return;
          }
        }
        var token = from.take(PATIENCE);
        if (token.isPresent()) {
          synchronized (this) {
            running++;
            tokens.add(token.get());
            give();
          }
        }
      }
    } catch (IOException x) {
      synchronized (this) {
        asking = Optional.empty();
        waiting.forEach(w -> w.called.completeExceptionally(x));
        waiting.clear();
      }
    }
  }

  /** To the next who waits, or back to where it came from. */
  private synchronized void give() {
    var next = draining ? null : waiting.poll();
    if (next != null) {
      next.called.complete(true);
      return;
    }
    running--;
    Optional<Byte> back = Optional.ofNullable(tokens.poll());
    if (back.isEmpty()) own++;
    jobserver.ifPresent(j -> {
      try {
        if (back.isPresent()) j.give(back.get());
        j.settle(tokens.size(), running == 0);
      } catch (IOException x) {
        throw new IllegalStateException(x);
      }
    });
    if (draining && running == 0) {
      draining = false;
      begin();
    }
  }

  /** Hands out what is ours. */
  private void begin() {
    while (own > 0 && !waiting.isEmpty()) {
      own--;
      running++;
      waiting.remove().called.complete(true);
    }
    if (!waiting.isEmpty()) {
      ask();
    }
  }

  /** One slot; closing it again does nothing. */
  public final class Held implements AutoCloseable {
    private boolean open = true;

    /** What ran in it was killed: it may have held tokens. */
    void died() {
      synchronized (Slots.this) {
        draining |= jobserver.filter(Jobserver::serves).isPresent();
      }
    }

    @Override
    public void close() {
      synchronized (Slots.this) {
        if (open) {
          open = false;
          give();
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (jobserver.isEmpty()) {
      return;
    }
    Optional<Thread> last;
    synchronized (this) {
      closed = true;
      last = asking;
    }
    boolean interrupted = false;
    while (last.filter(Thread::isAlive).isPresent()) { // it uses the descriptors that are closed
      try {
        last.get().join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    jobserver.get().close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
