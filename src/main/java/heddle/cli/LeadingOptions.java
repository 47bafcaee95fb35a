package heddle.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The options that cargo also takes before its command, as in {@code cargo -q --locked build}. */
final class LeadingOptions {
  private static final Set<String> FLAGS =
      Set.of("-v", "-vv", "--verbose", "-q", "--quiet", "--locked", "--offline", "--frozen");

  private static final Set<String> WITH_VALUE =
      Set.of("--color", "--config", "-C", "--directory", "-Z");

  private LeadingOptions() {}

  /** Whether a word that stands alone is an option without its value; how it is shown then. */
  static Optional<String> lacking(List<String> words) {
    if (words.size() != 1) return Optional.empty();
    return Optional.ofNullable(
        switch (words.getFirst()) {
          case "-Z" -> "-Z <FLAG>";
          case "-C" -> "-C <DIRECTORY>";
          case "--color" -> "--color <WHEN>";
          case "--config" -> "--config <KEY=VALUE|PATH>";
          default -> null;
        });
  }

  /** The same words with the command first; as they are where they hold nothing but options. */
  static List<String> behind(List<String> words) {
    int at = 0;
    while (at < words.size()) {
      String word = words.get(at);
      int equals = word.indexOf('=');
      if (FLAGS.contains(word)
          || (word.startsWith("-Z") && word.length() > 2)
          || (equals > 0 && WITH_VALUE.contains(word.substring(0, equals)))) {
        at++;
      } else if (WITH_VALUE.contains(word)) {
        at += 2;
      } else {
        break;
      }
    }
    if (at == 0 || at >= words.size() || words.get(at).startsWith("-")) return words;
    var turned = new ArrayList<String>();
    turned.add(words.get(at));
    turned.addAll(words.subList(0, at));
    turned.addAll(words.subList(at + 1, words.size()));
    return List.copyOf(turned);
  }
}
