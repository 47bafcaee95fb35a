package heddle.cli;

import heddle.rust.Provisions;
import heddle.rust.Workshop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/** {@code heddle fetch}: brings the crates of the lock and the downloads of the plan. */
final class FetchCommand implements Command {
  @Override
  public Usage usage() {
    var options =
        new ArrayList<>(
            ContractSession.options(
                Option.value(
                    "downloads",
                    "DIRECTORY",
                    "Where downloads go for plain cargo, besides; else $HEDDLE_DOWNLOADS")));
    options.addAll(Option.saying());
    return new Usage("", 0, 0, false, options);
  }

  @Override
  public int run(Session session, Arguments given) throws Exception {
    Invocation invocation = session.invocation();
    Optional<Path> directory =
        given
            .value("downloads")
            .or(() -> invocation.variable("HEDDLE_DOWNLOADS"))
            .map(invocation.directory()::resolve);
    try (Workshop shop = ContractSession.open(session, given)) {
      if (!given.has("quiet")) {
        session.terminal().warn(shop.planning().remarks());
        session.terminal().warn(shop.planning().unusedPatches());
      }
      Provisions.Count count = shop.provisions().fetch(directory);
      if (!given.has("quiet")) {
        session
            .terminal()
            .status("Fetched", count.crates() + " crates, " + count.downloads() + " downloads");
      }
      return 0;
    }
  }
}
