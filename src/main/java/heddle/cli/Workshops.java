package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.engine.BuildException;
import heddle.rust.MessageFormat;
import heddle.rust.Order;
import heddle.rust.Workshop;
import heddle.text.ProblemException;
import java.io.IOException;
import java.util.List;

/** Opens workshops for commands that show what a workspace is and build no product of it. */
final class Workshops {
  private Workshops() {}

  static Workshop open(Session session, Arguments arguments, BuildRequest request)
      throws UsageException, IOException, InterruptedException, ProblemException, BuildException {
    return ended(
        session,
        Workshop.open(
            order(session, arguments, request),
            new Quiet(session.terminal()),
            Runtime.getRuntime().availableProcessors()));
  }

  /** One that runs nothing of the workspace's: no sandbox is opened for it. */
  static Workshop look(Session session, Arguments arguments, BuildRequest request)
      throws UsageException, IOException, InterruptedException, ProblemException, BuildException {
    return ended(
        session, Workshop.look(order(session, arguments, request), new Quiet(session.terminal())));
  }

  private static Order order(Session session, Arguments arguments, BuildRequest request)
      throws UsageException {
    return OrderOptions.order(
        session.invocation(),
        session.terminal(),
        arguments,
        request,
        MessageFormat.HUMAN,
        0,
        List.of());
  }

  private static Workshop ended(Session session, Workshop shop) {
    session.onEnd(shop::interrupt);
    return shop;
  }
}
