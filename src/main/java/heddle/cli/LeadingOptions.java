package heddle.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The options that cargo also takes before its command, as in {@code cargo -q --locked build}, and
 * the words from the command on.
 */
record LeadingOptions(List<String> options, List<String> words) {
  private static final Set<String> FLAGS =
      Set.of("-v", "-vv", "--verbose", "-q", "--quiet", "--locked", "--offline", "--frozen");

  private static final Set<String> WITH_VALUE =
      Set.of("--color", "--config", "-C", "--directory", "-Z");

  LeadingOptions {
    options = List.copyOf(options);
    words = List.copyOf(words);
  }

  /** Whether a word that stands alone is an option without its value; how it is shown then. */
  static Optional<String> lacking(List<String> words) {
    if (words.isEmpty()) return Optional.empty();
    List<String> leading = of(words.subList(0, words.size() - 1)).options();
    if (leading.size() != words.size() - 1) return Optional.empty();
    return Optional.ofNullable(
        switch (words.getLast()) {
          case "-Z" -> "-Z <FLAG>";
          case "-C" -> "-C <DIRECTORY>";
          case "--color" -> "--color <WHEN>";
          case "--config" -> "--config <KEY=VALUE|PATH>";
          default -> null;
        });
  }

  static LeadingOptions of(List<String> words) {
    int at = 0;
    while (at < words.size()) {
      String word = words.get(at);
      int equals = word.indexOf('=');
      if (FLAGS.contains(word)
          || ((word.startsWith("-Z") || word.startsWith("-C")) && word.length() > 2)
          || (equals > 0 && WITH_VALUE.contains(word.substring(0, equals)))) {
        at++;
      } else if (WITH_VALUE.contains(word) && at + 1 < words.size()) {
        at += 2;
      } else {
        break;
      }
    }
    return new LeadingOptions(words.subList(0, at), words.subList(at, words.size()));
  }

  /** Whether the first of the other words is a command. */
  boolean hasCommand() {
    return !words.isEmpty() && !words.getFirst().startsWith("-");
  }

  String command() {
    return words.getFirst();
  }

  /** Whether they go to another directory in cargo's way, which is unstable. */
  boolean goesElsewhere() {
    for (int i = 0; i < options.size(); i++) {
      if (options.get(i).startsWith("-C")) return true;
      if (WITH_VALUE.contains(options.get(i))) i++;
    }
    return false;
  }

  /** The same words with the command first; as they are where they hold nothing but options. */
  List<String> behind() {
    List<String> turned = new ArrayList<>();
    if (!hasCommand()) {
      turned.addAll(options);
      turned.addAll(words);
      return List.copyOf(turned);
    }
    turned.add(command());
    for (int i = 0; i < options.size(); i++) {
      String word = options.get(i);
      if (word.startsWith("-C")) {
        String value = word.substring(word.startsWith("-C=") ? 3 : 2);
        turned.add(value.isEmpty() ? "--directory" : "--directory=" + value);
      } else {
        turned.add(word);
      }
      if (WITH_VALUE.contains(word)) turned.add(options.get(++i));
    }
    turned.addAll(words.subList(1, words.size()));
    return List.copyOf(turned);
  }

  /** Without what cargo takes before every command and this command has no use for. */
  LeadingOptions fitting(Usage usage) {
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < options.size(); i++) {
      String word = options.get(i);
      boolean pair = WITH_VALUE.contains(word);
      String name = word.startsWith("-Z") ? "Z" : word.split("=", 2)[0].replaceFirst("^--", "");
      boolean idle = Set.of("Z", "config", "locked", "offline", "frozen").contains(name);
      if (!idle || usage.options().stream().anyMatch(each -> each.name().equals(name))) {
        kept.addAll(options.subList(i, i + (pair ? 2 : 1)));
      }
      if (pair) i++;
    }
    return new LeadingOptions(kept, words);
  }

  /** The unstable flags among them. */
  List<String> unstable() {
    List<String> flags = new ArrayList<>();
    for (int i = 0; i < options.size(); i++) {
      String word = options.get(i);
      if (word.equals("-Z")) flags.add(options.get(++i));
      else if (word.startsWith("-Z")) flags.add(word.substring(word.startsWith("-Z=") ? 3 : 2));
      else if (WITH_VALUE.contains(word)) i++;
    }
    return flags;
  }

  /** The words of this line with others in place of what stands behind the options. */
  LeadingOptions with(LeadingOptions other) {
    List<String> all = new ArrayList<>(options);
    all.addAll(other.options);
    return new LeadingOptions(all, other.words);
  }
}
