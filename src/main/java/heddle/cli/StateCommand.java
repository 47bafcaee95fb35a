package heddle.cli;

import heddle.cargo.ReadConfig;
import heddle.cargo.ReadWorkspace;
import heddle.cargo.TargetDirectories;
import heddle.contract.ReadPolicy;
import heddle.contract.policy.Permission;
import heddle.contract.policy.Permissions;
import heddle.contract.policy.Policy;
import heddle.engine.BuildException;
import heddle.engine.Engine;
import heddle.engine.Listener;
import heddle.text.JsonWriter;
import heddle.text.ProblemException;
import heddle.world.Footprint;
import heddle.world.Kind;
import heddle.world.KindOf;
import heddle.world.ListDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * {@code heddle state}: every path that Heddle reads configuration from or keeps data in here, with
 * sizes.
 */
final class StateCommand implements Command {
  private static final String CACHES = "caches";

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
    Invocation invocation = session.invocation();
    Workbench bench = Workbench.open(session);
    Engine engine = bench.engine(bench.handlers(), Listener.none());
    Situation here = Situation.of(engine, invocation, arguments);
    List<Row> rows = ofHome(engine, invocation.home());
    rows.add(
        new Row("keeps", here.target(), "outputs and incremental directories of the workspace"));
    if (!here.build().equals(here.target()))
      rows.add(new Row("keeps", here.build(), "intermediate files of the workspace"));
    rows.addAll(ofWorkspace(engine, invocation, here.workspace()));
    rows.addAll(ofScripts(engine, invocation, here.workspace()));
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

  /** What lies in HEDDLE_HOME: all that Heddle may put there, and whatever else is there. */
  private static List<Row> ofHome(Engine engine, Path home) throws Exception {
    var known = new LinkedHashMap<String, String>();
    known.put("store", "results of actions, by content; `store gc --max-size` bounds it");
    known.put("crates", "crates of registries, unpacked");
    known.put("downloads", "declared downloads, by their hash, and what was unpacked of them");
    known.put("git", "git repositories and checkouts");
    known.put("index", "registries' index files");
    known.put("out", "what build scripts of dependencies made; `store gc`: 30 days");
    known.put("last", "what the last build of each goal looked at: 30 days");
    known.put("repeat", "the same, as the launcher checks it: 30 days");
    known.put("dist", "Heddle itself, compiled; `store gc`: 30 days");
    known.put("jump", "which sources that was compiled from");
    known.put("swept", "when old files here were last removed");
    known.put("tools", "tools of Heddle's own checks");
    var rows = new ArrayList<Row>();
    known.forEach((name, what) -> rows.add(new Row("keeps", home.resolve(name), what)));
    for (String name : names(engine, home)) {
      if (known.containsKey(name) || name.equals(CACHES)) continue;
      String what =
          name.startsWith("crash-")
              ? "what the JVM wrote as it crashed: 30 days"
              : "nothing that this version of Heddle puts here";
      rows.add(new Row("keeps", home.resolve(name), what));
    }
    return rows;
  }

  private static List<Row> ofWorkspace(Engine engine, Invocation invocation, Path workspace)
      throws Exception {
    var rows = new ArrayList<Row>();
    rows.add(new Row("reads", workspace.resolve("Cargo.toml"), "manifest"));
    rows.add(new Row("reads", workspace.resolve("Cargo.lock"), "lock file"));
    rows.add(new Row("reads", workspace.resolve("heddle.toml"), "the root's policy"));
    Path directory = invocation.directory();
    for (Path at = directory; at != null; at = at.getParent()) {
      rows.add(new Row("reads", at.resolve(".cargo/config.toml"), "cargo's configuration"));
      old(engine, at.resolve(".cargo/config"), "cargo's configuration").ifPresent(rows::add);
      for (String name : List.of("rust-toolchain", "rust-toolchain.toml"))
        old(engine, at.resolve(name), "which toolchain of rustup").ifPresent(rows::add);
    }
    Path cargo = home(invocation, "CARGO_HOME", ".cargo");
    rows.add(new Row("reads", cargo.resolve("config.toml"), "cargo's configuration"));
    old(engine, cargo.resolve("config"), "cargo's configuration").ifPresent(rows::add);
    rows.add(new Row("reads", cargo.resolve("credentials.toml"), "tokens of registries"));
    old(engine, cargo.resolve("credentials"), "tokens of registries").ifPresent(rows::add);
    rows.add(
        new Row(
            "reads",
            cargo.resolve("registry/cache"),
            "archives that cargo fetched; each is checked by its hash"));
    rows.add(
        new Row(
            "reads",
            home(invocation, "RUSTUP_HOME", ".rustup").resolve("settings.toml"),
            "rustup's default and its overrides"));
    invocation
        .variable("HEDDLE_DOWNLOADS")
        .ifPresent(text ->
            rows.add(new Row("reads", directory.resolve(text), "downloads, before the network")));
    return rows;
  }

  /** A file under a name that is seldom used: told of where it is there. */
  private static Optional<Row> old(Engine engine, Path file, String what) throws Exception {
    return engine.evaluate(new KindOf(file)) == Kind.ABSENT
        ? Optional.empty()
        : Optional.of(new Row("reads", file, what));
  }

  private static Path home(Invocation invocation, String variable, String name) {
    return invocation
        .variable(variable)
        .map(invocation.directory()::resolve)
        .orElse(Path.of(invocation.variable("HOME").orElse("/"), name));
  }

  /**
   * What the root's policy names, and the directories that build scripts keep: declared caches, and
   * what the root lets them write.
   */
  private static List<Row> ofScripts(Engine engine, Invocation invocation, Path workspace)
      throws Exception {
    var rows = new ArrayList<Row>();
    Path caches = invocation.home().resolve(CACHES);
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
    Policy policy = engine.evaluate(new ReadPolicy(workspace));
    for (String each : policy.overlays())
      rows.add(new Row("reads", workspace.resolve(each), "overlays that heddle.toml names"));
    invocation
        .root()
        .ifPresent(root ->
            rows.add(new Row("reads", root.resolve("overlays"), "overlays that Heddle brings")));
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

  /**
   * Where the workspace and its outputs are. A workspace that cannot be read is where its manifest
   * is: this command is asked when something is wrong.
   */
  private record Situation(Path workspace, Path target, Path build) {
    static Situation of(Engine engine, Invocation invocation, Arguments arguments)
        throws Exception {
      Path directory = invocation.directory();
      Optional<Path> manifest =
          arguments.value("manifest-path").map(each -> directory.resolve(each).normalize());
      for (Path at = directory; manifest.isEmpty() && at != null; at = at.getParent()) {
        Path file = at.resolve("Cargo.toml");
        if (engine.evaluate(new KindOf(file)) == Kind.FILE) manifest = Optional.of(file);
      }
      Path workspace =
          manifest.flatMap(each -> Optional.ofNullable(each.getParent())).orElse(directory);
      var config =
          new ReadConfig(
              directory,
              home(invocation, "CARGO_HOME", ".cargo"),
              invocation.environment(),
              List.of());
      Optional<Path> given = arguments.value("target-dir").map(directory::resolve);
      try {
        if (manifest.isPresent())
          workspace = engine.evaluate(new ReadWorkspace(manifest.get(), config)).root();
        var places = TargetDirectories.of(engine.evaluate(config), workspace);
        return new Situation(
            workspace, given.orElse(places.target()), given.orElse(places.build()));
      } catch (BuildException | ProblemException _) {
        Path target = given.orElse(workspace.resolve("target"));
        return new Situation(workspace, target, target);
      }
    }
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }
}
