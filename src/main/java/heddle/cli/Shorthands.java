package heddle.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The forms of a command line without a command: {@code -V}, {@code --version}, {@code -h}, {@code
 * --help}, {@code --list}, with {@code -v}, {@code -q} and the like before or behind, also in one
 * word, as {@code cargo -vV} has it; options alone show the help.
 */
final class Shorthands {
  private Shorthands() {}

  /** The words with the command that they mean in front; as they are if they have one. */
  static List<String> meant(List<String> given) throws UsageException {
    LeadingOptions line = LeadingOptions.of(apart(given));
    Set<String> asked = new HashSet<>();
    List<String> verbose = new ArrayList<>();
    for (String word : line.words()) {
      switch (word) {
        case "--version", "-V" -> once(asked, "--version");
        case "--help", "-h" -> asked.add("--help");
        case "--list" -> once(asked, word);
        case "-v", "-vv", "--verbose" -> verbose.add("-v");
        case "-q", "--quiet" -> {}
        default -> {
          if (!asked.contains("--version") || word.startsWith("-")) return given;
        }
      }
    }
    for (String word : line.options()) {
      switch (word) {
        case "-v", "-vv", "--verbose" -> verbose.add("-v");
        case "-q", "--quiet" -> once(asked, "--quiet");
        case "--locked", "--offline", "--frozen" -> once(asked, word);
        default -> {}
      }
    }
    if (asked.contains("--help")) return List.of("help");
    if (asked.contains("--version")) {
      List<String> turned = new ArrayList<>(List.of("version"));
      turned.addAll(verbose);
      return List.copyOf(turned);
    }
    return List.of(asked.contains("--list") ? "--list" : "help");
  }

  private static void once(Set<String> asked, String option) throws UsageException {
    if (!asked.add(option)) {
      throw new UsageException("the argument '" + option + "' cannot be used multiple times");
    }
  }

  /** Words of nothing but the letters of these options, one a letter. */
  private static List<String> apart(List<String> words) {
    List<String> all = new ArrayList<>();
    for (String word : words) {
      if (word.matches("-[vqVh]{2,}")) {
        word.substring(1).chars().forEach(c -> all.add("-" + (char) c));
      } else {
        all.add(word);
      }
    }
    return all;
  }
}
