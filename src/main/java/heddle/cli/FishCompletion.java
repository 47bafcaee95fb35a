package heddle.cli;

/** The completion script for fish, which shows what is said of each word. */
record FishCompletion() {
  private static final String GOALS =
      """
      # The goal that is there already, if one is.
      function __heddle_goal
        set -l words (commandline -opc)
        for each in $words[3..]
          string match -q -- '-*' $each; or begin; echo $each; return; end
        end
      end
      complete -c heddle -n '__fish_seen_subcommand_from rule; and not string match -q -- "*=*" (commandline -ct)' -f
      complete -c heddle -n '__fish_seen_subcommand_from rule' -a '(heddle rules --words (__heddle_goal) 2>/dev/null)'
      """;

  String script() {
    var script = new StringBuilder();
    for (CommandEntry entry : CommandTable.entries()) {
      script.append("complete -c heddle -n __fish_use_subcommand -f -a ");
      script.append(entry.name()).append(" -d ").append(quoted(entry.summary())).append('\n');
    }
    for (CommandEntry entry : CommandTable.entries()) {
      String when =
          "complete -c heddle -n '__fish_seen_subcommand_from "
              + String.join(" ", CompletionCommand.names(entry))
              + "'";
      for (Option each : CommandTable.make(entry.name()).usage().options()) {
        script.append(when).append(" -l ").append(each.name());
        if (each.letter() != ' ') script.append(" -s ").append(each.letter());
        if (!each.values().isEmpty()) {
          script.append(" -x -a ").append(quoted(String.join(" ", each.values())));
        } else if (each.takesValue() && !each.optionalValue()) {
          script.append(" -r");
        }
        script.append(" -d ").append(quoted(each.summary())).append('\n');
      }
    }
    return script.append(GOALS).toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
