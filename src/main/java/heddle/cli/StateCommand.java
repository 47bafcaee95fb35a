package heddle.cli;

import heddle.contract.ReadPolicy;
import heddle.contract.policy.Permission;
import heddle.contract.policy.Permissions;
import heddle.contract.policy.Policy;
import heddle.engine.Engine;
import heddle.engine.Listener;
import heddle.text.JsonWriter;
import heddle.world.Footprint;
import heddle.world.ListDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code heddle state}: every path that Heddle reads configuration from or keeps data in here, with
 * sizes.
 */
final class StateCommand implements Command {
  /** One path, and why Heddle knows it. */
  private record Row(String use, Path path, String what) {}

  @Override
  public Usage usage() {
    return Usage.of(
        Option.flag("json", "Print JSON; docs/schema/state-1.json says its form"),
        Option.value("manifest-path", "PATH", "The workspace's Cargo.toml"),
        Option.value("target-dir", "DIRECTORY", "Where outputs go"));
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    List<Row> rows = rows(session.invocation(), arguments);
    rows.addAll(ofScripts(session, arguments));
    var text = new StringBuilder();
    var json = new JsonWriter(text).beginObject();
    json.key("heddle").number(1).key("places").beginArray();
    for (Row row : rows) {
      Optional<Footprint> there = Footprint.of(row.path);
      if (arguments.has("json")) {
        json.beginObject();
        json.key("use")
            .string(row.use)
            .key("path")
            .string(row.path.toString())
            .key("what")
            .string(row.what);
        json.key("present").bool(there.isPresent());
        json.key("files").number(there.map(Footprint::files).orElse(0L));
        json.key("bytes").number(there.map(Footprint::bytes).orElse(0L)).endObject();
      } else {
        String size = there.map(f -> StoreCommand.shown(f.bytes())).orElse("-");
        session
            .terminal()
            .out()
            .println(pad(row.use, 8) + pad(size, 12) + row.path + "  (" + row.what + ")");
      }
    }
    json.endArray().endObject();
    if (arguments.has("json")) session.terminal().out().println(text);
    return 0;
  }

  private static List<Row> rows(Invocation invocation, Arguments arguments) {
    var rows = new ArrayList<Row>();
    Path home = invocation.home();
    rows.add(
        new Row(
            "keeps",
            home.resolve("store"),
            "results of actions, by content; `store gc --max-size` bounds it"));
    rows.add(new Row("keeps", home.resolve("crates"), "crates of registries, unpacked"));
    rows.add(
        new Row(
            "keeps",
            home.resolve("downloads"),
            "declared downloads, by their hash, and what was unpacked of them"));
    rows.add(new Row("keeps", home.resolve("git"), "git repositories and checkouts"));
    rows.add(new Row("keeps", home.resolve("index"), "registries' index files"));
    rows.add(
        new Row(
            "keeps",
            home.resolve("out"),
            "what build scripts of dependencies made; `store gc`: 30 days"));
    rows.add(
        new Row(
            "keeps", home.resolve("last"), "what the last build of each goal looked at: 30 days"));
    rows.add(
        new Row("keeps", home.resolve("repeat"), "the same, as the launcher checks it: 30 days"));
    rows.add(
        new Row("keeps", home.resolve("dist"), "Heddle itself, compiled; `store gc`: 30 days"));
    rows.add(new Row("keeps", home.resolve("jump"), "which sources that was compiled from"));
    rows.add(new Row("keeps", home.resolve("swept"), "when old files here were last removed"));
    rows.add(new Row("keeps", home.resolve("tools"), "tools of Heddle's own checks"));
    Path workspace = workspace(invocation, arguments);
    Path target =
        arguments
            .value("target-dir")
            .or(() -> invocation.variable("CARGO_TARGET_DIR"))
            .map(invocation.directory()::resolve)
            .orElse(workspace.resolve("target"));
    rows.add(new Row("keeps", target, "outputs and incremental directories of the workspace"));
    rows.add(new Row("reads", workspace.resolve("Cargo.toml"), "manifest"));
    rows.add(new Row("reads", workspace.resolve("Cargo.lock"), "lock file"));
    rows.add(new Row("reads", workspace.resolve("heddle.toml"), "the root's policy"));
    Optional<Path> at = Optional.of(workspace.toAbsolutePath());
    while (at.isPresent()) {
      rows.add(new Row("reads", at.get().resolve(".cargo/config.toml"), "cargo's configuration"));
      at = Optional.ofNullable(at.get().getParent());
    }
    Path cargo =
        invocation
            .variable("CARGO_HOME")
            .map(Path::of)
            .orElse(Path.of(invocation.variable("HOME").orElse("/"), ".cargo"));
    rows.add(new Row("reads", cargo.resolve("config.toml"), "cargo's configuration"));
    rows.add(new Row("reads", cargo.resolve("credentials.toml"), "tokens of registries"));
    rows.add(
        new Row(
            "reads",
            cargo.resolve("registry/cache"),
            "archives that cargo fetched; each is checked by its hash"));
    return rows;
  }

  /**
   * The directories that build scripts keep: declared caches, and what the root lets them write.
   */
  private static List<Row> ofScripts(Session session, Arguments arguments) throws Exception {
    Invocation invocation = session.invocation();
    Workbench bench = Workbench.open(session);
    Engine engine = bench.engine(bench.handlers(), Listener.none());
    var rows = new ArrayList<Row>();
    Path caches = invocation.home().resolve("caches");
    for (String pkg : names(engine, caches)) {
      for (String name : names(engine, caches.resolve(pkg)))
        rows.add(
            new Row(
                "keeps",
                caches.resolve(pkg).resolve(name),
                "cache `"
                    + name
                    + "` of the build script of "
                    + pkg.replaceFirst("-[0-9a-f]{16}$", "")));
    }
    Policy policy = engine.evaluate(new ReadPolicy(workspace(invocation, arguments)));
    Path home = Path.of(invocation.variable("HOME").orElse("/"));
    for (Permissions.Grant each : policy.permissions().grants()) {
      for (Permission allowed : each.allowed()) {
        if (allowed instanceof Permission.Write(String path) && path.startsWith("~/"))
          rows.add(
              new Row(
                  "keeps",
                  home.resolve(path.substring(2)),
                  "written by the build script of " + each.packages() + ", as heddle.toml allows"));
      }
    }
    return rows;
  }

  private static List<String> names(Engine engine, Path directory) throws Exception {
    return engine.evaluate(new ListDirectory(directory)).stream()
        .flatMap(listing -> listing.entries().keySet().stream())
        .sorted()
        .toList();
  }

  private static Path workspace(Invocation invocation, Arguments arguments) {
    return arguments
        .value("manifest-path")
        .map(p -> invocation.directory().resolve(p).normalize())
        .flatMap(p -> Optional.ofNullable(p.getParent()))
        .orElse(invocation.directory());
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }
}
