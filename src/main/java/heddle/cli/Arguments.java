package heddle.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command line held against the usage of its command: every word has found its place.
 *
 * @param options the values by option name; a flag has an empty text for each time it was given
 * @param words the positional arguments
 * @param trailing the words after {@code --}
 */
record Arguments(Map<String, List<String>> options, List<String> words, List<String> trailing) {
  Arguments {
    options = Map.copyOf(options);
    words = List.copyOf(words);
    trailing = List.copyOf(trailing);
  }

  boolean has(String option) {
    return options.containsKey(option);
  }

  int count(String option) {
    return values(option).size();
  }

  Optional<String> value(String option) {
    List<String> given = values(option);
    return given.isEmpty() ? Optional.empty() : Optional.of(given.getLast());
  }

  List<String> values(String option) {
    return options.getOrDefault(option, List.of());
  }
}
