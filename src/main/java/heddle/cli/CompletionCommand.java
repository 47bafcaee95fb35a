package heddle.cli;

import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code heddle completion bash|zsh}: prints a script that completes commands, options and fixed
 * values.
 */
final class CompletionCommand implements Command {
  /** The goals of the workspace, and the arguments of the one that is there; files after `=`. */
  private static final String GOALS =
      """

      local goal=""
      for each in "${COMP_WORDS[@]:2:COMP_CWORD-2}"; do
        case "$each" in -*) ;; *) goal="$each"; break ;; esac
      done
      case "$before$word" in
        *=*) words="" ;;
        *) words="$words $("${COMP_WORDS[0]}" rules --words $goal 2>/dev/null)"; compopt -o nospace 2>/dev/null ;;
      esac\
      """;

  @Override
  public Usage usage() {
    return new Usage("<bash|zsh>", 1, 1, false, List.of());
  }

  @Override
  public int run(Session session, Arguments arguments) throws UsageException {
    String shell = arguments.words().getFirst();
    switch (shell) {
      case "bash" -> session.terminal().out().print(bash());
      case "zsh" ->
          session.terminal().out().print("autoload -U +X bashcompinit && bashcompinit\n" + bash());
      default ->
          throw new UsageException("no completion for `" + shell + "`: bash and zsh have one");
    }
    return 0;
  }

  private static String bash() {
    var script = new StringBuilder();
    script.append("_heddle() {\n");
    script.append(
        "  local word=\"${COMP_WORDS[COMP_CWORD]}\" before=\"${COMP_WORDS[COMP_CWORD-1]}\""
            + " command=\"\" each\n");
    script.append("  for each in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n");
    script.append("    case \"$each\" in -*) ;; *) command=\"$each\"; break ;; esac\n");
    script.append("  done\n");
    script.append("  local words=\"\"\n");
    script.append("  case \"$command\" in\n");
    script
        .append("    '') words=\"")
        .append(String.join(" ", CommandTable.names()))
        .append(" --help --version\" ;;\n");
    for (CommandEntry entry : CommandTable.entries()) {
      Usage usage = CommandTable.make(entry.name()).usage();
      var names = new java.util.ArrayList<>(List.of(entry.name()));
      names.addAll(entry.aliases());
      script.append("    ").append(String.join("|", names)).append(")\n");
      List<Option> choices = usage.options().stream().filter(o -> !o.values().isEmpty()).toList();
      if (!choices.isEmpty()) {
        script.append("      case \"$before\" in\n");
        for (Option each : choices) {
          script.append("        --").append(each.name()).append(") COMPREPLY=($(compgen -W \"");
          script.append(String.join(" ", each.values())).append("\" -- \"$word\")); return ;;\n");
        }
        script.append("      esac\n");
      }
      String options =
          usage.options().stream().map(o -> "--" + o.name()).collect(Collectors.joining(" "));
      script
          .append("      words=\"")
          .append(options)
          .append(options.isEmpty() ? "" : " ")
          .append("--help\"")
          .append(entry.name().equals("rule") ? GOALS : "")
          .append(" ;;\n");
    }
    script.append("  esac\n");
    script.append("  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n");
    script.append("  [ \"${#COMPREPLY[@]}\" -gt 0 ] || COMPREPLY=($(compgen -f -- \"$word\"))\n");
    script.append("}\n");
    script.append("complete -F _heddle heddle\n");
    return script.toString();
  }
}
