package heddle.cli;

import heddle.world.Checkout;
import java.io.PrintStream;

/**
 * {@code heddle version}: version, commit, Java and store. Loads no other room's classes but the
 * reader of the commit.
 */
final class VersionCommand implements Command {
  static final String VERSION = "0.1.0";

  @Override
  public Usage usage() {
    return Usage.of();
  }

  @Override
  public int run(Session session, Arguments arguments) {
    Invocation invocation = session.invocation();
    PrintStream out = session.terminal().out();
    out.println("heddle " + VERSION);
    out.println(
        "commit "
            + invocation
                .root()
                .flatMap(Checkout::head)
                .orElse("unknown (not started from a checkout)"));
    out.println("java   " + Runtime.version() + " at " + System.getProperty("java.home"));
    out.println("store  " + invocation.home());
    return 0;
  }
}
