package heddle.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command line held against the usage of its command: every word has found its place.
 *
 * @param options the values by option name, in the order of the words; a flag has an empty text for
 *     each time it was given
 * @param words the positional arguments
 * @param trailing the words after {@code --}
 */
record Arguments(Map<String, List<String>> options, List<String> words, List<String> trailing) {
  Arguments {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    words = List.copyOf(words);
    trailing = List.copyOf(trailing);
  }

  boolean has(String option) {
    return options.containsKey(option);
  }

  /** Whether the one option was given before the other; both were. */
  boolean isBefore(String one, String other) {
    List<String> names = List.copyOf(options.keySet());
    return names.indexOf(one) < names.indexOf(other);
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
