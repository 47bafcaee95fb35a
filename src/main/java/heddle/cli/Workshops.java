package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.engine.BuildException;
import heddle.rust.MessageFormat;
import heddle.rust.Order;
import heddle.rust.Workshop;
import heddle.text.ProblemException;
import java.io.IOException;
import java.util.List;

/** Opens workshops for commands that look at a workspace and build nothing. */
final class Workshops {
  private Workshops() {}

  static Workshop open(Session session, Arguments arguments, BuildRequest request)
      throws UsageException, IOException, InterruptedException, ProblemException, BuildException {
    Order order =
        OrderOptions.order(
            session.invocation(),
            session.terminal(),
            arguments,
            request,
            MessageFormat.HUMAN,
            0,
            List.of());
    Workshop shop =
        Workshop.open(
            order, new Quiet(session.terminal()), Runtime.getRuntime().availableProcessors());
    session.onEnd(shop::interrupt);
    return shop;
  }
}
