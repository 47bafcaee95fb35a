package heddle.rust;

import heddle.cargo.BuildPlan;
import heddle.cargo.Config;
import heddle.cargo.CrateSource;
import heddle.cargo.Lock;
import heddle.cargo.LockedPackage;
import heddle.cargo.Metadata;
import heddle.cargo.PackageId;
import heddle.cargo.ReadConfig;
import heddle.cargo.ReadLock;
import heddle.cargo.ReadWorkspace;
import heddle.cargo.Setting;
import heddle.cargo.TargetFacts;
import heddle.cargo.TargetInfo;
import heddle.cargo.Tree;
import heddle.cargo.TreeOptions;
import heddle.cargo.Unit;
import heddle.cargo.UnitGraph;
import heddle.cargo.Version;
import heddle.cargo.Workspace;
import heddle.contract.OptionRequests;
import heddle.contract.Overlays;
import heddle.contract.ReadOverlays;
import heddle.contract.ReadPolicy;
import heddle.contract.policy.Policy;
import heddle.engine.BuildException;
import heddle.engine.Context;
import heddle.engine.Engine;
import heddle.engine.Handlers;
import heddle.engine.Listener;
import heddle.engine.Task;
import heddle.process.FileLock;
import heddle.process.Jobserver;
import heddle.process.Runner;
import heddle.process.Sandbox;
import heddle.process.SandboxMode;
import heddle.process.Slots;
import heddle.process.SystemView;
import heddle.store.Depot;
import heddle.store.KeptTraces;
import heddle.store.Store;
import heddle.text.CfgSet;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.world.DigestOf;
import heddle.world.Footprint;
import heddle.world.Observation;
import heddle.world.ReadText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that one command needs to build: the store, the sandbox, the engine with its handlers. One
 * order is built with it; what it opened is closed with it, and then nothing of the build runs any
 * more.
 */
public final class Workshop implements AutoCloseable {
  private final Order order;
  private final Progress progress;
  private final Store store;
  private final Depot depot;
  private final Sandbox sandbox;
  private final Observation observation;
  private final RunnerMachine machine;
  private final RustcQueries queries;
  private final Config config;
  private final CrateSources sources;
  private final Engine engine;
  private final Slots slots;
  private final int jobs;

  private Workshop(
      Order order,
      Progress progress,
      Store store,
      Depot depot,
      Sandbox sandbox,
      Observation observation,
      RunnerMachine machine,
      Config config,
      CrateSources sources,
      Slots slots,
      int jobs) {
    this.order = order;
    this.progress = progress;
    this.store = store;
    this.depot = depot;
    this.sandbox = sandbox;
    this.observation = observation;
    this.machine = machine;
    this.config = config;
    this.sources = sources;
    this.slots = slots;
    this.jobs = jobs;
    this.queries = new RustcQueries(machine, order.environment(), order.directory());
    this.engine = new Engine(handlers(), new KeptTraces(store.records()), Listener.none());
  }

  /** Opens what building needs; reads the configuration. */
  public static Workshop open(Order order, Progress progress, int processors)
      throws IOException, InterruptedException, ProblemException, BuildException {
    Store store = Store.open(order.home());
    Observation observation = new Observation(order.environment(), store);
    Config config;
    try (Engine reading = new Engine(observation.handlers())) {
      config =
          reading.evaluate(
              new ReadConfig(
                  order.directory(),
                  order.cargoHome(),
                  order.environment(),
                  order.configuration()));
    }
    int jobs = order.jobs() > 0 ? order.jobs() : jobs(config, processors);
    Depot depot = new Depot(order.home(), store);
    Sandbox sandbox =
        Sandbox.open(order.sandbox(), SystemView.here(List.of()), depot.scratch().resolve("runs"));
    Optional<Jobserver> inherited = Jobserver.inherited(order.environment());
    Slots slots =
        Slots.shared(
            jobs, inherited.isPresent() ? inherited.get() : Jobserver.serve(jobs, depot.scratch()));
    Sandbox open =
        Sandbox.open(SandboxMode.NONE, SystemView.here(List.of()), depot.scratch().resolve("free"));
    RunnerMachine machine =
        new RunnerMachine(
            depot, new Runner(sandbox, slots), new Runner(open, slots), observation, jobs);
    CrateSources sources =
        new CrateSources(
            config,
            order,
            new GitCommand(machine, order),
            (words, _, _) -> {
              throw new ProblemException(Problem.of("credential programs are not run: " + words));
            });
    return new Workshop(
        order, progress, store, depot, sandbox, observation, machine, config, sources, slots, jobs);
  }

  private static int jobs(Config config, int processors) throws ProblemException {
    Optional<Long> set = config.whole("build", "jobs").map(Setting::value);
    if (set.isEmpty()) {
      return processors;
    }
    return Math.toIntExact(set.get() > 0 ? set.get() : Math.max(1, processors + set.get()));
  }

  private Handlers handlers() {
    return observation
        .handlers()
        .with(CrateSource.class, (wanted, _) -> sources.folder(wanted.locked()))
        .with(TargetInfo.class, this::facts);
  }

  /**
   * What rustc says; what decides which rustc that is, is observed, for a plan that is kept depends
   * on it.
   */
  private TargetFacts facts(TargetInfo wanted, Context c)
      throws IOException, InterruptedException, ProblemException, BuildException {
    Path rustc = queries.rustc(ToolchainSetup.named(config, "RUSTC", "rustc"));
    List<DigestOf> deciding = new ArrayList<>(List.of(new DigestOf(rustc)));
    String home =
        order
            .environment()
            .getOrDefault(
                "RUSTUP_HOME", order.environment().getOrDefault("HOME", "/") + "/.rustup");
    deciding.add(new DigestOf(Path.of(home, "settings.toml")));
    for (Path at = order.directory(); at != null; at = at.getParent()) {
      deciding.add(new DigestOf(at.resolve("rust-toolchain")));
      deciding.add(new DigestOf(at.resolve("rust-toolchain.toml")));
    }
    c.all(deciding);
    RustcVersion version = queries.version(rustc);
    RustcProbe probe = queries.probe(rustc, wanted.rustflags(), wanted.triple().orElse(""));
    return new TargetFacts(
        wanted.triple().orElse(version.host()),
        CfgSet.parse(probe.cfgs()),
        Version.parse(version.release()));
  }

  /** What was built, or why not; and in cargo's words the profile it was built in. */
  public record Outcome(
      Optional<Products> products, List<String> problems, int ran, int found, String profile) {
    public Outcome {
      problems = List.copyOf(problems);
    }
  }

  /** The last event of JSON messages. */
  public static String finishedMessage(boolean success) {
    return Messages.finished(success);
  }

  /**
   * Keeps what was just built under the name of its command line, so that it is known when nothing
   * changes.
   */
  public void remember(String goal) throws IOException {
    Optional<Reporter> reporter = reporter();
    if (reporter.isPresent()) {
      reporter.get().last().keep(depot, order.home(), goal, observation);
    }
  }

  /** Builds the order; failures of units are in the outcome, wrong input is thrown. */
  public Outcome build() throws IOException, InterruptedException, ProblemException {
    BuildOrder task = new BuildOrder(this);
    List<String> problems = new ArrayList<>();
    Optional<Products> result = Optional.empty();
    try {
      result = Optional.of(new Products(engine.evaluate(task), order));
    } catch (BuildException failed) {
      List<Problem> wrong = new ArrayList<>();
      for (Exception cause : failed.causes()) {
        switch (cause) {
          case Skipped _ -> {}
          case UnitFailure unit ->
              problems.add(
                  unit.getMessage()
                      + (unit.said().isEmpty()
                          ? ""
                          : "\n\nCaused by:\n  " + String.join("\n  ", unit.said())));
          case ProblemException problem -> wrong.addAll(problem.problems());
          case IOException io -> throw io;
          case RuntimeException bug -> throw bug;
          default -> throw new IllegalStateException(cause);
        }
      }
      if (!wrong.isEmpty()) {
        throw new ProblemException(wrong);
      }
    }
    Optional<Reporter> reporter = reporter();
    String profile = reporter.map(Reporter::profile).orElse("");
    return new Outcome(
        result,
        problems,
        reporter.map(Reporter::ran).orElse(0),
        reporter.map(Reporter::found).orElse(0),
        profile);
  }

  private Optional<Reporter> reporter = Optional.empty();
  private final List<FileLock> locks = new ArrayList<>();

  private synchronized Optional<Reporter> reporter() {
    return reporter;
  }

  private synchronized void reporter(Reporter made) {
    reporter = Optional.of(made);
  }

  /** From the order to the built graph, as a task; equal only to itself. */
  record BuildOrder(Workshop shop) implements Task<Built> {
    @Override
    public Built run(Context c) throws Exception {
      return c.get(new BuildAll(shop.prepare(c)));
    }

    @Override
    public String toString() {
      return "build";
    }
  }

  /** The graph of units of the order; nothing is built. */
  public UnitGraph plan() throws InterruptedException, ProblemException, BuildException {
    return engine.evaluate(new BuildPlan(manifest(), reading(), order.request()));
  }

  /**
   * Removes the target directory, or what one profile left in it, for every target; says how much
   * that was.
   */
  public Footprint clean(String profile, boolean only)
      throws IOException, InterruptedException, ProblemException, BuildException {
    Path target = target(engine.evaluate(new ReadWorkspace(manifest(), reading())));
    var places = new ArrayList<Path>();
    if (profile.isEmpty()) {
      places.add(target);
    } else {
      String name = directoryOf(profile);
      places.add(target.resolve(name));
      for (String each : depot.list(target)) places.add(target.resolve(each).resolve(name));
    }
    long files = 0;
    long bytes = 0;
    for (Path place : places) {
      Optional<Footprint> there = Footprint.of(place);
      if (there.isEmpty()) continue;
      files += there.get().files();
      bytes += there.get().bytes();
      if (!only) depot.delete(place);
    }
    return new Footprint(files, bytes);
  }

  /** What {@code cargo tree} prints. */
  public String tree(TreeOptions options)
      throws InterruptedException, ProblemException, BuildException {
    return engine.evaluate(new Tree(manifest(), reading(), order.request(), options));
  }

  /**
   * What {@code cargo metadata --format-version 1} prints; without dependencies no lock is read.
   */
  public String metadata(boolean dependencies)
      throws InterruptedException, ProblemException, BuildException {
    return engine.evaluate(new Metadata(manifest(), reading(), dependencies, order.request()));
  }

  /**
   * The command line and the variables of every compilation of the order, in the order of the
   * units, as known before any build script runs; a script's words join them later.
   */
  public List<String> commands() throws InterruptedException, ProblemException, BuildException {
    return engine.evaluate(new ListCommands(this));
  }

  private record ListCommands(Workshop shop) implements Task<List<String>> {
    @Override
    public List<String> run(Context c) throws Exception {
      Build build = shop.prepare(c);
      var all = new ArrayList<String>();
      for (Crate crate : build.crates()) {
        if (crate.work() == Crate.Work.RUN_SCRIPT || crate.work() == Crate.Work.DOC_TEST) continue;
        ScriptArguments scripts = ScriptArguments.of(crate, List.of());
        var words = new ArrayList<String>();
        words.add(build.toolchain().rustc().toString());
        words.addAll(build.arguments().of(crate, scripts));
        Path directory = build.arguments().directory(crate);
        all.add(
            CommandLine.whole(
                directory, build.variables().ofCompilation(crate, scripts, ""), words));
      }
      return List.copyOf(all);
    }

    @Override
    public String toString() {
      return "commands";
    }
  }

  private Task<Config> reading() {
    return new ReadConfig(
        order.directory(), order.cargoHome(), order.environment(), order.configuration());
  }

  /** Brings the sources of the packages that are built: a plan that was kept has asked for none. */
  private static void bring(Context c, Workspace workspace, UnitGraph graph)
      throws BuildException, InterruptedException {
    Map<PackageId, Optional<String>> checksums = new HashMap<>();
    for (Lock.Locked locked :
        c.get(new ReadLock(workspace.root().resolve("Cargo.lock"))).packages()) {
      locked
          .source()
          .ifPresent(source ->
              checksums.put(
                  new PackageId(locked.name(), locked.version(), source), locked.checksum()));
    }
    Set<CrateSource> wanted = new LinkedHashSet<>();
    for (Unit unit : graph.units()) {
      PackageId id = unit.pkg().id();
      if (!id.source().isPath()) {
        wanted.add(
            new CrateSource(new LockedPackage(id, checksums.getOrDefault(id, Optional.empty()))));
      }
    }
    c.all(List.copyOf(wanted));
  }

  private Build prepare(Context c) throws Exception {
    Task<Config> reading = reading();
    Workspace workspace = c.get(new ReadWorkspace(manifest(), reading));
    UnitGraph graph = c.get(new BuildPlan(manifest(), reading, order.request()));
    bring(c, workspace, graph);
    ToolchainSetup setup = ToolchainSetup.of(config, queries, order.request().targets());
    setup.notes().forEach(progress::warned);
    observation.look(workspace.root().resolve("heddle.toml"), false);
    Path target = target(workspace);
    Set<PackageId> members = new HashSet<>();
    workspace.members().forEach(member -> members.add(member.id()));
    CrateGraph crates =
        CrateGraph.of(
            graph,
            new CrateGraph.Facts(
                workspace.root(),
                members,
                checksums(c, workspace, graph),
                setup.rustflags(),
                LinksOverrides.of(config, setup),
                bootstrap(setup)));
    List<Crate> all = crates.crates();
    progress.planned(all.size());
    String profile = directoryOf(order.request().profileName());
    List<Path> roots = new ArrayList<>(sources.roots());
    Places places =
        new Places(
            workspace.root(), target, profile, depot.scratch(), order.home().resolve("out"), roots);
    List<LtoPlan.Use> lto = LtoPlan.of(all, crates.roots());
    UnitNames names = UnitNames.of(all, lto, setup.toolchain(), order.extra(), crates.roots());
    RustcArguments.Options options =
        new RustcArguments.Options(
            order.format().brief(),
            order.width(),
            order.verbosity() > 1,
            order.extra(),
            crates.roots(),
            remaps(places));
    RustcArguments arguments =
        new RustcArguments(all, lto, names, places, setup.toolchain(), options);
    RustcVariables variables = new RustcVariables(places, setup.toolchain(), order.launcher());
    lock(places, all);
    Reporter listener = new Reporter(all, progress, order.format(), order.colour());
    reporter(listener);
    Contracts contracts = contracts(c, graph, workspace.root(), setup.toolchain());
    contracts.unmet().forEach(progress::warned);
    depot.write(target.resolve("CACHEDIR.TAG"), CacheTag.bytes());
    return new Build(
        all,
        crates.roots(),
        names,
        places,
        setup.toolchain(),
        arguments,
        variables,
        machine,
        listener,
        new Build.Settings(
            order.keepGoing(),
            order.format().json(),
            jobs,
            order.environment(),
            configured(),
            contracts,
            ""));
  }

  private Contracts contracts(Context c, UnitGraph graph, Path root, Toolchain toolchain)
      throws Exception {
    Policy policy = c.get(new ReadPolicy(root));
    Overlays overlays = c.get(new ReadOverlays(root, order.launcher().resolveSibling("overlays")));
    OptionRequests requests =
        OptionRequests.of(order.options(), order.environment(), optionsFile(c), policy);
    return new Contracts(graph, toolchain, policy, overlays, requests);
  }

  private Optional<Source> optionsFile(Context c) throws Exception {
    if (order.optionsFile().isEmpty()) return Optional.empty();
    Path file = order.optionsFile().get();
    Optional<Source> text = c.get(new ReadText(file));
    if (text.isEmpty())
      throw new ProblemException(Problem.of("there is no file of options at `" + file + "`"));
    return text;
  }

  /**
   * The checksums of the graph's packages, from the lock: the plan may come from a trace, and then
   * nobody asked for a package's folder.
   */
  private static Map<PackageId, String> checksums(Context c, Workspace workspace, UnitGraph graph)
      throws Exception {
    if (graph.units().stream().allMatch(unit -> unit.pkg().id().source().isPath())) return Map.of();
    var checksums = new HashMap<PackageId, String>();
    Lock lock = c.get(new ReadLock(workspace.root().resolve("Cargo.lock")));
    for (Lock.Locked each : lock.packages()) {
      each.checksum()
          .ifPresent(sum ->
              each.source()
                  .ifPresent(from ->
                      checksums.put(new PackageId(each.name(), each.version(), from), sum)));
    }
    return checksums;
  }

  /** The manifest that was named, or the nearest one upwards. */
  private Path manifest() throws ProblemException {
    if (order.manifest().isPresent()) {
      if (!depot.exists(order.manifest().get())) {
        throw new ProblemException(
            Problem.of("the manifest `" + order.manifest().get() + "` does not exist"));
      }
      return order.manifest().get();
    }
    for (Path at = order.directory(); at != null; at = at.getParent()) {
      observation.look(at.resolve("Cargo.toml"), false);
      if (depot.exists(at.resolve("Cargo.toml"))) {
        return at.resolve("Cargo.toml");
      }
    }
    throw new ProblemException(
        Problem.of(
                "there is no `Cargo.toml` in `"
                    + order.directory()
                    + "` or in any directory above it")
            .withHelp("name one with --manifest-path"));
  }

  /**
   * Takes cargo's own locks on the directories that the build writes, host first, so that cargo and
   * Heddle take turns.
   */
  private void lock(Places places, List<Crate> crates) throws IOException, ProblemException {
    Set<String> triples = new TreeSet<>(Set.of(""));
    crates.forEach(crate -> triples.add(crate.triple()));
    for (String triple : triples) {
      Path file = places.output(triple).resolve(".cargo-lock");
      locks.add(
          FileLock.take(
              file, () -> progress.warned("waiting for another build in " + places.target())));
    }
  }

  private boolean bootstrap(ToolchainSetup setup) {
    return setup.toolchain().version().unstable()
        || order.environment().containsKey("RUSTC_BOOTSTRAP");
  }

  /** Paths of this machine that would show in outputs, and the names they get there. */
  private static List<String> remaps(Places places) {
    List<String> remaps = new ArrayList<>();
    for (Path crates : places.crates()) {
      remaps.add("--remap-path-prefix=" + crates + "=/heddle/" + crates.getFileName());
    }
    remaps.add("--remap-path-prefix=" + places.kept() + "=/heddle/out");
    remaps.add("--remap-path-prefix=" + places.workspace() + "=/heddle/workspace");
    return remaps;
  }

  private Path target(Workspace workspace) throws ProblemException {
    if (order.targetDirectory().isPresent()) {
      return order.targetDirectory().get();
    }
    Optional<Setting<String>> variable = config.ofVariable("CARGO_TARGET_DIR");
    if (variable.isPresent() && !variable.get().value().isEmpty()) {
      return order.directory().resolve(variable.get().value()).normalize();
    }
    return config
        .path("build", "target-dir")
        .map(set -> set.value().normalize())
        .orElse(workspace.root().resolve("target"));
  }

  private static String directoryOf(String profile) {
    return switch (profile) {
      case "dev", "test" -> "debug";
      case "bench" -> "release";
      default -> profile;
    };
  }

  /**
   * The variables of {@code [env]}: a forced one counts always, others where the user has not set
   * them.
   */
  private Map<String, String> configured() throws ProblemException {
    Map<String, String> variables = new HashMap<>();
    var table = config.table("env");
    if (table.isEmpty()) {
      return variables;
    }
    for (String name : table.get().entries().keySet()) {
      boolean plain = !(table.get().entries().get(name) instanceof heddle.cargo.ConfigValue.Table);
      boolean force = !plain && config.flag("env", name, "force").map(Setting::value).orElse(false);
      if (!force && order.environment().containsKey(name)) {
        continue;
      }
      if (plain) {
        config.text("env", name).ifPresent(set -> variables.put(name, set.value()));
      } else if (config.flag("env", name, "relative").map(Setting::value).orElse(false)) {
        config
            .path("env", name, "value")
            .ifPresent(set -> variables.put(name, set.value().toString()));
      } else {
        config.text("env", name, "value").ifPresent(set -> variables.put(name, set.value()));
      }
    }
    return variables;
  }

  /** Stops the build: kills what runs. For Ctrl-C. */
  public void interrupt() {
    engine.interrupt();
  }

  @Override
  public void close() throws IOException {
    engine.close();
    sources.close();
    sandbox.close();
    slots.close();
    locks.forEach(FileLock::close);
    depot.close();
    store.close();
  }
}
