package heddle.cli;

/** The completion script for zsh, which shows what is said of each word. */
record ZshCompletion() {
  private static final String GOALS =
      """
            local goal="" line
            local -a lines
            for each in ${words[3,CURRENT-1]}; do
              [[ $each == -* ]] || { goal=$each; break; }
            done
            lines=(${(f)"$($words[1] rules --words $goal 2>/dev/null)"})
            if [[ $PREFIX == *=* ]]; then
              local name=${PREFIX%%=*}
              compset -P '*='
              for line in $lines; do
                [[ $line == $name=[^$'\\t']* ]] && found+=("${${line%%$'\\t'*}#*=}")
              done
              (( $#found )) && compadd -a found || _files
              return
            fi
            for line in $lines; do
              [[ -n $goal && $line == *=[^$'\\t']* ]] && continue
              found+=("${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}")
            done
            if [[ -n $goal ]]; then _describe -t arguments argument found -S ''
            else _describe -t goals goal found
            fi
      """;

  String script() {
    var script = new StringBuilder();
    script.append("#compdef heddle\n");
    script.append("_heddle() {\n");
    script.append("  local command=\"\" before=${words[CURRENT-1]} each\n");
    script.append("  local -a found\n");
    script.append("  for each in ${words[2,CURRENT-1]}; do\n");
    script.append("    [[ $each == -* ]] || { command=$each; break; }\n");
    script.append("  done\n");
    script.append("  case $command in\n");
    script.append("    '')\n      found=(");
    for (CommandEntry entry : CommandTable.entries()) {
      script.append("\n        ").append(quoted(entry.name(), entry.summary()));
    }
    script.append(")\n      _describe -t commands command found ;;\n");
    for (CommandEntry entry : CommandTable.entries()) command(entry, script);
    script.append("    *) _files ;;\n");
    script.append("  esac\n");
    script.append("}\n");
    script.append("compdef _heddle heddle\n");
    return script.toString();
  }

  private static void command(CommandEntry entry, StringBuilder script) {
    Usage usage = CommandTable.make(entry.name()).usage();
    script.append("    ").append(String.join("|", CompletionCommand.names(entry))).append(")\n");
    for (Option each : usage.options()) {
      if (each.values().isEmpty()) continue;
      script.append("      [[ $before == --").append(each.name()).append(" ]] && { compadd ");
      script.append(String.join(" ", each.values())).append("; return; }\n");
    }
    script.append("      if [[ $PREFIX == -* ]]; then\n        found=(");
    for (Option each : usage.options()) {
      script.append("\n          ").append(quoted("--" + each.name(), each.summary()));
    }
    script.append("\n          '--help:Say how it is used')\n");
    script.append("        _describe -t options option found\n      else\n");
    script.append(CompletionCommand.takesGoal(entry) ? GOALS.indent(2) : "        _files\n");
    script.append("      fi ;;\n");
  }

  private static String quoted(String word, String says) {
    String text = word.replace(":", "\\:") + ":" + says;
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
