package heddle.rust;

import heddle.cargo.BuildPlan;
import heddle.cargo.PackageId;
import heddle.cargo.PackageSelection;
import heddle.cargo.PlanWarnings;
import heddle.cargo.ReadConfig;
import heddle.cargo.ReadWorkspace;
import heddle.cargo.Setting;
import heddle.cargo.UnitGraph;
import heddle.cargo.Workspace;
import heddle.cargo.resolve.UnusedPatches;
import heddle.engine.Context;
import heddle.process.FileLock;
import heddle.process.SandboxMode;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.world.SystemImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * From an order to a build that may begin: the plan, the toolchain, names and places, the
 * contracts. It holds cargo's locks on the directories that the build writes until it is left or
 * closed.
 */
final class Preparation implements AutoCloseable {
  private final Equipment with;
  private final HeadStart headStart;
  private final Progress progress;
  private final Optional<Timeline> timeline;
  private final Map<Path, FileLock> locks = new LinkedHashMap<>();
  private final Map<Problem, List<String>> warned = new ConcurrentHashMap<>();
  private volatile Optional<Reporter> reporter = Optional.empty();
  private volatile Optional<Build> prepared = Optional.empty();

  /** A timeline hears of the build, too. */
  Preparation(Equipment with, Progress progress, Optional<Timeline> timeline, HeadStart headStart) {
    this.headStart = headStart;
    this.with = with;
    this.timeline = timeline;
    this.progress = progress;
  }

  /** Who reports of the build; nobody before it was prepared. */
  Optional<Reporter> reporter() {
    return reporter;
  }

  /** What is built; nothing before it was prepared. */
  Optional<Build> prepared() {
    return prepared;
  }

  Build prepare(Context c) throws Exception {
    Order order = with.order();
    ReadConfig reading = with.reading();
    var system = systemImage();
    List<String> warnings = new ArrayList<>();
    warn(with.config().warnings(), warnings);
    Workspace workspace = c.get(new ReadWorkspace(with.manifest(), reading));
    warn(workspace.warnings(), warnings);
    warn(c.get(new UnusedPatches(with.manifest(), reading)), warnings);
    UnitGraph graph =
        c.get(new BuildPlan(with.manifest(), reading, c.get(new PolicedRequest(with))));
    warn(c.get(new PlanWarnings(with.manifest(), reading, order.request().packages())), warnings);
    warn(PlanWarnings.hints(graph), warnings);
    warn(graph.notices(), warnings);
    Map<PackageId, Path> folders = LockedCrates.bring(c, workspace, graph);
    ToolchainSetup setup =
        ToolchainSetup.of(with.config(), with.queries(), order.request().targets());
    warn(problems(setup.notes()), warnings);
    with.observation().look(workspace.root().resolve("heddle.toml"), false);
    Path target = TargetDirectory.of(order, with.config(), workspace);
    Set<PackageId> members = new HashSet<>();
    workspace.members().forEach(member -> members.add(member.id()));
    CrateGraph crates =
        CrateGraph.of(
            graph,
            new CrateGraph.Facts(
                workspace.root(),
                members,
                LockedCrates.checksums(c, workspace, graph),
                vendored(folders),
                setup.rustflags(),
                setup.rustdocflags(),
                LinksOverrides.of(with.config(), setup),
                bootstrap(setup)));
    if (!order.extra().isEmpty() && crates.roots().size() != 1) {
      throw new ProblemException(
          Problem.of(
              "extra arguments to `rustc` can only be passed to one target, consider filtering\n"
                  + "the package by passing, e.g., `--lib` or `--bin NAME` to specify a single"
                  + " target"));
    }
    List<Crate> all = crates.crates();
    progress.planned(all.size());
    String profile = TargetDirectory.profile(order.request().profileName());
    List<Path> roots = new ArrayList<>(with.sources().roots());
    Places places =
        new Places(
            workspace.root(),
            target,
            TargetDirectory.intermediate(with.config(), workspace, target),
            profile,
            with.depot().workplace(workplace(target, profile)),
            order.home().resolve("out"),
            roots);
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
    RustcVariables variables = variables(order, places, setup.toolchain());
    Contracts contracts =
        new ContractReading(order, with.queries()).over(c, graph, workspace, setup.toolchain());
    warn(problems(contracts.unmet()), warnings);
    warn(problems(OverlayScripts.stale(c, contracts)), warnings);
    Collisions collisions = Collisions.of(all, crates.roots(), names, setup.toolchain(), places);
    warn(collisions.warnings(), warnings);
    boolean newTarget = !with.machine().exists(target.resolve("CACHEDIR.TAG"));
    locks.putAll(headStart.enter(places));
    lock(places, all);
    if (!headStart.inside()) {
      with.depot().enter(places.scratch()); // under cargo's lock nobody else builds there
    }
    Reporter listener =
        new Reporter(
            all, progress, order.format(), order.colour(), order.verbosity() < 0, warnings);
    reporter = Optional.of(listener);
    timeline.ifPresent(each -> each.units(all));
    Set<Path> tagged = new HashSet<>();
    for (Crate crate : all) tagged.add(target.resolve(crate.triple()));
    tagged.add(target);
    for (Path each : tagged) with.depot().write(each.resolve("CACHEDIR.TAG"), CacheTag.bytes());
    Build build =
        new Build(
            new Build.Base(
                all,
                crates.roots(),
                names,
                places,
                setup.toolchain(),
                arguments,
                variables,
                with.machine(),
                headStart,
                timeline.map(each -> BuildListener.both(listener, each)).orElse(listener),
                new Build.Settings(
                    order.keepGoing(),
                    order.format().json(),
                    newTarget,
                    collisions,
                    severalPackages(order, workspace),
                    order.request().compileTimeOnly(),
                    with.jobs(),
                    order.environment(),
                    ConfiguredVariables.of(order, with.config()),
                    with.queries().named(),
                    contracts,
                    awaited(system),
                    with.interchange().key(),
                    with.interchange().actions(),
                    new CargoAnswers(
                        workspace.root().resolve("Cargo.toml"),
                        directories(workspace),
                        reading,
                        with.machine()),
                    with.config().path("build", "dep-info-basedir").map(Setting::value),
                    Build.Trust.of(order.sandbox(), with.sandbox().level()))));
    prepared = Optional.of(build);
    return build;
  }

  /** Looked at beside the plan, on a thread of its own: it rests on nothing of the workspace. */
  private FutureTask<SystemImage> systemImage() {
    var task = new FutureTask<>(() -> SystemImage.of(Path.of("/"), with.observation()));
    Thread.ofPlatform().name("system").daemon().start(task);
    return task;
  }

  private static SystemImage awaited(FutureTask<SystemImage> task)
      throws IOException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case RuntimeException bug -> throw bug;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /**
   * What the packages hold that lie in a directory of vendored ones: a distribution changes them,
   * and their archive's checksum stays. Only that of their files is looked at again where nothing
   * else has changed.
   */
  private Map<PackageId, String> vendored(Map<PackageId, Path> folders) throws IOException {
    Map<PackageId, String> found = new HashMap<>();
    for (Map.Entry<PackageId, Path> each : folders.entrySet()) {
      Path folder = each.getValue();
      if (with.sources().roots().stream().anyMatch(folder::startsWith)) continue;
      with.observation().look(folder.resolve(".cargo-checksum.json"), false);
      found.put(each.getKey(), with.machine().digestBelow(folder, Set.of()).orElse(""));
    }
    return found;
  }

  private static Set<Path> directories(Workspace workspace) {
    Set<Path> all = new HashSet<>(Set.of(workspace.root()));
    workspace.members().forEach(member -> all.add(member.root()));
    return all;
  }

  /** Writes down what the keys of the units were made of that were built. */
  void explain() {
    if (prepared.isEmpty()) return;
    Build build = prepared.get();
    try {
      headStart.save(build.places());
      build.ledger().save(since -> new PresentWorld(build, since), System.currentTimeMillis());
    } catch (IOException _) {
      // it only explains, or makes the next build faster; what was built is built
    }
  }

  /** Each once, also where all is prepared again for a lock that was made. */
  private void warn(List<Problem> problems, List<String> shown) {
    problems.forEach(each -> shown.addAll(warned.computeIfAbsent(each, this::warned)));
  }

  private List<String> warned(Problem problem) {
    return with.settled().said(problem).orElseGet(() -> progress.warned(problem));
  }

  /** A command that names packages needs {@code -p} again, also where it named one. */
  private static boolean severalPackages(Order order, Workspace workspace) {
    return switch (order.request().packages()) {
      case PackageSelection.Named _, PackageSelection.AllBut _ -> true;
      case PackageSelection.Default _ -> workspace.defaultMembers().size() > 1;
      case PackageSelection.All _ -> workspace.members().size() > 1;
    };
  }

  private static List<Problem> problems(List<String> texts) {
    return texts.stream().map(Problem::of).toList();
  }

  /** A confined script has no JVM to start the launcher with: its {@code $CARGO} does without. */
  private RustcVariables variables(Order order, Places places, Toolchain toolchain)
      throws IOException {
    CargoProgram.Launch launch = new CargoProgram.Launch(order.launcher(), order.home());
    CargoProgram program = new CargoProgram(toolchain.version(), with.machine(), places.kept());
    Path free = program.launching(launch);
    Path confined =
        program.asking(
            order.sandbox() == SandboxMode.NONE ? Optional.of(launch) : Optional.empty());
    return new RustcVariables(places, toolchain, free, confined);
  }

  /** One for each directory that cargo locks. */
  private static String workplace(Path target, String profile) {
    return KeyText.hash(List.of("workplace", target.toString(), profile)).substring(0, 16);
  }

  /**
   * Takes cargo's own locks on the directories that the build writes, host first, so that cargo and
   * Heddle take turns.
   */
  private void lock(Places places, List<Crate> crates) throws IOException, ProblemException {
    Set<String> triples = new HashSet<>();
    crates.forEach(crate -> triples.add(crate.triple()));
    for (Path file : places.locks(triples)) lock(file, places);
  }

  private void lock(Path file, Places places) throws IOException, ProblemException {
    if (locks.containsKey(file)) return;
    locks.put(
        file,
        FileLock.take(
            file,
            () -> progress.warned(Problem.of("waiting for another build in " + places.target()))));
  }

  private boolean bootstrap(ToolchainSetup setup) {
    return setup.toolchain().version().unstable()
        || with.order().environment().containsKey("RUSTC_BOOTSTRAP");
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

  /**
   * Lets other builds into the directories, for what runs now may build, and gives the place where
   * what this build made in its scratch directory lies from here on.
   */
  Path leave(Places places) throws IOException {
    Path left = with.depot().leave(places.scratch());
    close();
    return left;
  }

  @Override
  public void close() {
    locks.values().forEach(FileLock::close);
    locks.clear();
  }
}
