package heddle.cli;

import heddle.process.Sandbox;
import heddle.rust.LastBuild;
import heddle.rust.MessageFormat;
import heddle.rust.Order;
import heddle.rust.Products;
import heddle.rust.Workshop;
import heddle.store.Digest;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * {@code build}, {@code check}, {@code run}, {@code test}, {@code bench} and {@code rustc}: what is
 * built, and what is run of it.
 */
final class CompileCommand implements Command {
  /** Which of them. */
  enum Kind {
    BUILD,
    CHECK,
    RUN,
    TEST,
    BENCH,
    RUSTC
  }

  private final Kind kind;
  private final CompileOptions asked;

  CompileCommand(Kind kind) {
    this.kind = kind;
    this.asked = new CompileOptions(kind);
  }

  @Override
  public Usage usage() {
    return asked.usage();
  }

  @Override
  public void prepare() {
    Thread.ofPlatform()
        .name("prepare")
        .daemon()
        .start(() -> {
          try {
            Digest.of(new byte[0]); // the name of the command line is a hash, and comes first
            Sandbox.prepare();
            Digest.prepare();
          } catch (ProblemException _) {
            // whoever needs it says so
          }
        });
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    Invocation invocation = session.invocation();
    Terminal terminal = colours(session.terminal(), arguments);
    if (arguments.has("artifact-dir")) {
      Unstable.require(session, arguments, "the `--artifact-dir` flag", 6790);
      throw new UsageException(
          "Heddle has no option `--artifact-dir`", CargoOnly.instead("artifact-dir"));
    }
    if (arguments.has("unit-graph")) {
      Unstable.require(session, arguments, "the `--unit-graph` flag", 8002);
      return PlanCommand.print(session, arguments, asked.request(arguments), true);
    }
    if (arguments.has("compile-time-deps")) {
      Unstable.require(session, arguments, "the `--compile-time-deps` flag", 14434);
    }
    if (arguments.has("print")) {
      Unstable.require(session, arguments, "the `print` flag", 9357);
      return print(session, arguments);
    }
    if (arguments.has("doc") && targets(arguments)) {
      throw UsageException.behindParser("can't mix --doc with other target selecting options");
    }
    if (arguments.has("doc") && arguments.has("no-run")) {
      throw UsageException.behindParser("can't skip running doc tests with --no-run");
    }
    boolean quiet = arguments.has("quiet");
    int verbosity = arguments.count("verbose");
    MessageFormat format = format(arguments);
    Order order =
        OrderOptions.order(
            invocation,
            terminal,
            arguments,
            asked.request(arguments),
            format,
            quiet ? -1 : verbosity,
            kind == Kind.RUSTC ? arguments.trailing() : List.of(),
            false);
    Optional<GitHub> gitHub = GitHub.of(invocation, terminal);
    BuildConsole console =
        new BuildConsole(TermSettings.live(terminal, arguments), quiet, verbosity > 0, gitHub);
    String goal = goal(invocation, terminal);
    // Of `test` only goals that stand in for it are remembered.
    Optional<ProfileTrace> trace =
        ProfileTrace.begin(arguments, order.directory(), invocation.arguments());
    if (trace.isEmpty() && (repeatable(arguments) || kind == Kind.TEST)) {
      Optional<LastBuild.Found> last = LastBuild.find(invocation.home(), goal);
      if (last.isPresent()) {
        Repetition repetition = repetition(session, terminal, format, quiet);
        repetition.keep(last.get());
        return repetition.say(last.get().build());
      }
    }
    if (standsIn(session, order.directory(), arguments, goal)) return 0;
    asked.refuseMore(arguments);
    try (var rules =
        RuleSession.ofWorkspace(
            session, order, RuleOptions.of(arguments, invocation.directory()))) {
      long before = System.nanoTime();
      rules.before();
      trace.ifPresent(each -> each.timeline().phase("rules", before));
      return build(session, arguments, order, console, rules, goal, trace);
    }
  }

  private static boolean targets(Arguments arguments) {
    return CompileOptions.SEVERAL.stream()
            .filter(each -> !Set.of("workspace", "all", "exclude").contains(each))
            .anyMatch(arguments::has)
        || arguments.has("bin")
        || arguments.has("example");
  }

  private static MessageFormat format(Arguments arguments) throws UsageException, ProblemException {
    for (String value : arguments.values("message-format")) {
      for (String name : value.split(",", -1)) {
        if (MessageFormat.NAMES.stream().anyMatch(name::equalsIgnoreCase)) continue;
        throw ArgumentParser.invalid(
            Option.choice("message-format", "FMT", MessageFormat.NAMES, ""), name);
      }
    }
    return MessageFormat.parse(arguments.values("message-format"));
  }

  private int print(Session session, Arguments arguments) throws Exception {
    var out = session.terminal().out();
    try (Workshop shop = Workshops.look(session, arguments, asked.request(arguments))) {
      return shop.inquiries()
          .print(arguments.value("print").orElseThrow(), arguments.trailing(), out::println);
    }
  }

  private int build(
      Session session,
      Arguments arguments,
      Order order,
      BuildConsole console,
      RuleSession rules,
      String goal,
      Optional<ProfileTrace> trace)
      throws Exception {
    Terminal terminal = colours(session.terminal(), arguments);
    boolean quiet = arguments.has("quiet");
    long start = System.nanoTime();
    try (Workshop shop =
        Workshop.open(
            order,
            console,
            Runtime.getRuntime().availableProcessors(),
            rules.interchange(),
            trace.map(ProfileTrace::timeline),
            Optional.of(goal))) {
      session.onEnd(shop::interrupt);
      Optional<GitHub> gitHub = GitHub.of(session.invocation(), terminal);
      Workshop.Outcome outcome = built(shop, gitHub, trace);
      console.erase();
      boolean success = outcome.problems().isEmpty() && outcome.products().isPresent();
      if (order.format().json()) {
        terminal.out().println(Workshop.finishedMessage(success));
      }
      if (!success) {
        outcome.problems().forEach(terminal::error);
        gitHub.ifPresent(actions -> outcome.problems().forEach(actions::failed));
        if (gitHub.isPresent()) summarise(shop, gitHub.get(), "", outcome.problems());
        if (trace.isPresent()) trace.get().report(shop, terminal, quiet);
        return Failure.EXIT;
      }
      if (trace.isPresent()) trace.get().report(shop, terminal, quiet);
      String done = finished(outcome, System.nanoTime() - start);
      if (!quiet) {
        terminal.status("Finished", done);
      }
      if (gitHub.isPresent()) summarise(shop, gitHub.get(), done, List.of());
      if (trace.isEmpty() && repeatable(arguments)) {
        Optional<LastBuild.Found> kept = shop.remember(goal);
        if (kept.isPresent()) {
          repetition(session, terminal, order.format(), quiet).keep(kept.get());
        }
      }
      long launched = System.nanoTime();
      int code = launch(outcome.products().get(), session, terminal, arguments, quiet);
      if (trace.isPresent() && kind != Kind.BUILD && kind != Kind.CHECK && kind != Kind.RUSTC) {
        trace.get().timeline().phase("run what was built", launched);
        trace.get().write(shop);
      }
      return code;
    }
  }

  /** What stops a build before it begins is annotated too. */
  private Workshop.Outcome built(
      Workshop shop, Optional<GitHub> gitHub, Optional<ProfileTrace> trace) throws Exception {
    long begins = System.nanoTime();
    try {
      Workshop.Outcome outcome = shop.build();
      if (trace.isPresent()) {
        trace.get().timeline().phase("build", begins);
        trace.get().write(shop);
      }
      return outcome;
    } catch (ProblemException e) {
      if (gitHub.isPresent()) {
        e.problems().forEach(gitHub.get()::failed);
        var said = e.problems().stream().map(p -> String.join("\n", p.lines("error"))).toList();
        summarise(shop, gitHub.get(), "", said);
      }
      throw e;
    }
  }

  private void summarise(Workshop shop, GitHub gitHub, String done, List<String> problems) {
    if (gitHub.summary().isEmpty()) return;
    Path file = gitHub.summary().get();
    String text = GitHub.summary(kind.name().toLowerCase(Locale.ROOT), done, problems);
    try {
      shop.write(file, shop.read(file).orElse("") + text);
    } catch (IOException e) {
      // What was built is built.
      gitHub.warn("the summary of the job cannot be written: " + e.getMessage());
    }
  }

  private static Repetition repetition(
      Session session, Terminal terminal, MessageFormat format, boolean quiet) {
    return new Repetition(terminal, format.json(), quiet, session.shortcut());
  }

  /** Whether a build that would do nothing is known by what the last one looked at. */
  private boolean repeatable(Arguments arguments) {
    return arguments.count("verbose") == 0
        && (kind == Kind.BUILD || kind == Kind.CHECK || arguments.has("no-run"));
  }

  /** Runs the goal that stands for this command; false where none does. */
  private boolean standsIn(Session session, Path directory, Arguments arguments, String goal)
      throws Exception {
    if (arguments.has("manifest-path") || (kind != Kind.BUILD && kind != Kind.TEST)) return false;
    var options = RuleOptions.of(arguments, session.invocation().directory());
    var found = RuleSession.ofCommands(session, directory, options);
    if (found.isEmpty()) return false;
    try (var rules = found.get()) {
      var name = rules.rules().command(kind == Kind.BUILD ? "build" : "test");
      if (name.isEmpty()) return false;
      RuleOptions.refuseOthers(arguments, name.get());
      var words = new ArrayList<>(arguments.words());
      words.addAll(arguments.trailing());
      var lines = rules.run(name.get(), words);
      lines.forEach(session.terminal().out()::println);
      rules.remember(goal, lines);
      return true;
    }
  }

  private String goal(Invocation invocation, Terminal terminal) {
    String self = invocation.classPath() + " " + VersionCommand.VERSION;
    return LastBuild.goal(
        invocation.arguments(),
        invocation.directory(),
        invocation.environment(),
        self,
        terminal.colour() + " " + (terminal.live() ? terminal.width() : 0));
  }

  private static String finished(Workshop.Outcome outcome, long nanos) {
    String units = outcome.ran() + " built, " + outcome.found() + " found";
    return outcome.profile()
        + " target(s) in "
        + String.format(Locale.ROOT, "%.2fs", nanos / 1e9)
        + " ("
        + units
        + ")";
  }

  private int launch(
      Products products, Session session, Terminal terminal, Arguments arguments, boolean quiet)
      throws Exception {
    Invocation invocation = session.invocation();
    Products.Console console =
        new Products.Console() {
          @Override
          public void status(String verb, String about) {
            if (!quiet) {
              terminal.status(verb, about);
            }
          }

          @Override
          public void error(String text) {
            terminal.error(text);
          }
        };
    List<String> words = new ArrayList<>(arguments.words());
    words.addAll(arguments.trailing());
    return switch (kind) {
      case BUILD, CHECK, RUSTC -> 0;
      case RUN -> {
        var program = products.program(words, invocation.directory(), console);
        // a trace tells how long it ran, too
        yield BuildOptions.trace(arguments).isPresent() ? program.run() : session.become(program);
      }
      case TEST, BENCH -> {
        Products.TestOptions options =
            new Products.TestOptions(
                words,
                !arguments.has("no-fail-fast"),
                quiet,
                kind == Kind.BENCH,
                terminal.colour());
        if (arguments.has("no-run")) {
          products.list(options, invocation.directory(), console);
          yield 0;
        }
        yield products.test(options, invocation.directory(), console);
      }
    };
  }

  private static Terminal colours(Terminal terminal, Arguments arguments) throws ProblemException {
    return switch (TermSettings.checked(arguments.value("color").orElse("auto"))) {
      case "auto" -> terminal;
      case "always" ->
          new Terminal(terminal.out(), terminal.err(), true, terminal.live(), terminal.width());
      default ->
          new Terminal(terminal.out(), terminal.err(), false, terminal.live(), terminal.width());
    };
  }
}
