package heddle.rust;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a build script asked of {@code $CARGO}: the words, and the directory it stood in. Its one
 * line is how results remember it; paths stand there in their general form.
 */
record CargoQuestion(Path directory, List<String> words) {
  private static final String TAB = "\t";

  CargoQuestion {
    words = List.copyOf(words);
  }

  /** Of the lines that {@link CargoProgram} writes: the directory, then a word in each. */
  static Optional<CargoQuestion> asked(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (lines.isEmpty() || !lines.getFirst().startsWith("/")) return Optional.empty();
    if (lines.stream().anyMatch(each -> each.contains(TAB))) return Optional.empty();
    return Optional.of(
        new CargoQuestion(Path.of(lines.getFirst()), lines.subList(1, lines.size())));
  }

  /** As the program compares it. */
  String text() {
    return directory + "\n" + String.join("\n", words) + "\n";
  }

  String line(KeyText text) {
    List<String> all = new ArrayList<>(List.of(directory.toString()));
    all.addAll(words);
    return text.general(String.join(TAB, all));
  }

  static CargoQuestion of(String line, KeyText text) {
    List<String> all = List.of(text.everywhere(line).split(TAB, -1));
    return new CargoQuestion(Path.of(all.getFirst()), all.subList(1, all.size()));
  }
}
