package heddle.cli;

import java.util.List;

/**
 * What a command takes.
 *
 * @param words the positional arguments as the help shows them, such as {@code [FILE]...}
 * @param least the fewest positional arguments
 * @param most the most positional arguments
 * @param trailing whether words after {@code --} are handed on
 */
record Usage(String words, int least, int most, boolean trailing, List<Option> options) {
  Usage {
    options = List.copyOf(options);
  }

  static Usage of(Option... options) {
    return new Usage("", 0, 0, false, List.of(options));
  }
}
