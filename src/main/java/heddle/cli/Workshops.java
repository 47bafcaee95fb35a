package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.rust.Interchange;
import heddle.rust.MessageFormat;
import heddle.rust.Order;
import heddle.rust.Workshop;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Opens workshops for commands that show what a workspace is and build no product of it. */
final class Workshops {
  private Workshops() {}

  static Workshop open(Session session, Arguments arguments, BuildRequest request)
      throws Exception {
    Order order = order(session, arguments, request);
    return ended(
        session,
        Workshop.open(
            order,
            new Quiet(session.terminal(), arguments.has("quiet")),
            Runtime.getRuntime().availableProcessors(),
            interchange(session, order)));
  }

  /** One that runs nothing of the workspace's: no sandbox is opened for it. */
  static Workshop look(Session session, Arguments arguments, BuildRequest request)
      throws Exception {
    Order order = order(session, arguments, request);
    return ended(
        session,
        Workshop.look(
            order,
            new Quiet(session.terminal(), arguments.has("quiet")),
            interchange(session, order)));
  }

  /**
   * What is shown is what a build would see: rules that stand for intrinsics stand for them here.
   */
  private static Interchange interchange(Session session, Order order) throws Exception {
    Optional<RuleSession> rules = RuleSession.replacing(session, order);
    if (rules.isEmpty()) return Interchange.NONE;
    session.onEnd(() -> {
      try {
        rules.get().close();
      } catch (IOException e) {
        session.terminal().warning("the store could not be closed: " + e.getMessage());
      }
    });
    return rules.get().interchange();
  }

  private static Order order(Session session, Arguments arguments, BuildRequest request)
      throws UsageException {
    if (BuildOptions.trace(arguments).isPresent()) {
      throw new UsageException(
          "`--profile FILE` belongs to build, check, run, test, bench and rustc");
    }
    return OrderOptions.order(
        session.invocation(),
        session.terminal(),
        arguments,
        request,
        MessageFormat.HUMAN,
        0,
        List.of(),
        false);
  }

  private static Workshop ended(Session session, Workshop shop) {
    session.onEnd(shop::interrupt);
    return shop;
  }
}
