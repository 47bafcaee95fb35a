package heddle.cli;

import heddle.rust.Provisions;
import heddle.rust.Vendoring;
import heddle.rust.Workshop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code heddle vendor DIRECTORY}: all that is needed to build without a network. */
final class VendorCommand implements Command {
  @Override
  public Usage usage() {
    var options = new ArrayList<>(ContractSession.options());
    options.addAll(Option.saying());
    options.add(Option.flag("no-delete", "Leave packages of earlier runs where they are"));
    options.add(Option.flag("versioned-dirs", "Give every directory the version in its name"));
    options.add(
        Option.value("sync", 's', "TOML", "One more `Cargo.toml` to vendor for").repeated());
    options.add(Option.flag("respect-source-config", "Take packages from where `[source]` says"));
    return new Usage("[DIRECTORY]", 0, 1, false, options);
  }

  @Override
  public int run(Session session, Arguments given) throws Exception {
    var vendoring = new Vendoring();
    var dropped = new LinkedHashSet<String>();
    for (String manifest : given.values("sync")) {
      Path file = session.invocation().directory().resolve(manifest);
      try (Workshop shop = open(session, given, Optional.of(file.toString()))) {
        Provisions provisions = shop.provisions();
        vendoring.add(provisions);
        dropped.addAll(provisions.dropped());
      }
    }
    try (Workshop shop = open(session, given, Optional.empty())) {
      Provisions provisions = shop.provisions();
      vendoring.add(provisions);
      dropped.addAll(provisions.dropped());
      return write(session, given, vendoring, provisions, dropped);
    }
  }

  private static Workshop open(Session session, Arguments given, Optional<String> manifest)
      throws Exception {
    var options = new HashMap<String, List<String>>(given.options());
    manifest.ifPresent(file -> options.put("manifest-path", List.of(file)));
    if (!given.has("respect-source-config")) options.put(OrderOptions.WITHOUT_SOURCES, List.of(""));
    return ContractSession.open(session, new Arguments(options, given.words(), given.trailing()));
  }

  private static int write(
      Session session,
      Arguments given,
      Vendoring vendoring,
      Provisions provisions,
      Set<String> dropped)
      throws Exception {
    String name = given.words().isEmpty() ? "vendor" : given.words().getFirst();
    var style = new Vendoring.Style(given.has("no-delete"), given.has("versioned-dirs"));
    Provisions.Count count =
        vendoring.write(session.invocation().directory().resolve(name), style, provisions);
    if (given.has("quiet")) return 0;
    Terminal terminal = session.terminal();
    if (count.crates() == 0 && count.downloads() == 0) {
      terminal.err().println("There is no dependency to vendor in this project.");
    } else {
      terminal.status(
          "Vendored", count.crates() + " crates, " + count.downloads() + " downloads to " + name);
    }
    if (!dropped.isEmpty())
      terminal.note(
          "left out, since the root's options drop it: "
              + String.join(", ", dropped)
              + "; plain cargo asks for all of Cargo.lock and cannot build from this");
    String configuration = vendoring.configuration(name);
    if (!configuration.isEmpty()) {
      terminal.err().println("To build from it, add this to .cargo/config.toml of the project:\n");
      terminal.out().print(configuration);
      terminal.out().flush();
    }
    return 0;
  }
}
