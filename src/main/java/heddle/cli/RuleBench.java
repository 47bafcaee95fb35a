package heddle.cli;

import heddle.engine.Handlers;
import heddle.fetch.Download;
import heddle.fetch.Downloads;
import heddle.fetch.Http;
import heddle.fetch.Network;
import heddle.fetch.PackageRegistries;
import heddle.process.RunAction;
import heddle.process.Runner;
import heddle.process.Sandbox;
import heddle.process.Slots;
import heddle.process.SystemView;
import heddle.process.Watcher;
import heddle.rules.Jdk;
import heddle.rules.LoadedRules;
import heddle.rules.Tools;
import heddle.store.Store;
import heddle.text.ProblemException;
import heddle.world.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What rules run on: the sandbox, and the handlers of the intrinsics that only rules know. */
final class RuleBench implements AutoCloseable {
  private final Sandbox sandbox;
  private final Runner runner;
  private final Http http;
  private final Downloads downloads;
  private final Tools tools;
  private final LoadedRules rules;
  private final Path root;
  private final Path jdk;

  private RuleBench(
      Sandbox sandbox,
      Runner runner,
      Http http,
      Downloads downloads,
      Tools tools,
      LoadedRules rules,
      Path root,
      Path jdk) {
    this.sandbox = sandbox;
    this.runner = runner;
    this.http = http;
    this.downloads = downloads;
    this.tools = tools;
    this.rules = rules;
    this.root = root;
    this.jdk = jdk;
  }

  static RuleBench open(
      Invocation invocation,
      RuleOptions options,
      Store store,
      Observation observation,
      LoadedRules rules,
      Path root)
      throws IOException, ProblemException {
    Path jdk = Path.of(System.getProperty("java.home"));
    observation.look(jdk.resolve("release"), false);
    var sandbox = Sandbox.open(options.sandbox(), SystemView.here(List.of(jdk)), store.scratch());
    var tools = new Tools(store, observation, sandbox.level(), rules.salt());
    var runner = new Runner(sandbox, new Slots(options.jobs()));
    var network = Network.of(invocation.environment(), _ -> Optional.empty());
    var http = new Http(options.offline() ? network.asOffline() : network);
    var vendored =
        invocation.variable("HEDDLE_DOWNLOADS").map(invocation.directory()::resolve).stream()
            .toList();
    var downloads =
        new Downloads(
            invocation.home().resolve("downloads"),
            vendored,
            PackageRegistries.unconfigured(http, invocation.home().resolve("index")),
            store.stats());
    return new RuleBench(sandbox, runner, http, downloads, tools, rules, root, jdk);
  }

  Tools tools() {
    return tools;
  }

  /**
   * These handlers with those of rules, and the replacements that the root says. A Cargo build's
   * own handlers run what rules run, in its slots.
   */
  Handlers over(Handlers own, Tools.Cargo cargo) {
    var home = new Jdk.Home(jdk.toString(), Runtime.version().toString());
    return rules.handlers(
        Tools.rooted(
            RunAction.by(runner, _ -> Watcher.NONE)
                .with(own)
                .with(tools.handlers(root, home, cargo))
                .with(Download.class, (wanted, _) -> downloads.bring(wanted)),
            root));
  }

  @Override
  public void close() throws IOException {
    http.close();
    sandbox.close();
  }
}
