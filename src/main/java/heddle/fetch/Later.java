package heddle.fetch;

import heddle.text.ProblemException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A value that a thread of its own gets; what that threw is thrown at whoever awaits it. */
final class Later<V> {
  private final FutureTask<V> task;

  /** How to get it. */
  interface Question<V> {
    V get() throws ProblemException, InterruptedException;
  }

  Later(Question<V> question) {
    this.task = new FutureTask<>(question::get);
  }

  void begin(String thread) {
    Thread.ofVirtual().name(thread).start(task);
  }

  V await() throws ProblemException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case ProblemException problem -> throw problem;
        case InterruptedException interrupted -> throw interrupted;
        case RuntimeException bug -> throw bug;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
