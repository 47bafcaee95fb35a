package heddle.rust;

import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Lets a number of processes run at one time; of those that wait, the most urgent goes first, among
 * equals the one that came first.
 */
final class Turn {
  private record Waiter(int urgency, long order, CompletableFuture<Void> called)
      implements Comparable<Waiter> {
    @Override
    public int compareTo(Waiter other) {
      int first = Integer.compare(other.urgency, urgency);
      return first != 0 ? first : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Waiter> waiting = new PriorityQueue<>();
  private int free;
  private long count;

  Turn(int slots) {
    this.free = slots;
  }

  void take(int urgency) throws InterruptedException {
    Waiter waiter;
    synchronized (waiting) {
      if (free > 0) {
        free--;
        return;
      }
      waiter = new Waiter(urgency, count++, new CompletableFuture<>());
      waiting.add(waiter);
    }
    try {
      waiter.called().get();
    } catch (InterruptedException e) {
      synchronized (waiting) {
        if (!waiting.remove(waiter)) {
          give();
        }
      }
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  void give() {
    synchronized (waiting) {
      Waiter next = waiting.poll();
      if (next == null) {
        free++;
      } else {
        next.called().complete(null);
      }
    }
  }
}
