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
 */
public final class Slots implements AutoCloseable {
  private static final long PATIENCE = Duration.ofMillis(50).toNanos();

  private final int count;
  private final Optional<Jobserver> jobserver;
  private final Deque<Waiter> waiting = new ArrayDeque<>();
  private int own;
  private int running;
  private boolean asking;

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

  /** Right to run one process: the token that it was had for, or one of ours. */
  private record Slot(Optional<Byte> token) {}

  /** Whoever waits for a slot. */
  private static final class Waiter {
    final CompletableFuture<Slot> slot = new CompletableFuture<>();
  }

  /** Waits for a slot, which is held until closed. */
  public Held take() throws InterruptedException {
    Waiter turn;
    synchronized (this) {
      if (own > 0 && waiting.isEmpty()) {
        own--;
        running++;
        return new Held(new Slot(Optional.empty()));
      }
      turn = new Waiter();
      waiting.add(turn);
      if (jobserver.isPresent() && !asking) {
        asking = true;
        Thread.ofPlatform().name("jobserver").daemon().start(() -> ask(jobserver.get()));
      }
    }
    try {
      return new Held(turn.slot.get());
    } catch (InterruptedException x) {
      synchronized (this) {
        if (!waiting.remove(turn)) {
          give(turn.slot.join()); // it had come
        }
      }
      throw x;
    } catch (ExecutionException x) {
      throw new IllegalStateException(x);
    }
  }

  /** Takes tokens while somebody waits. */
  private void ask(Jobserver from) {
    try {
      while (true) {
        synchronized (this) {
          if (waiting.isEmpty() || running >= count) {
            asking = false;
            return;
          }
        }
        var token = from.take(PATIENCE);
        if (token.isPresent()) {
          synchronized (this) {
            running++;
            give(new Slot(token));
          }
        }
      }
    } catch (IOException x) {
      synchronized (this) {
        asking = false;
        waiting.forEach(w -> w.slot.completeExceptionally(x));
        waiting.clear();
      }
    }
  }

  /** To the next who waits, or back to where it came from. */
  private synchronized void give(Slot slot) {
    var next = waiting.poll();
    if (next != null) {
      next.slot.complete(slot);
      return;
    }
    running--;
    if (slot.token.isEmpty()) {
      own++;
    }
    jobserver.ifPresent(j -> {
      try {
        if (slot.token.isPresent()) {
          j.give(slot.token.get());
        }
        if (running == 0) {
          j.reconcile();
        }
      } catch (IOException x) {
        throw new IllegalStateException(x);
      }
    });
  }

  /** One slot; closing it again does nothing. */
  public final class Held implements AutoCloseable {
    private final Slot slot;
    private boolean open = true;

    private Held(Slot slot) {
      this.slot = slot;
    }

    @Override
    public void close() {
      synchronized (Slots.this) {
        if (open) {
          open = false;
          give(slot);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (jobserver.isPresent()) {
      jobserver.get().close();
    }
  }
}
