package heddle.process;

import heddle.engine.Handlers;
import heddle.engine.StagedIntrinsic;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs an action. Its first result is the early output as soon as the action announces it, or
 * nothing, at the end, if it never did.
 *
 * @param number tells runs of one action apart, where each must leave its files anew
 */
public record RunAction(Action action, long number)
    implements StagedIntrinsic<Optional<Path>, ActionOutcome> {
  public RunAction(Action action) {
    this(action, 0);
  }

  /** By the words that a command begins with: its whole would fill a page. */
  @Override
  public String toString() {
    var words = action.argv();
    int shown = Math.min(words.size(), 4);
    return "run "
        + String.join(" ", words.subList(0, shown)).replace('\0', '|')
        + (shown < words.size() ? " …" : "");
  }

  /** Actions run by this runner, each seen by the watcher that {@code watchers} has for it. */
  public static Handlers by(Runner runner, Watchers watchers) {
    return Handlers.none()
        .<Optional<Path>, ActionOutcome, RunAction>staged(
            RunAction.class,
            (run, _, first) -> {
              var relay = new Relay(watchers.of(run.action), first);
              var outcome = runner.run(run.action, relay);
              relay.end();
              return outcome;
            });
  }

  /** Who sees an action run. */
  @FunctionalInterface
  public interface Watchers {
    Watcher of(Action action);
  }

  private static final class Relay implements Watcher {
    private final Watcher to;
    private final Consumer<? super Optional<Path>> first;
    private boolean given;

    Relay(Watcher to, Consumer<? super Optional<Path>> first) {
      this.to = to;
      this.first = first;
    }

    @Override
    public void started() {
      to.started();
    }

    @Override
    public void line(String line) {
      to.line(line);
    }

    @Override
    public void early(Path output) {
      to.early(output);
      if (!given) {
        given = true;
        first.accept(Optional.of(output));
      }
    }

    void end() {
      if (!given) {
        first.accept(Optional.empty());
      }
    }
  }
}
