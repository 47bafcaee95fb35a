package heddle.rust;

import heddle.text.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** A process that runs before anybody has asked for it; whoever asks gets all that it says. */
final class EarlyRun {
  private final KnownRun run;
  private final long moment;
  private final Thread thread;
  private final CompletableFuture<Machine.Exit> exit = new CompletableFuture<>();
  private final List<String> said = new ArrayList<>();
  private Consumer<String> listener = said::add;

  private EarlyRun(KnownRun run, long moment, Machine machine) {
    this.run = run;
    this.moment = moment;
    this.thread = Thread.ofPlatform().name("early").daemon().unstarted(() -> work(machine));
  }

  /** {@code moment} is when its directory was made, by the clock of the file system. */
  static EarlyRun begin(KnownRun run, long moment, Machine machine) {
    var begun = new EarlyRun(run, moment, machine);
    begun.thread.start();
    return begun;
  }

  private void work(Machine machine) {
    try {
      exit.complete(machine.run(run.command(), this::line));
    } catch (IOException | InterruptedException | ProblemException | RuntimeException x) {
      exit.completeExceptionally(x);
    }
  }

  private synchronized void line(String line) {
    listener.accept(line);
  }

  KnownRun run() {
    return run;
  }

  long moment() {
    return moment;
  }

  /** Hands on what it said and says, and waits for its end. */
  Machine.Exit await(Consumer<String> errorLine) throws Exception {
    synchronized (this) {
      listener = errorLine;
      said.forEach(errorLine);
      said.clear();
    }
    try {
      return exit.get();
    } catch (InterruptedException e) {
      end();
      throw e;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Exception cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /** Kills it and waits until it is gone. */
  void end() {
    thread.interrupt();
    exit.handle((_, _) -> true).join(); // however it ends; no interruption ends the waiting
  }
}
