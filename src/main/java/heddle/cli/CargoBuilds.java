package heddle.cli;

import heddle.cargo.BuildRequest.Intent;
import heddle.contract.OptionType;
import heddle.rules.CargoFact;
import heddle.rules.CargoOption;
import heddle.rules.Tools;
import heddle.rust.ContractView;
import heddle.rust.Interchange;
import heddle.rust.MessageFormat;
import heddle.rust.Order;
import heddle.rust.Products;
import heddle.rust.Workshop;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/** The Cargo builds that rules ask for: each in a workshop of its own, one at a time. */
final class CargoBuilds implements Tools.Cargo {
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

  /** What is done with a workshop. */
  @FunctionalInterface
  private interface Use<V> {
    V of(Workshop shop) throws Exception;
  }

  @Override
  public List<Path> build(List<String> words) throws Exception {
    return inTurn(words, true, shop -> built(shop).files());
  }

  @Override
  public Optional<String> option(CargoOption wanted) throws Exception {
    return inTurn(List.of("--workspace"), false, shop -> option(shop.contracts(), wanted));
  }

  @Override
  public Optional<String> fact(CargoFact wanted) throws Exception {
    return inTurn(
        List.of("-p", wanted.pkg()),
        true,
        shop -> {
          built(shop);
          return fact(shop.contracts(), wanted);
        });
  }

  private <V> V inTurn(List<String> words, boolean builds, Use<V> use) throws Exception {
    turn.lockInterruptibly();
    try {
      if (builds && !begun) {
        before.run();
        begun = true;
      }
      try (Workshop shop = open(words)) {
        session.onEnd(shop::interrupt);
        return use.of(shop);
      }
    } finally {
      turn.unlock();
    }
  }

  private static Products built(Workshop shop) throws Exception {
    Workshop.Outcome outcome = shop.build();
    if (outcome.products().isEmpty() || !outcome.problems().isEmpty()) {
      throw new ProblemException(outcome.problems().stream().map(Problem::of).toList());
    }
    return outcome.products().get();
  }

  private static Optional<String> option(ContractView view, CargoOption wanted)
      throws ProblemException {
    var values = new LinkedHashSet<Optional<String>>();
    var names = new TreeSet<String>();
    for (int node : ContractSession.named(view, List.of(wanted.pkg()))) {
      var settings = view.graph().settings().get(node);
      names.addAll(settings.keySet());
      if (settings.containsKey(wanted.option())) {
        values.add(settings.get(wanted.option()).value().map(OptionType::shown));
      }
    }
    if (values.isEmpty()) {
      var problem =
          Problem.of("the package `" + wanted.pkg() + "` has no option `" + wanted.option() + "`");
      throw new ProblemException(
          Suggestion.among(names, wanted.option())
              .map(near -> problem.withHelp(near.help("option")))
              .orElse(problem));
    }
    return one(values, "option", wanted.option(), wanted.pkg());
  }

  private static Optional<String> fact(ContractView view, CargoFact wanted)
      throws ProblemException {
    var values = new LinkedHashSet<Optional<String>>();
    for (int node : ContractSession.named(view, List.of(wanted.pkg()))) {
      view.reports()
          .get(node)
          .facts()
          .forEach((name, value) -> {
            // they are called by their name and their schema
            if (name.startsWith(wanted.fact() + " ")) values.add(Optional.of(value.compact()));
          });
    }
    return values.isEmpty() ? Optional.empty() : one(values, "fact", wanted.fact(), wanted.pkg());
  }

  /** A package that is built for two targets may differ; then it is not clear what is meant. */
  private static Optional<String> one(
      Set<Optional<String>> values, String what, String name, String pkg) throws ProblemException {
    if (values.size() == 1) return values.iterator().next();
    throw new ProblemException(
        Problem.of(
            "the "
                + what
                + " `"
                + name
                + "` of `"
                + pkg
                + "` has several values: one for each target or version"));
  }

  private Workshop open(List<String> words) throws Exception {
    var all = new ArrayList<>(passed);
    all.addAll(words);
    var own = session.invocation();
    var invocation =
        new Invocation(
            all,
            own.environment(),
            root,
            own.home(),
            own.classPath(),
            own.root(),
            own.columns(),
            Optional.empty());
    Terminal terminal = session.terminal();
    Order order;
    try {
      var options = new CompileOptions(CompileCommand.Kind.BUILD);
      Arguments arguments = ArgumentParser.parse(options.usage(), all);
      options.refuseMore(arguments);
      order =
          OrderOptions.order(
              invocation,
              terminal,
              arguments,
              BuildOptions.request(Intent.BUILD, arguments),
              MessageFormat.HUMAN,
              0,
              List.of(),
              true);
    } catch (UsageException e) {
      throw new ProblemException(
          Problem.of("a rule asks for a Cargo build with wrong words: " + e.problem())
              .withNote("heddle build " + String.join(" ", words)));
    }
    var quiet = new Terminal(terminal.out(), terminal.err(), terminal.colour(), false, 80);
    return Workshop.open(
        order,
        new BuildConsole(quiet, false, false, Optional.empty()),
        Runtime.getRuntime().availableProcessors(),
        interchange);
  }
}
