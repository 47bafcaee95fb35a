package heddle.cli;

import java.util.List;
import java.util.stream.Collectors;

/** The completion script for bash, which shows words alone. */
record BashCompletion() {
  /**
   * The goals of the workspace, the arguments of the one that is there, and the values of an
   * argument. Bash makes three words of {@code name=value}.
   */
  private static final String GOALS =
      """

      local goal="" name="" part="$word"
      for each in "${COMP_WORDS[@]:2:COMP_CWORD-2}"; do
        case "$each" in -*) ;; *) goal="$each"; break ;; esac
      done
      case "$word" in =) name="$before" part="" ;; *=*) name="${word%%=*}" part="${word#*=}" ;; esac
      [ "$before" != = ] || name="${COMP_WORDS[COMP_CWORD-2]}"
      local all
      all="$("${COMP_WORDS[0]}" rules --words $goal 2>/dev/null | cut -f1)"
      if [ -n "$name" ]; then
        COMPREPLY=($(compgen -W "$(printf '%s\\n' "$all" | sed -n "s/^$name=\\(..*\\)/\\1/p")" -- "$part"))
        [ "${#COMPREPLY[@]}" -gt 0 ] || COMPREPLY=($(compgen -f -- "$part"))
        return
      fi
      words="$words $(printf '%s\\n' "$all" | sed 's/=.*/=/' | sort -u)"
      [ -z "$goal" ] || compopt -o nospace 2>/dev/null\
      """;

  String script() {
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
    for (CommandEntry entry : CommandTable.entries()) command(entry, script);
    script.append("  esac\n");
    script.append("  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n");
    script.append("  [ \"${#COMPREPLY[@]}\" -gt 0 ] || COMPREPLY=($(compgen -f -- \"$word\"))\n");
    script.append("}\n");
    script.append("complete -F _heddle heddle\n");
    return script.toString();
  }

  private static void command(CommandEntry entry, StringBuilder script) {
    Usage usage = CommandTable.make(entry.name()).usage();
    script.append("    ").append(String.join("|", CompletionCommand.names(entry))).append(")\n");
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
        .append(CompletionCommand.takesGoal(entry) ? GOALS : "")
        .append(" ;;\n");
  }
}
