package heddle.cli;

import heddle.rules.Goal;
import heddle.rules.LoadedRules;
import heddle.text.ProblemException;
import java.util.List;

/** {@code heddle rules}: the goals of the workspace's own rules, with what their comments say. */
final class RulesCommand implements Command {
  @Override
  public Usage usage() {
    return new Usage(
        "[GOAL]",
        0,
        1,
        false,
        List.of(Option.flag("words", "Print what may follow `heddle rule`, one a line")));
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    try (var rules = RuleSession.open(session)) {
      var out = session.terminal().out();
      if (arguments.has("words")) {
        words(rules.rules(), arguments.words()).forEach(out::println);
        return 0;
      }
      if (rules.rules().goals().isEmpty()) {
        out.println(
            "this workspace has no rules ([rules] files = [...] in heddle.toml names them)");
      }
      for (Goal goal : goals(rules.rules(), arguments.words())) {
        out.println("heddle rule " + goal.usage());
        if (!goal.summary().isEmpty()) out.println("    " + goal.summary());
        for (var each : goal.parameters()) {
          if (!each.doc().isEmpty()) out.println("    " + each.name() + ": " + each.doc());
        }
      }
      return 0;
    }
  }

  private static List<Goal> goals(LoadedRules rules, List<String> named) throws ProblemException {
    return named.isEmpty() ? rules.goals() : List.of(rules.goal(named.getFirst()));
  }

  /** The goals, or the arguments of one; for the completion of shells. */
  private static List<String> words(LoadedRules rules, List<String> named) throws ProblemException {
    return named.isEmpty()
        ? rules.goals().stream().map(Goal::name).toList()
        : rules.goal(named.getFirst()).parameters().stream().map(p -> p.name() + "=").toList();
  }
}
