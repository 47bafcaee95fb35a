package heddle.cli;

import heddle.engine.BuildException;
import heddle.engine.Engine;
import heddle.engine.Handlers;
import heddle.engine.Listener;
import heddle.engine.Task;
import heddle.process.RunAction;
import heddle.process.Runner;
import heddle.process.Sandbox;
import heddle.process.SandboxMode;
import heddle.process.Slots;
import heddle.process.SystemView;
import heddle.process.Watcher;
import heddle.rules.CompileRules;
import heddle.rules.Jdk;
import heddle.rules.LoadedRules;
import heddle.rules.Product;
import heddle.rules.RuleFailure;
import heddle.rules.Tools;
import heddle.store.KeptTraces;
import heddle.store.Store;
import heddle.world.Kind;
import heddle.world.KindOf;
import heddle.world.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The rules of a workspace, with what they run on: the store, an engine, the sandbox. */
final class RuleSession implements AutoCloseable {
  /** How long an interrupted rule may go on. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Store store;
  private final Handlers observed;
  private final Path root;
  private final LoadedRules rules;

  private RuleSession(Store store, Handlers observed, Path root, LoadedRules rules) {
    this.store = store;
    this.observed = observed;
    this.root = root;
    this.rules = rules;
  }

  /**
   * Compiles and loads the rules of the nearest heddle.toml, from the working directory upwards.
   */
  static RuleSession open(Session session) throws Exception {
    var invocation = session.invocation();
    Store store = Store.open(invocation.home());
    try {
      var observed = new Observation(invocation.environment(), store).handlers();
      try (var engine = engine(session, observed, store)) {
        Path root = root(engine, invocation.directory());
        String place =
            Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
        var compiled = engine.evaluate(new CompileRules(root, place, place));
        return new RuleSession(store, observed, root, new LoadedRules(compiled));
      }
    } catch (Exception e) {
      store.close();
      throw e;
    }
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

  private static Path root(Engine engine, Path from) throws Exception {
    for (Path at = from; at != null; at = at.getParent()) {
      if (engine.evaluate(new KindOf(at.resolve("heddle.toml"))) == Kind.FILE) return at;
    }
    return from;
  }

  /** Whether the nearest of the two files is a Cargo.toml, or neither is there. */
  private static boolean cargos(Engine engine, Path from) throws Exception {
    for (Path at = from; at != null; at = at.getParent()) {
      if (engine.evaluate(new KindOf(at.resolve("Cargo.toml"))) == Kind.FILE) return true;
      if (engine.evaluate(new KindOf(at.resolve("heddle.toml"))) == Kind.FILE) return false;
    }
    return true;
  }

  LoadedRules rules() {
    return rules;
  }

  /**
   * Runs the goal that stands for a command, where the nearest heddle.toml names one and no
   * Cargo.toml is as near; false where there is none.
   */
  static boolean command(Session session, String name) throws Exception {
    var invocation = session.invocation();
    try (var store = Store.open(invocation.home());
        var engine =
            engine(session, new Observation(invocation.environment(), store).handlers(), store)) {
      if (cargos(engine, invocation.directory())) return false;
    }
    try (var rules = open(session)) {
      var goal = rules.rules.command(name);
      if (goal.isEmpty()) return false;
      rules.run(session, goal.get(), List.of());
      return true;
    }
  }

  /** Runs the goal and prints what it gave, or lays it down and prints where. */
  void run(Session session, String name, List<String> words) throws Exception {
    var goal = rules.goal(name);
    Task<?> task = rules.task(goal, words, session.invocation().directory());
    var jdk = Path.of(System.getProperty("java.home"));
    Path scratch = store.scratch();
    try (var sandbox = Sandbox.open(SandboxMode.AUTO, SystemView.here(List.of(jdk)), scratch)) {
      var tools = new Tools(store, sandbox.level(), rules.salt());
      var runner = new Runner(sandbox, new Slots(Runtime.getRuntime().availableProcessors()));
      var base =
          observed
              .with(
                  tools.handlers(root, new Jdk.Home(jdk.toString(), Runtime.version().toString())))
              .with(RunAction.by(runner, _ -> Watcher.NONE));
      try (var engine = engine(session, rules.handlers(base), store)) {
        Object value = evaluate(engine, task);
        if (value instanceof Product product) {
          Path place = root.resolve("target").resolve("rules").resolve(goal.name());
          tools.lay(product, place);
          for (String each : product.files().keySet()) {
            session.terminal().out().println(root.relativize(place.resolve(each)));
          }
        } else {
          session.terminal().out().println(value);
        }
      }
    }
  }

  private Object evaluate(Engine engine, Task<?> task) throws Exception {
    try {
      return engine.evaluate(task);
    } catch (BuildException e) {
      throw RuleFailure.of(e, rules);
    }
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
