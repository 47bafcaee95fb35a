package heddle.cli;

/** {@code heddle rule GOAL NAME=VALUE...}: evaluates a goal of the workspace's own rules. */
final class RuleCommand implements Command {
  @Override
  public Usage usage() {
    return new Usage("<GOAL> [NAME=VALUE]...", 1, Integer.MAX_VALUE, false, RuleOptions.options());
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    var options = RuleOptions.of(arguments, session.invocation().directory());
    try (var rules = RuleSession.open(session, options)) {
      var words = arguments.words();
      rules
          .run(words.getFirst(), words.subList(1, words.size()))
          .forEach(session.terminal().out()::println);
      return 0;
    }
  }
}
