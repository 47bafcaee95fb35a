package heddle.rust;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A command as text for people: variables that differ from run to run first, words quoted as a
 * shell needs them.
 */
final class CommandLine {
  private CommandLine() {}

  static String text(Path directory, Map<String, String> variables, List<String> words) {
    StringBuilder text = new StringBuilder();
    text.append("cd ").append(quoted(directory.toString())).append(" &&");
    if (variables.containsKey("OUT_DIR")) {
      text.append(" OUT_DIR=").append(quoted(String.valueOf(variables.get("OUT_DIR"))));
    }
    for (String word : words) {
      text.append(' ').append(quoted(word));
    }
    return text.toString();
  }

  /** The words alone. */
  static String text(List<String> words) {
    return String.join(" ", words.stream().map(CommandLine::quoted).toList());
  }

  /** With every variable that is set for it. */
  static String whole(Path directory, Map<String, String> variables, List<String> words) {
    var text = new StringBuilder("cd ").append(quoted(directory.toString())).append(" &&");
    variables.forEach(
        (name, value) -> text.append(' ').append(name).append('=').append(quoted(value)));
    for (String word : words) text.append(' ').append(quoted(word));
    return text.toString();
  }

  private static String quoted(String word) {
    boolean plain =
        !word.isEmpty()
            && word.chars()
                .allMatch(c -> Character.isLetterOrDigit(c) || "_-./=:,+@%^".indexOf(c) >= 0);
    return plain ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
