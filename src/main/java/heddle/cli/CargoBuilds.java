package heddle.cli;

import heddle.cargo.BuildRequest.Intent;
import heddle.rules.Tools;
import heddle.rust.Interchange;
import heddle.rust.MessageFormat;
import heddle.rust.Order;
import heddle.rust.Workshop;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The Cargo builds that rules ask for: each in a workshop of its own, one at a time. */
final class CargoBuilds implements Tools.Cargo {
  /** Options of the command line that hold for every build that rules ask for. */
  private static final List<String> PASSED =
      List.of("offline", "locked", "frozen", "option", "options", "config", "sandbox", "jobs");

  private final Session session;
  private final Path root;
  private final List<String> passed;
  private final Interchange interchange;
  private final Before before;
  private final ReentrantLock turn = new ReentrantLock();

  /** Guarded by the lock. */
  private boolean begun;

  /** Lays down what comes before Cargo's packages. */
  @FunctionalInterface
  interface Before {
    void run() throws Exception;
  }

  CargoBuilds(
      Session session, Path root, List<String> passed, Interchange interchange, Before before) {
    this.session = session;
    this.root = root;
    this.passed = List.copyOf(passed);
    this.interchange = interchange;
    this.before = before;
  }

  /** The words of these arguments that hold for builds of rules, with paths made absolute. */
  static List<String> passed(Arguments given, Path directory) {
    var words = new ArrayList<String>();
    for (String name : PASSED) {
      for (String value : given.values(name)) {
        boolean path = name.equals("options") || (name.equals("config") && !value.contains("="));
        words.add(
            value.isEmpty()
                ? "--" + name
                : "--" + name + "=" + (path ? directory.resolve(value).normalize() : value));
      }
    }
    return words;
  }

  @Override
  public List<Path> build(List<String> words) throws Exception {
    turn.lockInterruptibly();
    try {
      if (!begun) before.run();
      begun = true;
      return built(words);
    } finally {
      turn.unlock();
    }
  }

  private List<Path> built(List<String> words) throws Exception {
    try (Workshop shop = open(words)) {
      session.onEnd(shop::interrupt);
      Workshop.Outcome outcome = shop.build();
      if (outcome.products().isEmpty() || !outcome.problems().isEmpty()) {
        throw new ProblemException(outcome.problems().stream().map(Problem::of).toList());
      }
      return outcome.products().get().files();
    }
  }

  private Workshop open(List<String> words) throws Exception {
    var all = new ArrayList<>(passed);
    all.addAll(words);
    var own = session.invocation();
    var invocation =
        new Invocation(
            all, own.environment(), root, own.home(), own.root(), own.columns(), Optional.empty());
    Terminal terminal = session.terminal();
    Order order;
    try {
      Arguments arguments =
          ArgumentParser.parse(new CompileCommand(CompileCommand.Kind.BUILD).usage(), all);
      order =
          OrderOptions.order(
              invocation,
              terminal,
              arguments,
              BuildOptions.request(Intent.BUILD, arguments),
              MessageFormat.HUMAN,
              0,
              List.of());
    } catch (UsageException e) {
      throw new ProblemException(
          Problem.of("a rule asks for a Cargo build with wrong words: " + e.problem())
              .withNote("heddle build " + String.join(" ", words)));
    }
    var quiet = new Terminal(terminal.out(), terminal.err(), terminal.colour(), false, 80);
    return Workshop.open(
        order,
        new BuildConsole(quiet, false, false),
        Runtime.getRuntime().availableProcessors(),
        interchange);
  }
}
