package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.rust.Workshop;
import heddle.world.Checkout;
import java.io.PrintStream;

/**
 * {@code heddle version}: version, commit, Java and store. Loads no other room's classes but the
 * reader of the commit. Under the name of cargo it is the version of the cargo whose place Heddle
 * has: that of the rustc in use.
 */
final class VersionCommand implements Command {
  static final String VERSION = "0.1.0";

  @Override
  public Usage usage() {
    return new Usage("", 0, 0, false, Option.saying());
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    Invocation invocation = session.invocation();
    if (invocation.program().isPresent()) {
      BuildRequest any = BuildRequest.of(BuildRequest.Intent.BUILD);
      try (Workshop shop = Workshops.look(session, arguments, any)) {
        var cargo = shop.inquiries().cargo();
        session.terminal().out().println(cargo.line());
        if (arguments.has("verbose")) session.terminal().out().println(cargo.details());
        return 0;
      }
    }
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
