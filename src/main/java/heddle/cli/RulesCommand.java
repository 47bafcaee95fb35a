package heddle.cli;

import heddle.rules.Goal;
import java.util.List;

/** {@code heddle rules}: the goals of the workspace's own rules, with what their comments say. */
final class RulesCommand implements Command {
  @Override
  public Usage usage() {
    return new Usage("", 0, 0, false, List.of());
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    try (var rules = RuleSession.open(session)) {
      var out = session.terminal().out();
      if (rules.rules().goals().isEmpty()) {
        out.println(
            "this workspace has no rules ([rules] files = [...] in heddle.toml names them)");
      }
      for (Goal goal : rules.rules().goals()) {
        out.println("heddle rule " + goal.usage());
        if (!goal.summary().isEmpty()) out.println("    " + goal.summary());
        for (var each : goal.parameters()) {
          if (!each.doc().isEmpty()) out.println("    " + each.name() + ": " + each.doc());
        }
      }
      return 0;
    }
  }
}
