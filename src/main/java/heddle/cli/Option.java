package heddle.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One option of a command: {@code --name}, perhaps with a letter and a value.
 *
 * @param letter the short form, a space if there is none
 * @param value the word for the value in the help; empty for a flag
 * @param repeatable whether it may be given more than once; a flag then counts ({@code -vv})
 * @param optionalValue whether the value may be left out ({@code --message-format} never, {@code
 *     --jobs} never, {@code -p} for a list of packages does)
 * @param values the values it takes; empty for any
 */
record Option(
    String name,
    char letter,
    Optional<String> value,
    boolean repeatable,
    boolean optionalValue,
    List<String> values,
    String summary) {
  Option {
    values = List.copyOf(values);
  }

  static Option flag(String name, char letter, String summary) {
    return new Option(name, letter, Optional.empty(), false, false, List.of(), summary);
  }

  static Option flag(String name, String summary) {
    return flag(name, ' ', summary);
  }

  static Option value(String name, char letter, String value, String summary) {
    return new Option(name, letter, Optional.of(value), false, false, List.of(), summary);
  }

  static Option value(String name, String value, String summary) {
    return value(name, ' ', value, summary);
  }

  static Option choice(String name, List<String> values, String summary) {
    return choice(name, name.toUpperCase(Locale.ROOT), values, summary);
  }

  static Option choice(String name, String value, List<String> values, String summary) {
    return new Option(name, ' ', Optional.of(value), false, false, values, summary);
  }

  /** How much is said, and in which colours: what every command of cargo takes. */
  static List<Option> saying() {
    return List.of(
        flag("quiet", 'q', "Say less"),
        flag("verbose", 'v', "Say more").repeated(),
        choice("color", "WHEN", List.of("auto", "always", "never"), "When to use colours"));
  }

  Option repeated() {
    return new Option(name, letter, value, true, optionalValue, values, summary);
  }

  Option withOptionalValue() {
    return new Option(name, letter, value, repeatable, true, values, summary);
  }

  boolean takesValue() {
    return value.isPresent();
  }

  /** Whether its value may begin with a hyphen: a number below zero ({@code -j -1}). */
  boolean takesHyphens() {
    return value.equals(Optional.of("N"));
  }

  /** As errors name it: {@code --package <SPEC>}; a name of one letter is a letter only. */
  String shown() {
    String text = (name.length() == 1 ? "-" : "--") + name;
    return value.isEmpty() ? text : text + " <" + value.get() + ">";
  }

  /** As the help shows it: {@code -p, --package <SPEC>}; a name of one letter is a letter only. */
  String usage() {
    String shown =
        name.length() == 1
            ? "-" + name
            : (letter == ' ' ? "    " : "-" + letter + ", ") + "--" + name;
    if (value.isEmpty()) return shown;
    return shown + (optionalValue ? " [<" + value.get() + ">]" : " <" + value.get() + ">");
  }
}
