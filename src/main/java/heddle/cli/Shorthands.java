package heddle.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The forms of a command line in which an option stands for a command: {@code -V}, {@code
 * --version}, {@code -h}, {@code --help}, {@code --list}, alone or with {@code -v}, {@code -q} and
 * the like before or behind, as {@code cargo -vV} has it.
 */
final class Shorthands {
  private Shorthands() {}

  /** The words with the command that they mean in front; as they are if no such option leads. */
  static List<String> meant(List<String> words) {
    List<String> others = new ArrayList<>();
    String command = "";
    for (String word : words) {
      if (!word.startsWith("-") || word.equals("--")) return words;
      switch (word) {
        case "--version", "-V" -> command = "version";
        case "--help", "-h" -> command = "help";
        case "--list" -> command = word;
        case "-vV", "-Vv" -> {
          command = "version";
          others.add("-v");
        }
        case "-v", "-vv", "--verbose", "-q", "--quiet" -> others.add(word);
        default -> {
          return words;
        }
      }
    }
    if (command.isEmpty()) return words;
    List<String> turned = new ArrayList<>(List.of(command));
    if (command.equals("version")) turned.addAll(others);
    return List.copyOf(turned);
  }
}
