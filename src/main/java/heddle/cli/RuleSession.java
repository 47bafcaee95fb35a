package heddle.cli;

import heddle.cargo.ReadConfig;
import heddle.cargo.ReadWorkspace;
import heddle.engine.BuildException;
import heddle.engine.Engine;
import heddle.engine.Handlers;
import heddle.engine.Listener;
import heddle.engine.Task;
import heddle.process.RunAction;
import heddle.rules.CompileRules;
import heddle.rules.Compiled;
import heddle.rules.HasReplacements;
import heddle.rules.HasRules;
import heddle.rules.LoadedRules;
import heddle.rules.Product;
import heddle.rules.RuleFailure;
import heddle.rust.Interchange;
import heddle.rust.LastBuild;
import heddle.rust.Order;
import heddle.store.Depot;
import heddle.store.KeptTraces;
import heddle.store.Store;
import heddle.text.ProblemException;
import heddle.world.Kind;
import heddle.world.KindOf;
import heddle.world.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * The rules of a workspace, with what they run on. All that they look at is in one observation,
 * which a Cargo build goes on with.
 */
final class RuleSession implements AutoCloseable {
  /** How long an interrupted rule may go on. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Session session;
  private final Store store;
  private final Observation observation;
  private final Path root;
  private final LoadedRules rules;
  private final RuleOptions options;
  private Optional<RuleBench> bench = Optional.empty();

  private RuleSession(
      Session session,
      Store store,
      Observation observation,
      Path root,
      LoadedRules rules,
      RuleOptions options) {
    this.session = session;
    this.store = store;
    this.observation = observation;
    this.root = root;
    this.rules = rules;
    this.options = options;
  }

  /** Says where the rules are that are meant; empty where there are none. */
  private interface Place {
    Optional<Path> of(Engine engine) throws Exception;
  }

  /**
   * Compiles and loads the rules of the nearest heddle.toml, from the working directory upwards.
   */
  static RuleSession open(Session session, RuleOptions options) throws Exception {
    Path from = session.invocation().directory();
    return open(
            session,
            engine -> Optional.of(upwards(engine, from, "heddle.toml").orElse(from)),
            options)
        .orElseThrow();
  }

  /** The rules of the heddle.toml nearest to a directory, where no Cargo.toml is as near. */
  static Optional<RuleSession> ofCommands(Session session, Path from, RuleOptions options)
      throws Exception {
    return open(
        session,
        engine -> {
          var cargo = upwards(engine, from, "Cargo.toml");
          var heddle = upwards(engine, from, "heddle.toml");
          return heddle.filter(
              h -> cargo.isEmpty() || h.getNameCount() > cargo.get().getNameCount());
        },
        options);
  }

  /**
   * The rules beside the Cargo.toml of the order's workspace; none where its heddle.toml names
   * none.
   *
   * @param options what the command line says of rules and of the Cargo builds that they ask for
   */
  static RuleSession ofWorkspace(Session session, Order order, RuleOptions options)
      throws Exception {
    Path from = order.manifest().map(Path::getParent).orElse(order.directory());
    var found =
        open(session, engine -> besideWorkspace(engine, order, from, HasRules::new), options);
    if (found.isPresent()) return found.get();
    Store store = Store.open(session.invocation().home());
    var observation = observation(session.invocation(), store);
    var none = new LoadedRules(Compiled.NOTHING);
    return new RuleSession(session, store, observation, from, none, options);
  }

  /** As {@link #ofWorkspace}; empty where no rule stands for an intrinsic. */
  static Optional<RuleSession> replacing(Session session, Order order) throws Exception {
    Path from = order.manifest().map(Path::getParent).orElse(order.directory());
    return open(
        session,
        engine -> besideWorkspace(engine, order, from, HasReplacements::new),
        RuleOptions.none());
  }

  /** The workspace's folder, if a heddle.toml there or above says so. */
  private static Optional<Path> besideWorkspace(
      Engine engine, Order order, Path from, Function<Path, Task<Boolean>> says) throws Exception {
    boolean any = false;
    for (Path at = from; at != null && !any; at = at.getParent()) {
      any =
          engine.evaluate(new KindOf(at.resolve("heddle.toml"))) == Kind.FILE
              && engine.evaluate(says.apply(at));
    }
    if (!any) return Optional.empty();
    var manifest = order.manifest();
    if (manifest.isEmpty()) {
      manifest = upwards(engine, from, "Cargo.toml").map(folder -> folder.resolve("Cargo.toml"));
    }
    if (manifest.isEmpty()) return Optional.empty(); // the build says so
    var config =
        new ReadConfig(
            order.directory(), order.cargoHome(), order.environment(), order.configuration());
    return Optional.of(engine.evaluate(new ReadWorkspace(manifest.get(), config)).root());
  }

  private static Optional<Path> upwards(Engine engine, Path from, String file) throws Exception {
    for (Path at = from; at != null; at = at.getParent()) {
      // A link to nothing is for its reader to refuse, by its path.
      Kind kind = engine.evaluate(new KindOf(at.resolve(file)));
      if (kind == Kind.FILE || kind == Kind.BROKEN_LINK) return Optional.of(at);
    }
    return Optional.empty();
  }

  private static Optional<RuleSession> open(Session session, Place place, RuleOptions options)
      throws Exception {
    var invocation = session.invocation();
    Store store = Store.open(invocation.home());
    Optional<RuleSession> opened = Optional.empty();
    try {
      var observation = observation(invocation, store);
      try (var engine = engine(session, observation.handlers(), store)) {
        var root = place.of(engine);
        if (root.isPresent()) {
          var compiled = engine.evaluate(new CompileRules(root.get(), invocation.classPath()));
          opened =
              Optional.of(
                  new RuleSession(
                      session, store, observation, root.get(), new LoadedRules(compiled), options));
        }
      }
      return opened;
    } finally {
      if (opened.isEmpty()) store.close();
    }
  }

  /** Heddle's own files are among what a build depends on: a jar may be exchanged at its place. */
  private static Observation observation(Invocation invocation, Store store) {
    var observation =
        new Observation(invocation.environment(), store, Optional.of(invocation.home()));
    for (String each : invocation.classPath().split(":", -1)) {
      observation.look(Path.of(each), false);
    }
    return observation;
  }

  private static Engine engine(Session session, Handlers handlers, Store store) {
    var engine = new Engine(handlers, new KeptTraces(store.records()), Listener.none());
    session.onEnd(() -> end(session, engine));
    return engine;
  }

  /** Interrupts; a rule that never looks up is named, and ends with the process. */
  private static void end(Session session, Engine engine) {
    engine.interrupt();
    var closing = Thread.ofPlatform().daemon().start(engine::close);
    try {
      if (closing.join(GRACE)) return;
    } catch (InterruptedException _) {
      return;
    }
    for (Task<?> each : engine.running()) {
      session.terminal().warning("still running, and ended with Heddle: " + each);
    }
  }

  LoadedRules rules() {
    return rules;
  }

  private synchronized RuleBench bench() throws IOException, ProblemException {
    if (bench.isEmpty()) {
      bench =
          Optional.of(
              RuleBench.open(session.invocation(), options, store, observation, rules, root));
    }
    return bench.get();
  }

  /** What these rules change of a Cargo build, which must end before this is closed. */
  Interchange interchange() throws IOException, ProblemException {
    if (rules.salt().isEmpty()) {
      return Interchange.without(Optional.of(observation));
    }
    var tools = bench();
    return new Interchange(
        own -> tools.over(own, new NoCargo()),
        rules.salt(),
        rules.standsFor(RunAction.class),
        (cause, failure) -> RuleFailure.thrown(cause, failure, rules),
        Optional.of(observation));
  }

  /** Lays down what the goals give that come before Cargo's packages. */
  void before() throws Exception {
    for (String name : rules.before()) {
      var value = value(name, List.of(), () -> {});
      if (value instanceof Product product) {
        if (lay(product, place(name))) {
          session.terminal().status("Generated", String.valueOf(root.relativize(place(name))));
        }
      }
    }
  }

  /** Runs the goal; gives the lines that say what it gave, or where it is laid down. */
  List<String> run(String name, List<String> words) throws Exception {
    var lines = new ArrayList<String>();
    Object value = value(name, words, this::before);
    if (value instanceof Product product) {
      lay(product, place(name));
      for (String each : product.files().keySet()) {
        lines.add(root.relativize(place(name).resolve(each)).toString());
      }
    } else {
      lines.add(ofRules(value::toString));
    }
    return lines;
  }

  /** Notes that this goal gave these lines, and need not run while all is as it was. */
  void remember(String goal, List<String> lines) throws IOException {
    try (var depot = new Depot(session.invocation().home(), store)) {
      new LastBuild(lines, List.of(), "", 0)
          .keep(depot, session.invocation().home(), goal, observation);
    }
  }

  private Path place(String goal) {
    return root.resolve("target").resolve("rules").resolve(goal);
  }

  private boolean lay(Product product, Path place) throws Exception {
    return bench().tools().lay(product, place);
  }

  private Object value(String name, List<String> words, CargoBuilds.Before before)
      throws Exception {
    var goal = rules.goal(name);
    Task<?> task = ofRules(() -> rules.task(goal, words, session.invocation().directory()));
    var cargo = new CargoBuilds(session, root, options.words(), interchange(), before);
    try (var engine = engine(session, bench().over(observation.handlers(), cargo), store)) {
      return ofRules(() -> engine.evaluate(task));
    } catch (BuildException e) {
      throw RuleFailure.of(e, rules);
    }
  }

  /** What calls code of the rules past the engine: whatever that throws is told as a rule's. */
  private <V> V ofRules(Callable<V> call) throws Exception {
    try {
      return call.call();
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      var problem = RuleFailure.outside(e, rules);
      if (problem.isEmpty()) throw e;
      throw new ProblemException(problem.get());
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (bench.isPresent()) bench.get().close();
    store.close();
  }
}
