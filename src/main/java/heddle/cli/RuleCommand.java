package heddle.cli;

import java.util.List;

/** {@code heddle rule GOAL NAME=VALUE...}: evaluates a goal of the workspace's own rules. */
final class RuleCommand implements Command {
  @Override
  public Usage usage() {
    return new Usage("<GOAL> [NAME=VALUE]...", 1, Integer.MAX_VALUE, false, List.of());
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    try (var rules = RuleSession.open(session)) {
      var words = arguments.words();
      rules
          .run(words.getFirst(), words.subList(1, words.size()))
          .forEach(session.terminal().out()::println);
      return 0;
    }
  }
}
