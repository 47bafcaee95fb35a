package heddle.cli;

import heddle.rust.Provisions;
import heddle.rust.Workshop;
import java.util.ArrayList;

/** {@code heddle vendor DIRECTORY}: all that is needed to build without a network. */
final class VendorCommand implements Command {
  @Override
  public Usage usage() {
    var options = new ArrayList<>(ContractSession.options());
    options.addAll(Option.saying());
    return new Usage("[DIRECTORY]", 0, 1, false, options);
  }

  @Override
  public int run(Session session, Arguments given) throws Exception {
    String name = given.words().isEmpty() ? "vendor" : given.words().getFirst();
    try (Workshop shop = ContractSession.open(session, given)) {
      Provisions provisions = shop.provisions();
      Provisions.Count count = provisions.vendor(session.invocation().directory().resolve(name));
      Terminal terminal = session.terminal();
      boolean quiet = given.has("quiet");
      if (!quiet) {
        terminal.status(
            "Vendored", count.crates() + " crates, " + count.downloads() + " downloads to " + name);
      }
      if (!provisions.dropped().isEmpty())
        terminal.note(
            "left out, since the root's options drop it: "
                + String.join(", ", provisions.dropped())
                + "; plain cargo asks for all of Cargo.lock and cannot build from this");
      String configuration = provisions.configuration(name);
      if (!configuration.isEmpty()) {
        if (!quiet) {
          terminal
              .err()
              .println("To build from it, add this to .cargo/config.toml of the project:\n");
        }
        terminal.out().print(configuration);
        terminal.out().flush();
      }
      return 0;
    }
  }
}
