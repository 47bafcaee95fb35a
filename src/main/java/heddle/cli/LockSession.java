package heddle.cli;

import heddle.cargo.Config;
import heddle.cargo.ConfigValue;
import heddle.cargo.Package;
import heddle.cargo.ReadConfig;
import heddle.cargo.ResolverVersion;
import heddle.cargo.Setting;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.cargo.VersionReq;
import heddle.cargo.Workspace;
import heddle.cargo.resolve.LockChanges;
import heddle.cargo.resolve.Locking;
import heddle.cargo.resolve.ReadLocking;
import heddle.cargo.resolve.RegistrySources;
import heddle.cargo.resolve.Resolved;
import heddle.cargo.resolve.Summary;
import heddle.engine.Engine;
import heddle.engine.Listener;
import heddle.fetch.Http;
import heddle.fetch.Network;
import heddle.fetch.Tokens;
import heddle.platform.toolchain.FindRustc;
import heddle.platform.toolchain.Rustc;
import heddle.store.Depot;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.world.ReadText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the commands around Cargo.lock share: reading a workspace, choosing, writing, telling. */
final class LockSession {
  private final Session session;
  private final Workbench bench;
  private final Engine engine;
  private final Config config;
  private final ReadLocking.Found found;
  private final boolean offline;
  private final boolean locked;

  private LockSession(
      Session session,
      Workbench bench,
      Engine engine,
      Config config,
      ReadLocking.Found found,
      Arguments given) {
    this.session = session;
    this.bench = bench;
    this.engine = engine;
    this.config = config;
    this.found = found;
    this.offline = given.has("offline") || given.has("frozen");
    this.locked = given.has("locked") || given.has("frozen");
  }

  static List<Option> options() {
    return List.of(
        Option.value("manifest-path", "PATH", "The Cargo.toml of the workspace"),
        Option.value("config", "KEY=VALUE|PATH", "Override a configuration value").repeated(),
        Option.flag("locked", "Fail if Cargo.lock would change"),
        Option.flag("offline", "Use no network"),
        Option.flag("frozen", "The same as --locked and --offline"));
  }

  static LockSession open(Session session, Arguments given) throws Exception {
    Invocation invocation = session.invocation();
    Workbench bench = Workbench.open(session);
    Engine engine = bench.engine(bench.handlers(), Listener.none());
    Map<String, String> environment = invocation.environment();
    Path directory = invocation.directory();
    Path cargoHome =
        invocation
            .variable("CARGO_HOME")
            .map(directory::resolve)
            .orElse(Path.of(environment.getOrDefault("HOME", "/"), ".cargo"));
    var readConfig = new ReadConfig(directory, cargoHome, environment, given.values("config"));
    Optional<Path> manifest =
        given.value("manifest-path").map(path -> directory.resolve(path).normalize());
    var found = engine.evaluate(new ReadLocking(directory, manifest, readConfig));
    return new LockSession(session, bench, engine, engine.evaluate(readConfig), found, given);
  }

  ReadLocking.Found found() {
    return found;
  }

  Workspace workspace() {
    return found.workspace();
  }

  /** Chooses versions; {@code keep} says whether the lock that is there counts. */
  Resolved choose(boolean keep, Locking.Change change) throws Exception {
    try (var http = http()) {
      return locking(http, keep).resolve(change);
    }
  }

  /** Writes the lock, if it changes and may, and tells what changed. */
  void write(Resolved resolved, boolean keep, boolean dryRun) throws Exception {
    String text;
    try (var http = http()) {
      text = locking(http, keep).text(resolved, found.text().map(source -> source.text()));
    }
    tell(resolved);
    if (found.text().isPresent() && found.text().get().text().equals(text)) {
      return;
    }
    if (dryRun) {
      session.terminal().warning("not updating lockfile due to dry run");
      return;
    }
    if (locked) {
      String action = found.text().isPresent() ? "update" : "create";
      throw new ProblemException(
          Problem.of(
                  "cannot "
                      + action
                      + " the lock file "
                      + found.lockFile()
                      + " because --locked was passed to prevent this")
              .withHelp("to generate it without the network, use --offline instead"));
    }
    write(found.lockFile(), text);
  }

  /** A manifest as it is now. */
  Source read(Path file) throws Exception {
    return engine
        .evaluate(new ReadText(file))
        .orElseThrow(() -> new ProblemException(Problem.of("`" + file + "` cannot be read")));
  }

  void write(Path file, String text) throws Exception {
    try (var depot = new Depot(session.invocation().home(), bench.store())) {
      depot.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The version of the public registry that would be chosen first for the requirement. */
  Summary newest(String name, String requirement) throws Exception {
    try (var http = http()) {
      return locking(http, false).newest(name, VersionReq.parse(requirement));
    }
  }

  private void tell(Resolved resolved) throws Exception {
    LockChanges changes = LockChanges.between(found.lock(), resolved, workspace());
    long chosen = changes.chosen();
    List<Version> rust = rust();
    String s = chosen == 1 ? "" : "s";
    String of = rust.isEmpty() ? "" : " Rust " + shown(rust);
    session
        .terminal()
        .status("Locking", chosen + " package" + s + " to latest" + of + " compatible version" + s);
    if (found.lock().isPresent()) {
      changes.lines().forEach(line -> session.terminal().status(line.verb(), line.about()));
    }
  }

  private String shown(List<Version> rust) {
    Optional<String> lowest =
        workspace().members().stream()
            .flatMap(member -> member.manifest().about().rustVersion().stream())
            .min(String::compareTo);
    return lowest.orElse(rust.getFirst().toString());
  }

  private Locking locking(Http http, boolean keep) throws Exception {
    var tokens =
        new Tokens(
            session.invocation().environment(),
            this::texts,
            (command, _, _) -> {
              throw new ProblemException(
                  Problem.of("credential programs are not run: " + String.join(" ", command)));
            });
    var catalog =
        new RegistrySources(
            config, session.invocation().home().resolve("index"), http, tokens, Optional.empty());
    return new Locking(
        workspace(), catalog, keep ? found.lock() : Optional.empty(), rust(), registries());
  }

  private Map<String, SourceId> registries() throws ProblemException {
    var registries = new HashMap<String, SourceId>();
    Optional<ConfigValue.Table> table = config.table("registries");
    for (String name : table.map(t -> t.entries().keySet()).orElse(Set.of())) {
      config
          .text("registries", name, "index")
          .ifPresent(url -> registries.put(name, SourceId.registry(url.value())));
    }
    return registries;
  }

  private Http http() {
    var network = Network.of(session.invocation().environment(), this::text);
    return new Http(offline ? network.asOffline() : network);
  }

  /**
   * The versions of Rust that candidates should suit: with resolver 3, or where it is asked for.
   */
  private List<Version> rust() throws Exception {
    Optional<String> asked =
        config.text("resolver", "incompatible-rust-versions").map(Setting::value);
    boolean honors =
        asked
            .map(value -> value.equals("fallback"))
            .orElse(workspace().resolver() == ResolverVersion.V3);
    if (!honors) {
      return List.of();
    }
    boolean said =
        workspace().members().stream()
            .map(Package::manifest)
            .anyMatch(manifest -> manifest.about().rustVersion().isPresent());
    return Locking.rustVersions(workspace(), said ? Optional.empty() : Optional.of(rustc()));
  }

  private Version rustc() throws Exception {
    Rustc rustc =
        engine.evaluate(new FindRustc(session.invocation().directory(), Optional.empty()));
    return Version.parse(rustc.release());
  }

  private Optional<String> text(String key) {
    return texts(key).stream().findFirst();
  }

  private List<String> texts(String key) {
    try {
      return config.texts(true, key.split("\\.", -1)).stream().map(Setting::value).toList();
    } catch (ProblemException _) {
      return List.of();
    }
  }
}
