package heddle.rust;

import heddle.cargo.Config;
import heddle.cargo.ConfigTypes;
import heddle.cargo.ConfigValue;
import heddle.cargo.CrateSource;
import heddle.cargo.LockIsFinal;
import heddle.cargo.Origin;
import heddle.cargo.ReadConfig;
import heddle.cargo.TargetInfo;
import heddle.engine.BuildException;
import heddle.engine.Engine;
import heddle.engine.Handlers;
import heddle.engine.Listener;
import heddle.engine.Task;
import heddle.fetch.Download;
import heddle.fetch.Downloads;
import heddle.process.Jobserver;
import heddle.process.JobserverStyle;
import heddle.process.Runner;
import heddle.process.Sandbox;
import heddle.process.SandboxMode;
import heddle.process.Slots;
import heddle.process.SystemView;
import heddle.process.ToolAnswers;
import heddle.store.Depot;
import heddle.store.KeptTraces;
import heddle.store.Store;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.world.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one command opened to work with: the store, the sandbox, the engine with its handlers, the
 * configuration. Whoever opened it closes it, and then nothing of the command runs any more.
 */
record Equipment(
    Order order,
    Store store,
    Depot depot,
    Sandbox sandbox,
    Observation observation,
    RunnerMachine machine,
    RustcQueries queries,
    Config config,
    CrateSources sources,
    SettledLocks settled,
    Downloads downloads,
    Engine engine,
    Slots slots,
    int jobs,
    Interchange interchange)
    implements AutoCloseable {
  /** Opens what building needs; reads the configuration. */
  static Equipment open(Order order, int processors, Interchange interchange, Listener listener)
      throws IOException, InterruptedException, ProblemException, BuildException {
    return open(order, processors, interchange, listener, true);
  }

  /** Opens what looking needs: processes run unconfined and share no slots with what they start. */
  static Equipment look(Order order, Interchange interchange)
      throws IOException, InterruptedException, ProblemException, BuildException {
    return open(order, 1, interchange, Listener.none(), false);
  }

  private static Equipment open(
      Order order, int processors, Interchange interchange, Listener listener, boolean builds)
      throws IOException, InterruptedException, ProblemException, BuildException {
    var opened = new ArrayDeque<AutoCloseable>();
    try {
      var all = open(order, processors, interchange, listener, builds, opened);
      opened.clear();
      return all;
    } finally {
      for (AutoCloseable each : opened) closeQuietly(each);
    }
  }

  /** Where opening failed, that is what is told. */
  private static void closeQuietly(AutoCloseable each) {
    try {
      each.close();
    } catch (Exception _) {
      return;
    }
  }

  private static Equipment open(
      Order order,
      int processors,
      Interchange interchange,
      Listener listener,
      boolean builds,
      Deque<AutoCloseable> opened)
      throws IOException, InterruptedException, ProblemException, BuildException {
    Store store = Store.open(order.home());
    opened.push(store);
    Observation observation =
        interchange
            .observation()
            .orElseGet(
                () -> new Observation(order.environment(), store, Optional.of(order.home())));
    Depot depot = new Depot(order.home(), store);
    opened.push(depot);
    SystemView view =
        builds ? SystemView.here(List.of()) : new SystemView(List.of(), List.of(), Map.of());
    Sandbox sandbox =
        Sandbox.open(
            builds ? order.sandbox() : SandboxMode.NONE, view, depot.scratch().resolve("runs"));
    opened.push(sandbox);
    Config config;
    try (Engine reading = new Engine(observation.handlers())) {
      config =
          reading.evaluate(
              new ReadConfig(
                  order.directory(),
                  order.cargoHome(),
                  order.environment(),
                  order.configuration(),
                  order.sources()));
    }
    new ConfigTypes(config).ofBuilds();
    int jobs = order.jobs() > 0 ? order.jobs() : jobs(config, processors);
    Slots slots =
        builds
            ? Slots.shared(jobs, jobserver(order, jobs, depot.scratch(), store))
            : new Slots(jobs);
    opened.push(slots);
    Sandbox open = Sandbox.open(SandboxMode.NONE, view, depot.scratch().resolve("free"));
    RunnerMachine machine =
        new RunnerMachine(
            depot,
            new Runner(sandbox, slots, hidden(order)),
            new Runner(open, slots),
            observation,
            jobs);
    CrateSources sources =
        new CrateSources(
            config,
            order,
            new GitCommand(machine, order),
            new CredentialProgram(machine, order.environment(), order.directory()),
            new Credentials(depot, order.cargoHome()),
            store.stats());
    RustcQueries queries =
        new RustcQueries(
            machine, order.environment(), order.directory(), order.home().resolve("out"));
    RustcFacts facts = new RustcFacts(order, config, queries);
    Downloads downloads = sources.downloads(order);
    SettledLocks settled = new SettledLocks();
    Handlers handlers =
        observation
            .handlers()
            .with(Download.class, (wanted, _) -> downloads.bring(wanted))
            .with(LockIsFinal.class, (lock, _) -> settled.holds(lock.root()))
            .with(CrateSource.class, (wanted, _) -> sources.folder(wanted.locked()))
            .with(TargetInfo.class, facts::of);
    Engine engine =
        new Engine(
            interchange.handlers().apply(handlers.with(machine.handlers())),
            new KeptTraces(store.records()),
            listener);
    return new Equipment(
        order,
        store,
        depot,
        sandbox,
        observation,
        machine,
        queries,
        config,
        sources,
        settled,
        downloads,
        engine,
        slots,
        jobs,
        interchange);
  }

  /** The value of a task; a rule that threw is blamed in the words of who wrote it. */
  <V> V evaluate(Task<V> task) throws InterruptedException, ProblemException, BuildException {
    try {
      return engine.evaluate(task);
    } catch (BuildException failed) {
      var blamed = new ArrayList<Problem>();
      for (Exception cause : failed.causes()) {
        interchange.blame().of(cause, failed).ifPresent(blamed::add);
      }
      if (blamed.isEmpty()) throw failed;
      throw new ProblemException(blamed);
    }
  }

  /** What a failed action may have wanted; a panic's advice to set RUST_BACKTRACE is no wish. */
  private static Set<String> hidden(Order order) {
    var names = new TreeSet<>(order.environment().keySet());
    names.removeAll(Set.of("RUST_BACKTRACE", "RUST_LIB_BACKTRACE"));
    return names;
  }

  private static Jobserver jobserver(Order order, int jobs, Path scratch, Store store)
      throws IOException, InterruptedException, ProblemException {
    Optional<Jobserver> inherited = Jobserver.inherited(order.environment());
    if (inherited.isPresent()) {
      return inherited.get();
    }
    var answers = new ToolAnswers(order.environment(), store.records());
    String path = order.environment().getOrDefault("PATH", "");
    return Jobserver.serve(jobs, scratch, JobserverStyle.ofMake(path, store.stats(), answers));
  }

  private static int jobs(Config config, int processors) throws ProblemException {
    Optional<ConfigValue> set = config.any("build", "jobs");
    if (set.isEmpty()) return processors;
    return switch (set.get()) {
      case ConfigValue.Text(String text, Origin _) when text.equals("default") -> processors;
      case ConfigValue.Whole(long jobs, Origin _) when jobs != 0 ->
          Math.toIntExact(jobs > 0 ? jobs : Math.max(1, processors + jobs));
      case ConfigValue.Text(String text, Origin origin) ->
          throw new ProblemException(
              Problem.at(
                  origin.place(),
                  "could not parse `"
                      + text
                      + "`. Number of parallel jobs should be `default` or a number."));
      case ConfigValue.Whole(long _, Origin origin) ->
          throw new ProblemException(Problem.at(origin.place(), "jobs may not be 0"));
      default ->
          throw new ProblemException(
              Problem.at(
                  set.get().origin().place(),
                  "`build.jobs` must be `default` or a number, and not 0"));
    };
  }

  /** How the configuration is asked for; equal for every asker of one order. */
  ReadConfig reading() {
    return new ReadConfig(
        order.directory(),
        order.cargoHome(),
        order.environment(),
        order.configuration(),
        order.sources());
  }

  private Path manifest(Path named) throws ProblemException {
    if (depot.isDirectory(named)) {
      Problem problem =
          Problem.of("manifest path `" + named + "` is a directory but expected a file");
      Path below = named.resolve("Cargo.toml");
      throw new ProblemException(
          depot.exists(below) ? problem.withHelp(below + " exists") : problem);
    }
    if (named.endsWith("Cargo.toml")) return named;
    String name = String.valueOf(named.getFileName());
    boolean script = name.endsWith(".rs") || name.lastIndexOf('.') <= 0;
    throw new ProblemException(
        Problem.of(
            script
                ? "embedded manifest `" + named + "` requires `-Zscript`"
                : "the manifest-path must be a path to a Cargo.toml file: `" + named + "`"));
  }

  /** The manifest that was named, or the nearest one upwards. */
  Path manifest() throws ProblemException {
    if (order.manifest().isPresent()) {
      if (!depot.exists(order.manifest().get())) {
        throw new ProblemException(
            Problem.of("manifest path `" + order.manifest().get() + "` does not exist"));
      }
      return manifest(order.manifest().get());
    }
    for (Path at = order.directory(); at != null; at = at.getParent()) {
      observation.look(at.resolve("Cargo.toml"), false);
      if (depot.exists(at.resolve("Cargo.toml"))) {
        return at.resolve("Cargo.toml");
      }
    }
    throw new ProblemException(
        Problem.of(
                "could not find `Cargo.toml` in `"
                    + order.directory()
                    + "` or any parent directory")
            .withHelp("name one with --manifest-path"));
  }

  @Override
  public void close() throws IOException {
    engine.close();
    machine.close();
    sources.close();
    sandbox.close();
    slots.close();
    depot.close();
    store.close();
  }
}
