package heddle.process;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Calls that confine a thread for good, then the start of a process that inherits it: done on a
 * thread that ends after it.
 */
record Launch(Script script, Spawner.Prepared start, CompletableFuture<Integer> result)
    implements Runnable {
  Launch(Script script, Spawner.Prepared start) {
    this(script, start, new CompletableFuture<>());
  }

  @Override
  public void run() {
    try {
      result.complete(script.go() ? start.go() : Integer.MIN_VALUE);
    } catch (RuntimeException | Error x) {
      result.completeExceptionally(x);
    }
  }

  /** On a new thread, which has what the calling one is confined to. */
  void begin() {
    try {
      Thread.ofPlatform().name("launch").daemon().start(this);
    } catch (RuntimeException | Error x) {
      result.completeExceptionally(x);
    }
  }

  /** The process id, or the negated errno. */
  int await() throws IOException {
    int pid = await(result);
    if (script.failure().isPresent()) {
      throw new IOException("cannot lay out the sandbox: " + script.failure().get());
    }
    return pid;
  }

  /** Waits through interruptions, which are told afterwards: what is awaited takes no time. */
  static <T> T await(CompletableFuture<T> result) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException _) {
          interrupted = true;
        } catch (ExecutionException x) {
          throw new IOException(x);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
