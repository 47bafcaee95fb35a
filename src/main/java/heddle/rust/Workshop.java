package heddle.rust;

import heddle.cargo.BuildPlan;
import heddle.cargo.BuildRequest;
import heddle.cargo.BuildWarnings;
import heddle.cargo.LockSuits;
import heddle.cargo.MembersToPack;
import heddle.cargo.Metadata;
import heddle.cargo.Package;
import heddle.cargo.PackageIdSpec;
import heddle.cargo.ReadWorkspace;
import heddle.cargo.StaleLock;
import heddle.cargo.Tree;
import heddle.cargo.TreeOptions;
import heddle.cargo.UnitGraph;
import heddle.cargo.Workspace;
import heddle.cargo.resolve.LockChanges;
import heddle.cargo.resolve.Locking;
import heddle.cargo.resolve.Resolved;
import heddle.engine.BuildException;
import heddle.engine.Context;
import heddle.engine.Listener;
import heddle.engine.Task;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.world.Footprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * All that one command needs to build: the store, the sandbox, the engine with its handlers. One
 * order is built with it; what it opened is closed with it, and then nothing of the build runs any
 * more.
 */
public final class Workshop implements AutoCloseable {
  private final Equipment with;
  private final Progress progress;
  private final Preparation preparation;
  private final HeadStart headStart;
  private volatile CompletableFuture<Boolean> explained = CompletableFuture.completedFuture(true);

  /** Whether a lock that must be made is to suit no version of Rust, for that was asked for. */
  private final boolean anyRust;

  private Workshop(
      Equipment with,
      Progress progress,
      Optional<Timeline> timeline,
      boolean anyRust,
      HeadStart headStart) {
    this.anyRust = anyRust;
    this.with = with;
    this.progress = progress;
    this.headStart = headStart;
    this.preparation = new Preparation(with, progress, timeline, headStart);
  }

  /** Opens what building needs; reads the configuration. */
  public static Workshop open(Order order, Progress progress, int processors)
      throws IOException, InterruptedException, ProblemException, BuildException {
    return open(order, progress, processors, Interchange.NONE);
  }

  /** As {@link #open}, with what the workspace's rules change. */
  public static Workshop open(
      Order order, Progress progress, int processors, Interchange interchange)
      throws IOException, InterruptedException, ProblemException, BuildException {
    return open(order, progress, processors, interchange, Optional.empty(), Optional.empty());
  }

  /**
   * As {@link #open}, with a timeline of what happens; with the name of the command line ({@link
   * LastBuild#goal}) what a change calls for is begun at once.
   */
  public static Workshop open(
      Order order,
      Progress progress,
      int processors,
      Interchange interchange,
      Optional<Timeline> timeline,
      Optional<String> goal)
      throws IOException, InterruptedException, ProblemException, BuildException {
    long begins = System.nanoTime();
    Listener listener = timeline.isPresent() ? timeline.get() : Listener.none();
    Equipment with = Equipment.open(order, processors, interchange, listener);
    timeline.ifPresent(each -> each.phase("open store, sandbox and configuration", begins));
    HeadStart headStart =
        goal.isPresent() ? HeadStart.begin(with, goal.get()) : HeadStart.none(with.machine());
    return new Workshop(with, progress, timeline, order.request().ignoreRustVersion(), headStart);
  }

  /** Opens what looking at the workspace needs; nothing is built with it. */
  public static Workshop look(Order order, Progress progress, Interchange interchange)
      throws IOException, InterruptedException, ProblemException, BuildException {
    // What looks ignores versions of Rust by itself: that says nothing of the lock.
    Equipment with = Equipment.look(order, interchange);
    HeadStart none = HeadStart.none(with.machine());
    return new Workshop(with, progress, Optional.empty(), false, none);
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
  public Optional<LastBuild.Found> remember(String goal) throws IOException {
    Optional<Reporter> reporter = preparation.reporter();
    return reporter.isEmpty()
        ? Optional.empty()
        : reporter.get().last().keep(with.depot(), with.order().home(), goal, with.observation());
  }

  /** Builds the order; failures of units are in the outcome, wrong input is thrown. */
  public Outcome build() throws IOException, InterruptedException, ProblemException {
    BuildOrder task = new BuildOrder(this);
    List<String> problems = new ArrayList<>();
    Optional<Products> result = Optional.empty();
    try {
      result = Optional.of(new Products(evaluate(task), with.order(), preparation::leave));
    } catch (BuildException failed) {
      problems.addAll(failures(failed));
    } finally {
      // nobody who waits for the build waits for this
      explained = CompletableFuture.supplyAsync(this::explain, Thread::startVirtualThread);
      with.depot().housekeeping();
    }
    Optional<Reporter> reporter = preparation.reporter();
    String profile = reporter.map(Reporter::profile).orElse("");
    return new Outcome(
        result,
        problems,
        reporter.map(Reporter::ran).orElse(0),
        reporter.map(Reporter::found).orElse(0),
        profile);
  }

  private boolean explain() {
    preparation.explain();
    return true;
  }

  private static String indented(List<String> lines) {
    var text = new StringBuilder();
    lines.forEach(line -> text.append(line.isEmpty() ? "\n" : "\n  " + line));
    return text.toString();
  }

  /** How units failed, in words; what is wrong in the input is thrown. */
  private static List<String> failures(BuildException failed) throws IOException, ProblemException {
    List<String> failures = new ArrayList<>();
    List<Problem> wrong = new ArrayList<>();
    for (Exception cause : failed.causes()) {
      switch (cause) {
        case Skipped _ -> {}
        case UnitFailure unit ->
            failures.add(
                unit.getMessage()
                    + (unit.said().isEmpty() ? "" : "\n\nCaused by:" + indented(unit.said())));
        case ProblemException problem -> wrong.addAll(problem.problems());
        case IOException io -> throw io;
        case RuntimeException bug -> throw bug;
        default -> throw new IllegalStateException(cause);
      }
    }
    if (!wrong.isEmpty()) {
      throw new ProblemException(wrong);
    }
    return failures;
  }

  /** From the order to the built graph, as a task; equal only to itself. */
  record BuildOrder(Workshop shop) implements Task<Built> {
    @Override
    public Built run(Context c) throws Exception {
      return c.get(new BuildAll(c.get(new Prepare(shop))));
    }

    @Override
    public String toString() {
      return "build";
    }
  }

  /** What comes before the first unit, by itself: it stands when a unit must be built again. */
  private record Prepare(Workshop shop) implements Task<Build> {
    @Override
    public Build run(Context c) throws Exception {
      return shop.preparation.prepare(c);
    }

    @Override
    public String toString() {
      return "prepare";
    }
  }

  /** The lock of the order's workspace, for a command that will ask registries. */
  public Locks locks(boolean ignoringRust)
      throws InterruptedException, ProblemException, BuildException {
    with.sources().prepare();
    return Locks.open(with, ignoringRust);
  }

  /**
   * The value of a task; if the lock turns out to be missing or stale, it is made as cargo would
   * make it, and all is looked at anew: what comes rests on the new lock only.
   */
  private <V> V evaluate(Task<V> task)
      throws InterruptedException, ProblemException, BuildException {
    try {
      return with.evaluate(task);
    } catch (BuildException failed) {
      if (failed.causes().stream().noneMatch(cause -> cause instanceof StaleLock)) {
        throw failed;
      }
    }
    lock(true, anyRust);
    with.engine().advance();
    try {
      return with.evaluate(task);
    } catch (BuildException failed) {
      for (Exception cause : failed.causes()) {
        if (cause instanceof StaleLock stale) throw new ProblemException(stale.problem());
      }
      throw failed;
    }
  }

  /** Makes the lock suit manifests that this command has just written; tells of it or does not. */
  public void relock(boolean told, boolean ignoringRust)
      throws InterruptedException, ProblemException, BuildException {
    with.engine().advance();
    lock(told, ignoringRust);
  }

  private void lock(boolean told, boolean ignoringRust)
      throws InterruptedException, ProblemException, BuildException {
    Locks locks = Locks.open(with, ignoringRust);
    try {
      Resolved chosen = locks.choose(true, Locking.Change.NONE);
      if (told) {
        chosen.warnings().forEach(progress::warned);
      }
      if (locks.write(chosen, true) && told) {
        for (LockChanges.Line line : locks.report(chosen)) {
          progress.status(line.verb(), line.about());
        }
      }
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of("the lock file cannot be written: " + locks.found().lockFile())
              .withNote(String.valueOf(e.getMessage())));
    } finally {
      locks.keep();
    }
    with.settled().add(locks.workspace().root());
  }

  private BuildRequest policed() throws InterruptedException, ProblemException, BuildException {
    return evaluate(new PolicedRequest(with));
  }

  /** The graph of units of the order; nothing is built. */
  public UnitGraph plan() throws InterruptedException, ProblemException, BuildException {
    return evaluate(new BuildPlan(with.manifest(), with.reading(), policed()));
  }

  /** What a build of the order would warn of before it compiles. */
  public List<String> warnings() throws InterruptedException, ProblemException, BuildException {
    return evaluate(new BuildWarnings(with.manifest(), with.reading(), policed()));
  }

  /** What reading the workspace and its configuration warns of. */
  public List<Problem> remarks() throws InterruptedException, ProblemException, BuildException {
    var all = new ArrayList<>(with.config().warnings());
    all.addAll(evaluate(new ReadWorkspace(with.manifest(), with.reading())).warnings());
    return all;
  }

  /** Removes what is to be cleaned, or only finds it; says how much that is. */
  public Footprint clean(Cleaning cleaning, boolean only)
      throws IOException, InterruptedException, ProblemException, BuildException {
    Path target =
        TargetDirectory.of(
            with.order(),
            with.config(),
            with.evaluate(new ReadWorkspace(with.manifest(), with.reading())));
    List<Path> places =
        cleaning.packages().isEmpty()
            ? cleaning.whole(target, with.depot())
            : cleaning.of(plan(), target, with.depot());
    long files = 0;
    long bytes = 0;
    for (Path place : places) {
      Optional<Footprint> there = Footprint.of(place);
      if (there.isEmpty()) continue;
      files += there.get().files();
      bytes += there.get().bytes();
      if (!only) with.depot().delete(place);
    }
    return new Footprint(files, bytes);
  }

  /**
   * The files of each package of the order, as they would be packaged; a lock that is there and
   * stale is made anew first.
   *
   * @param metadata whether to warn where a manifest says too little for people
   * @param dirty whether files may differ from the last commit
   * @param lock whether the lock file is packaged
   */
  public void pack(boolean metadata, boolean dirty, boolean lock, Consumer<PackageList> each)
      throws InterruptedException, ProblemException, BuildException {
    Workspace workspace = with.evaluate(new ReadWorkspace(with.manifest(), with.reading()));
    if (lock && with.depot().exists(workspace.lockFile())) {
      evaluate(new LockSuits(with.manifest(), with.reading()));
    }
    var wanted = new PackageLists.Wanted(metadata, dirty, lock);
    var lists = new PackageLists(with, workspace, wanted, progress::warned);
    var asked = new MembersToPack(with.manifest(), with.reading(), with.order().request());
    for (Package pkg : with.evaluate(asked)) each.accept(lists.of(pkg));
  }

  /** What {@code cargo tree} prints. */
  public String tree(TreeOptions options)
      throws InterruptedException, ProblemException, BuildException {
    return evaluate(new Tree(with.manifest(), with.reading(), policed(), options));
  }

  /**
   * What {@code cargo metadata --format-version 1} prints; without dependencies no lock is read.
   */
  public String metadata(boolean dependencies)
      throws InterruptedException, ProblemException, BuildException {
    return evaluate(
        new Metadata(with.manifest(), with.reading(), dependencies, with.order().request()));
  }

  /**
   * The command line and the variables of every compilation of the order, in the order of the
   * units, as known before any build script runs; a script's words join them later.
   */
  public List<String> commands() throws InterruptedException, ProblemException, BuildException {
    return evaluate(new ListCommands(this));
  }

  private record ListCommands(Workshop shop) implements Task<List<String>> {
    @Override
    public List<String> run(Context c) throws Exception {
      Build build = shop.preparation.prepare(c);
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

  /** The contracts of the order's graph and what their scripts last did; nothing is built. */
  public ContractView contracts() throws InterruptedException, ProblemException, BuildException {
    return evaluate(new LookAtContracts(with));
  }

  /** What the order's plan is made of; nothing is built. */
  public Inventory inventory() throws InterruptedException, ProblemException, BuildException {
    return evaluate(new TakeInventory(with));
  }

  /** What the order needs from elsewhere, to be brought. */
  public Provisions provisions() throws InterruptedException, ProblemException, BuildException {
    return new Provisions(with, inventory());
  }

  /** What tools ask of cargo beside builds. */
  public Inquiries inquiries() {
    return new Inquiries(with);
  }

  /** The workspace's directory. */
  public Path root() throws InterruptedException, ProblemException, BuildException {
    return with.evaluate(new ReadWorkspace(with.manifest(), with.reading())).root();
  }

  /** A file's text; empty if there is none. */
  public Optional<String> read(Path file) throws IOException {
    return with.depot().readText(file);
  }

  /** Writes a file in one step. */
  public void write(Path file, String text) throws IOException {
    with.depot().write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Runs one unit of the order's build under strace: the build script of the package, or with
   * {@code compile} its compilation.
   *
   * @throws ProblemException if no unit is of that package, or without strace
   */
  public UnitTrace trace(PackageIdSpec spec, boolean compile)
      throws InterruptedException, IOException, ProblemException {
    try {
      return evaluate(
          new TraceUnit(
              preparation,
              new BuildPlan(with.manifest(), with.reading(), policed()),
              with.sandbox(),
              spec,
              compile));
    } catch (BuildException failed) {
      throw new ProblemException(failures(failed).stream().map(Problem::of).toList());
    }
  }

  /**
   * Why the units of a package, or all of the order, would be built or would not; nothing runs.
   *
   * @throws ProblemException if no unit is of that package
   */
  public List<UnitReason> why(Optional<PackageIdSpec> spec)
      throws InterruptedException, ProblemException, BuildException {
    explained.join();
    return evaluate(
        new ExplainUnits(
            preparation, new BuildPlan(with.manifest(), with.reading(), policed()), spec));
  }

  /** Stops the build: kills what runs. For Ctrl-C. */
  public void interrupt() {
    with.engine().interrupt();
  }

  @Override
  public void close() throws IOException {
    try {
      headStart.close();
      explained.join();
    } finally {
      with.close();
      preparation.close();
    }
  }
}
