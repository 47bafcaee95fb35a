package heddle.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code heddle completion bash|zsh|fish}: prints a script that completes commands, options and
 * fixed values, the goals of the workspace's rules and their arguments.
 */
final class CompletionCommand implements Command {
  @Override
  public Usage usage() {
    return new Usage("<bash|zsh|fish>", 1, 1, false, List.of());
  }

  @Override
  public int run(Session session, Arguments arguments) throws UsageException {
    String shell = arguments.words().getFirst();
    String script =
        switch (shell) {
          case "bash" -> new BashCompletion().script();
          case "zsh" -> new ZshCompletion().script();
          case "fish" -> new FishCompletion().script();
          default ->
              throw new UsageException(
                  "no completion for `" + shell + "`: bash, zsh and fish have one");
        };
    session.terminal().out().print(script);
    return 0;
  }

  /** The names of a command, its own first. */
  static List<String> names(CommandEntry entry) {
    var names = new ArrayList<>(List.of(entry.name()));
    names.addAll(entry.aliases());
    return names;
  }

  /** Whether the words after the command are a goal and its arguments. */
  static boolean takesGoal(CommandEntry entry) {
    return entry.name().equals("rule");
  }
}
