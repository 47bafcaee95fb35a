package heddle.rust;

import heddle.cargo.PackageIdSpec;
import heddle.cargo.ReadWorkspace;
import heddle.cargo.Workspace;
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
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

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
  private final SuitableLock lock;
  private volatile CompletableFuture<Boolean> explained = CompletableFuture.completedFuture(true);

  private Workshop(
      Equipment with,
      Progress progress,
      Optional<Timeline> timeline,
      boolean anyRust,
      HeadStart headStart) {
    this.with = with;
    this.progress = progress;
    this.headStart = headStart;
    this.lock = new SuitableLock(with, progress, anyRust);
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
      result = Optional.of(new Products(lock.evaluate(task), with.order(), preparation::leave));
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

  /** Makes the lock suit manifests that this command has just written; tells of it or does not. */
  public void relock(boolean told, boolean ignoringRust)
      throws InterruptedException, ProblemException, BuildException {
    lock.relock(told, ignoringRust);
  }

  /** What the order's plan is. */
  public Planning planning() {
    return new Planning(with, lock, preparation, progress);
  }

  /** Removes what is to be cleaned, or only finds it; says how much that is. */
  public Footprint clean(Cleaning cleaning, boolean only)
      throws IOException, InterruptedException, ProblemException, BuildException {
    Workspace workspace = with.evaluate(new ReadWorkspace(with.manifest(), with.reading()));
    Path target = TargetDirectory.of(with.order(), with.config(), workspace);
    Path way = TargetDirectory.intermediate(with.config(), workspace, target);
    Cleaning all = cleaning.of(workspace);
    List<Path> places =
        all.packages().isEmpty()
            ? all.whole(target, way)
            : all.of(planning().graph(), target, way, with.depot());
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

  /** The contracts of the order's graph and what their scripts last did; nothing is built. */
  public ContractView contracts() throws InterruptedException, ProblemException, BuildException {
    return lock.evaluate(new LookAtContracts(with));
  }

  /** What the order's plan is made of; nothing is built. */
  public Inventory inventory() throws InterruptedException, ProblemException, BuildException {
    return lock.evaluate(new TakeInventory(with));
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
   * Writes the page that tells how long what was built took, under its own name and as the newest;
   * nothing if the build never began. The file.
   */
  public Optional<Path> report(Timeline timeline, String command) throws IOException {
    Optional<Path> file = Optional.empty();
    Optional<Build> build = preparation.prepared();
    if (build.isPresent()) {
      Places places = build.get().places();
      Instant now = Instant.now();
      String name =
          DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'")
                  .withZone(ZoneOffset.UTC)
                  .format(now)
              + "-"
              + KeyText.hash(List.of("timings", places.workspace().toString())).substring(0, 16);
      Path folder = places.target().resolve("cargo-timings");
      RustcVersion rustc = build.get().toolchain().version();
      String page =
          new TimingReport(
                  List.of(
                      Map.entry("Command", command),
                      Map.entry("Workspace", places.workspace().toString()),
                      Map.entry("Profile", places.profile()),
                      Map.entry("Began", now.minusMillis((long) timeline.length()).toString()),
                      Map.entry("rustc", rustc.release()),
                      Map.entry("Host", rustc.host())),
                  timeline.units(),
                  timeline.length())
              .html();
      file = Optional.of(folder.resolve("cargo-timing-" + name + ".html"));
      write(file.get(), page);
      write(folder.resolve("cargo-timing.html"), page);
    }
    return file;
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
      return lock.evaluate(
          new TraceUnit(preparation, planning().task(), with.sandbox(), spec, compile));
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
    return lock.evaluate(new ExplainUnits(preparation, planning().task(), spec));
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
