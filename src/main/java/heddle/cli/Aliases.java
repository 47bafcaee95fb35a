package heddle.cli;

import heddle.cargo.Config;
import heddle.cargo.ReadConfig;
import heddle.cargo.Setting;
import heddle.engine.Engine;
import heddle.store.Store;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.world.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code [alias]} of cargo's configuration makes of a command line. Heddle's own commands
 * cannot be given another meaning. Source of the rule: cargo's {@code bin/cargo/cli.rs}.
 */
record Aliases(Config config) {
  /** Whether there may be one: reading the configuration takes a tenth of a small build. */
  static boolean mayBe(Invocation invocation) throws IOException {
    return invocation.environment().keySet().stream().anyMatch(n -> n.startsWith("CARGO_ALIAS_"))
        || TermSettings.anySays(
            invocation.directory(), TermSettings.home(invocation), List.of("alias"));
  }

  /** The aliases that hold in the working directory; {@code --config} sets none, as with cargo. */
  static Aliases of(Invocation invocation) throws Exception {
    Path home = TermSettings.home(invocation);
    try (Store store = Store.open(invocation.home())) {
      var observation = new Observation(invocation.environment(), store);
      try (var engine = new Engine(observation.handlers())) {
        return new Aliases(
            engine.evaluate(
                new ReadConfig(invocation.directory(), home, invocation.environment(), List.of())));
      }
    }
  }

  /**
   * The command line that this one stands for; the same if its command is no alias. What cargo
   * warns of goes to the terminal.
   */
  LeadingOptions expand(LeadingOptions given, Session session) throws Exception {
    Set<String> seen = new LinkedHashSet<>();
    LeadingOptions line = given;
    while (line.hasCommand()) {
      String name = line.command();
      if (CommandTable.names().contains(name) || name.equals("help")) {
        if (isDefined(name)) {
          warn(
              session,
              given,
              "user-defined alias `"
                  + name
                  + "` is ignored, because it is shadowed by a built-in command");
        }
        return line;
      }
      List<String> meaning = meaning(name);
      if (meaning.isEmpty()) return line;
      Optional<Path> program =
          CommandTable.find(name).isPresent()
              ? Optional.empty()
              : OutsideCommand.find(session.invocation(), line.words())
                  .map(OutsideCommand::program);
      if (program.isPresent()) {
        warn(
            session,
            given,
            "user-defined alias `"
                + name
                + "` is shadowing an external subcommand found at `"
                + program.get()
                + "`");
      }
      var words = new ArrayList<>(meaning);
      words.addAll(line.words().subList(1, line.words().size()));
      LeadingOptions next = LeadingOptions.of(words);
      if (!next.hasCommand()) {
        throw new ProblemException(
            Problem.of(
                "subcommand is required, add a subcommand to the command alias `alias."
                    + name
                    + "`"));
      }
      seen.add(name);
      if (seen.contains(next.command())) {
        throw new ProblemException(
            Problem.of(
                "alias "
                    + given.command()
                    + " has unresolvable recursive definition: "
                    + String.join(" -> ", seen)
                    + " -> "
                    + next.command()));
      }
      session.mayNotBeRepeated();
      line = line.with(next);
    }
    return line;
  }

  private static void warn(Session session, LeadingOptions given, String text) {
    session.mayNotBeRepeated();
    if (quiet(given.options()) || quiet(given.words())) return;
    session.terminal().warning(text);
  }

  private static boolean quiet(List<String> words) {
    int end = words.indexOf("--");
    List<String> own = end < 0 ? words : words.subList(0, end);
    return own.contains("-q") || own.contains("--quiet");
  }

  /** Whether an alias of a command's own name has a meaning that could count. */
  private boolean isDefined(String name) {
    try {
      return !meaning(name).isEmpty();
    } catch (ProblemException _) {
      return false;
    }
  }

  private List<String> meaning(String name) throws ProblemException {
    String[] path = ("alias." + name).split("\\.", -1);
    List<String> words = config.texts(true, path).stream().map(Setting::value).toList();
    if (words.isEmpty() && config.any(path).isPresent()) {
      throw new ProblemException(
          Problem.of("subcommand is required, but `alias." + name + "` is empty"));
    }
    return words;
  }
}
