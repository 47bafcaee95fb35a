package heddle.cli;

import heddle.text.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads words by the rules that cargo's parser follows: {@code -j4}, {@code -j 4}, {@code
 * --jobs=4}, {@code -qv}, and {@code --} which ends the options.
 */
final class ArgumentParser {
  private final Usage usage;
  private final List<String> input;
  private final Map<String, List<String>> options = new LinkedHashMap<>();
  private final List<String> positional = new ArrayList<>();
  private int at;

  /** The first option whose value is missing, told once all else was read. */
  private Optional<Option> lacking = Optional.empty();

  private ArgumentParser(Usage usage, List<String> input) {
    this.usage = usage;
    this.input = input;
  }

  static Arguments parse(Usage usage, List<String> words) throws UsageException {
    return new ArgumentParser(usage, words).parse();
  }

  private Arguments parse() throws UsageException {
    List<String> trailing = List.of();
    while (at < input.size()) {
      String word = input.get(at++);
      if (word.equals("--")) {
        trailing = input.subList(at, input.size());
        break;
      }
      if (word.startsWith("--")) longOption(word);
      else if (word.startsWith("-") && word.length() > 1) letters(word);
      else positional.add(word);
    }
    if (lacking.isPresent()) {
      throw UsageException.lacking(lacking.get().shown());
    }
    if (!usage.trailing() && !trailing.isEmpty()) {
      positional.addAll(trailing);
      trailing = List.of();
    }
    if (positional.size() > usage.most()) {
      throw unexpected(positional.get(usage.most()), Optional.empty());
    }
    if (positional.size() < usage.least()) {
      throw new UsageException(
          "the following required arguments were not provided: " + usage.words());
    }
    return new Arguments(options, positional, trailing);
  }

  private void longOption(String word) throws UsageException {
    int equals = word.indexOf('=');
    String name = word.substring(2, equals < 0 ? word.length() : equals);
    Option option = find(name);
    if (!option.takesValue()) {
      if (equals >= 0) {
        throw new UsageException(
            "unexpected value '"
                + word.substring(equals + 1)
                + "' for '--"
                + name
                + "' found; no more were expected");
      }
      add(option, "");
    } else if (equals >= 0) {
      add(option, word.substring(equals + 1));
    } else {
      addNext(option);
    }
  }

  private void letters(String word) throws UsageException {
    for (int i = 1; i < word.length(); i++) {
      Option option = find(word.charAt(i));
      if (!option.takesValue()) {
        add(option, "");
      } else {
        String rest = word.substring(i + 1);
        if (rest.startsWith("=")) rest = rest.substring(1);
        if (rest.isEmpty()) addNext(option);
        else add(option, rest);
        return;
      }
    }
  }

  /** Takes the value in the next word; a word that looks like an option is none. */
  private void addNext(Option option) throws UsageException {
    if (at < input.size() && input.get(at).equals("--") && option.takesHyphens()) {
      at++;
      add(option, "--");
      return;
    }
    String word = at < input.size() ? input.get(at) : "--";
    boolean another = word.startsWith("-") && word.length() > 1 && !option.takesHyphens();
    if (!another && !word.equals("--")) {
      at++;
      add(option, word);
    } else if (option.optionalValue()) {
      add(option, "");
    } else {
      lacking = lacking.or(() -> Optional.of(option));
    }
  }

  private void add(Option option, String value) throws UsageException {
    if (!option.values().isEmpty() && option.takesValue()) {
      for (String part : option.repeatable() ? value.split(",", -1) : new String[] {value}) {
        if (!option.values().contains(part)) {
          throw invalid(option, part);
        }
      }
    }
    List<String> values = options.computeIfAbsent(option.name(), _ -> new ArrayList<>());
    if (!values.isEmpty() && !option.repeatable()) {
      throw new UsageException(
          "the argument '" + option.shown() + "' cannot be used multiple times");
    }
    values.add(value);
  }

  /** What is no value of an option that has a few. */
  static UsageException invalid(Option option, String value) {
    return new UsageException(
        "invalid value '" + value + "' for '" + option.shown() + "'",
        Suggestion.among(option.values(), value)
            .map(n -> "did you mean `" + n.name() + "`?")
            .or(() -> Optional.of("possible values: " + String.join(", ", option.values()))));
  }

  /** What a command does not take, in the words of cargo's parser. */
  static UsageException unexpected(String word, Optional<String> help) {
    return new UsageException("unexpected argument '" + word + "' found", help);
  }

  private Option find(String name) throws UsageException {
    for (Option each : usage.options())
      if (each.name().equals(name) && name.length() > 1) return each;
    Optional<String> instead = CargoOnly.instead(name);
    if (instead.isPresent()) throw unexpected("--" + name, instead);
    List<String> known = usage.options().stream().map(Option::name).toList();
    Optional<Suggestion> near = Suggestion.among(known, name);
    throw unexpected("--" + name, near.map(n -> "did you mean `--" + n.name() + "`?"));
  }

  private Option find(char letter) throws UsageException {
    for (Option each : usage.options()) if (each.letter() == letter) return each;
    throw unexpected("-" + letter, Optional.empty());
  }
}
