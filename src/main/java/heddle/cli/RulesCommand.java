package heddle.cli;

import heddle.rules.Goal;
import heddle.rules.LoadedRules;
import heddle.text.ProblemException;
import java.util.ArrayList;
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
        List.of(
            Option.flag(
                "words", "Print what may follow `heddle rule [GOAL]`: a word and its comment")));
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    try (var rules = RuleSession.open(session, RuleOptions.none())) {
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

  /**
   * The goals, or the arguments of one with the values that they may have; for the completion of
   * shells. Between a word and its comment is a tab.
   */
  private static List<String> words(LoadedRules rules, List<String> named) throws ProblemException {
    var words = new ArrayList<String>();
    if (named.isEmpty()) {
      rules.goals().forEach(goal -> words.add(word(goal.name(), goal.summary())));
      return words;
    }
    for (var each : rules.goal(named.getFirst()).parameters()) {
      words.add(word(each.name() + "=", each.doc()));
      each.choices().forEach(value -> words.add(word(each.name() + "=" + value, each.doc())));
    }
    return words;
  }

  private static String word(String word, String comment) {
    return word + "\t" + comment;
  }
}
