package heddle.rust;

import heddle.engine.Handlers;
import heddle.process.Action;
import heddle.process.ActionOutcome;
import heddle.process.Ending;
import heddle.process.Limits;
import heddle.process.Mount;
import heddle.process.Permissions;
import heddle.process.RunAction;
import heddle.process.Runner;
import heddle.process.Traced;
import heddle.process.TracedRun;
import heddle.process.Watcher;
import heddle.rust.Machine.Asked;
import heddle.rust.Machine.Command;
import heddle.rust.Machine.Exit;
import heddle.store.Depot;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The processes of a build: a command becomes an action that sees the directories of its rules, and
 * runs when it is its turn, whether it is run at once or asked for as a task.
 */
final class Processes {
  private final Runner confined;
  private final Runner free;
  private final Depot depot;
  private final Turn turn;
  private final Map<Long, Integer> urgencies = new ConcurrentHashMap<>();
  private final AtomicLong runs = new AtomicLong();

  Processes(Runner confined, Runner free, Depot depot, int slots) {
    this.confined = confined;
    this.free = free;
    this.depot = depot;
    this.turn = new Turn(slots);
  }

  /** Waits for its turn, and runs. */
  Exit run(Command command, Consumer<String> errorLine)
      throws IOException, InterruptedException, ProblemException {
    turn.take(command.urgency());
    try {
      AtomicLong began = new AtomicLong(System.nanoTime());
      return exit(runner(command).run(action(command), watcher(errorLine, began)), began);
    } finally {
      turn.give();
    }
  }

  /** As the other, where {@code asked} decides how it is run. */
  Exit run(Command command, Asked asked, Consumer<String> errorLine) throws Exception {
    long number = runs.incrementAndGet();
    urgencies.put(number, command.urgency());
    try {
      ActionOutcome outcome = asked.of(new RunAction(action(command), number));
      outcome.stderr().lines().forEach(errorLine);
      // what stood for the run does not say when it began
      return exit(outcome, new AtomicLong(System.nanoTime() - outcome.wall().toNanos()));
    } finally {
      urgencies.remove(number);
    }
  }

  /** Runs actions that are asked for as tasks, in the slots and the sandbox of all others. */
  Handlers handlers() {
    return Handlers.none()
        .<Optional<Path>, ActionOutcome, RunAction>staged(
            RunAction.class,
            (run, _, first) -> {
              turn.take(urgencies.getOrDefault(run.number(), 0));
              try {
                ActionOutcome outcome = confined.run(run.action(), Watcher.NONE);
                first.accept(Optional.empty());
                return outcome;
              } finally {
                turn.give();
              }
            });
  }

  /** As {@link #run}, under strace. */
  Exit trace(Command command, Consumer<String> errorLine, Consumer<List<Traced.Touch>> touches)
      throws IOException, InterruptedException, ProblemException {
    turn.take(command.urgency());
    try {
      AtomicLong began = new AtomicLong(System.nanoTime());
      TracedRun traced = runner(command).trace(action(command), watcher(errorLine, began));
      touches.accept(traced.touches());
      return exit(traced.outcome(), began);
    } finally {
      turn.give();
    }
  }

  private Runner runner(Command command) {
    return command.rules().confined() ? confined : free;
  }

  private Action action(Command command) throws IOException {
    return new Action(
        command.words(),
        command.variables(),
        Map.of(),
        command.rules().confined() ? mounts(command) : List.of(),
        command.directory().toString(),
        List.of(),
        Optional.empty(),
        Limits.DEFAULT,
        new Permissions(command.rules().network(), List.of(), List.of()),
        command.foldable());
  }

  private static Watcher watcher(Consumer<String> errorLine, AtomicLong began) {
    return new Watcher() {
      @Override
      public void started() {
        began.set(System.nanoTime());
      }

      @Override
      public void line(String line) {
        errorLine.accept(line);
      }
    };
  }

  private static Exit exit(ActionOutcome outcome, AtomicLong began) {
    String problem = outcome.ending().text(Limits.DEFAULT);
    if (problem.isEmpty() && outcome.exit() > 128) {
      problem = "ended by signal " + (outcome.exit() - 128);
    }
    int code = outcome.ending() == Ending.EXITED || outcome.exit() != 0 ? outcome.exit() : 1;
    return new Exit(
        code,
        new Printed(outcome.stdout().bytes()),
        problem,
        outcome.wall().toNanos(),
        outcome.denied(),
        began.get());
  }

  private List<Mount> mounts(Command command) throws IOException {
    Set<Path> shown = new LinkedHashSet<>(command.rules().reads());
    shown.addAll(command.rules().writes());
    Set<Path> writes = new LinkedHashSet<>();
    for (Path each : command.rules().writes()) writes.add(place(each, shown));
    Set<Path> reads = new LinkedHashSet<>();
    for (Path each : command.rules().reads()) reads.add(place(each, shown));
    reads.removeAll(writes);
    command.rules().discarded().ifPresent(reads::remove);
    List<Mount> mounts = new ArrayList<>();
    for (Path path : reads) {
      if (depot.exists(path)) {
        mounts.add(new Mount.Source("r" + mounts.size(), path));
      }
    }
    command
        .rules()
        .discarded()
        .ifPresent(path -> mounts.add(new Mount.Discarded("d" + mounts.size(), path)));
    for (Path path : writes) {
      if (depot.exists(path)) {
        mounts.add(new Mount.Writable("w" + mounts.size(), path));
      }
    }
    return mounts;
  }

  /**
   * Where a directory is shown: what lies behind a symbolic link in another directory that is shown
   * ({@code target}, on another disk) at its own place, since the link is followed there, too.
   */
  private Path place(Path path, Set<Path> shown) throws IOException {
    for (Path each : shown) {
      if (path.startsWith(each) && !path.equals(each)) return depot.real(path).orElse(path);
    }
    return path;
  }
}
