package heddle.rust;

import heddle.process.Traced;
import heddle.text.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The wish to see what the process of one unit touches, and after it ran what that was: of its last
 * run, where a script runs again with a variable that it named.
 */
final class Tracing {
  private final int unit;
  private Optional<Seen> seen = Optional.empty();

  Tracing(int unit) {
    this.unit = unit;
  }

  /** What was run, how it ended, what it touched. */
  record Seen(Machine.Command command, Machine.Exit exit, List<Traced.Touch> touches) {}

  int unit() {
    return unit;
  }

  Machine.Exit run(Machine machine, Machine.Command command, Consumer<String> errorLine)
      throws IOException, InterruptedException, ProblemException {
    List<List<Traced.Touch>> touches = new ArrayList<>();
    Machine.Exit exit = machine.trace(command, errorLine, touches::add);
    synchronized (this) {
      seen = Optional.of(new Seen(command, exit, List.copyOf(touches.getFirst())));
    }
    return exit;
  }

  /** Nothing if the unit needed no process, or something below it failed. */
  synchronized Optional<Seen> seen() {
    return seen;
  }
}
