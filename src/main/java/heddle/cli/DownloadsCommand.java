package heddle.cli;

import heddle.rust.Workshop;
import heddle.text.Json;
import java.io.PrintStream;
import java.util.Map;

/** {@code heddle downloads}: crates and declared downloads, who asked, licence, hash, source. */
final class DownloadsCommand implements Command {
  @Override
  public Usage usage() {
    return new Usage(
        "",
        0,
        0,
        false,
        ContractSession.options(
            Option.flag("json", "Print JSON; docs/schema/downloads-1.json says its form")));
  }

  @Override
  public int run(Session session, Arguments given) throws Exception {
    try (Workshop shop = ContractSession.open(session, given)) {
      Takings takings = Takings.of(shop.inventory());
      PrintStream out = session.terminal().out();
      if (given.has("json")) {
        out.println(
            JsonForm.object(
                    Map.entry("heddle", Json.Num.of(1)),
                    Map.entry(
                        "takes",
                        new Json.Arr(takings.all().stream().map(Takings.Taking::json).toList())))
                .compact());
      } else {
        for (Takings.Taking each : takings.all()) {
          out.println(each.shown() + (each.license().isEmpty() ? "" : " (" + each.license() + ")"));
          out.println("    from    " + each.source());
          if (!each.sha256().isEmpty()) out.println("    sha256  " + each.sha256());
          if (each.size() > 0) out.println("    size    " + each.size());
          out.println("    for     " + String.join(", ", each.askedBy()));
        }
        if (takings.all().isEmpty()) session.terminal().status("Downloads", "none");
      }
      out.flush();
      return 0;
    }
  }
}
