package heddle.cli;

import heddle.text.Problem;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells GitHub Actions what a build says: an annotation for each error and warning, once. Source of
 * the form: GitHub's "Workflow commands"; the runner reads them from both streams, so they go where
 * everything for people goes.
 */
final class GitHub {
  private final PrintStream err;
  private final Path directory;
  private final Path repository;
  private final Optional<Path> summary;
  private final Set<String> told = new HashSet<>();

  private GitHub(PrintStream err, Path directory, Path repository, Optional<Path> summary) {
    this.err = err;
    this.directory = directory;
    this.repository = repository;
    this.summary = summary;
  }

  /** Only where GITHUB_ACTIONS is {@code true}. */
  static Optional<GitHub> of(Invocation invocation, Terminal terminal) {
    if (invocation.variable("GITHUB_ACTIONS").filter("true"::equals).isEmpty())
      return Optional.empty();
    Path repository =
        invocation
            .variable("GITHUB_WORKSPACE")
            .map(Path::of)
            .orElse(invocation.directory())
            .normalize();
    return Optional.of(
        new GitHub(
            terminal.err(),
            invocation.directory(),
            repository,
            invocation.variable("GITHUB_STEP_SUMMARY").map(Path::of)));
  }

  /** Where the job's summary is gathered. */
  Optional<Path> summary() {
    return summary;
  }

  /** A diagnostic as it is shown: its head, and the place behind the arrow. */
  synchronized void said(String text) {
    List<String> lines = plain(text).lines().toList();
    if (lines.isEmpty()) return;
    String head = lines.getFirst();
    String level = head.startsWith("error") ? "error" : head.startsWith("warning") ? "warning" : "";
    int colon = head.indexOf(": ");
    if (level.isEmpty() || colon < 0) return;
    String place = "";
    for (String line : lines.subList(1, lines.size())) {
      int arrow = line.indexOf("--> ");
      if (arrow >= 0 && line.substring(0, arrow).isBlank()) {
        place = line.substring(arrow + 4);
        break;
      }
    }
    // A sum of what was told before has no place, and says nothing new.
    boolean sum =
        head.endsWith("emitted") || head.contains("generated ") || head.contains("aborting due to");
    if (place.isEmpty() && sum) return;
    tell(level, place, head.substring(colon + 2), head.substring(0, colon));
  }

  synchronized void failed(String text) {
    String plain = plain(text);
    tell("error", "", plain.strip(), "error");
  }

  synchronized void warn(String text) {
    tell("warning", "", text, "warning");
  }

  synchronized void failed(Problem problem) {
    String place = problem.labels().isEmpty() ? "" : problem.labels().getFirst().place().toString();
    var text = new StringBuilder(problem.message());
    problem.notes().forEach(note -> text.append('\n').append(note));
    problem.helps().forEach(help -> text.append('\n').append(help));
    tell("error", place, text.toString(), "error");
  }

  private void tell(String level, String place, String message, String title) {
    var command = new StringBuilder("::").append(level);
    String separator = " ";
    String[] parts = place.split(":", -1);
    if (parts.length >= 3) {
      String line = parts[parts.length - 2];
      String column = parts[parts.length - 1];
      String file = String.join(":", List.of(parts).subList(0, parts.length - 2));
      command.append(" file=").append(property(relative(file)));
      command.append(",line=").append(property(line)).append(",col=").append(property(column));
      separator = ",";
    }
    if (!title.equals(level)) command.append(separator).append("title=").append(property(title));
    command.append("::").append(escaped(message));
    if (told.add(command.toString())) err.println(command);
  }

  private String relative(String file) {
    Path path = directory.resolve(file).normalize();
    return path.startsWith(repository) ? repository.relativize(path).toString() : file;
  }

  /** Without colours. */
  private static String plain(String text) {
    if (text.indexOf('\u001b') < 0) return text;
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '\u001b') {
        out.append(text.charAt(i));
        continue;
      }
      while (i < text.length() && !Character.isLetter(text.charAt(i))) i++;
    }
    return out.toString();
  }

  private static String escaped(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return escaped(text).replace(":", "%3A").replace(",", "%2C");
  }

  /** The words of the summary: what was done, and what failed. */
  static String summary(String command, String done, List<String> problems) {
    var text = new StringBuilder("### `heddle ").append(command).append("`\n\n");
    text.append(problems.isEmpty() ? done : "failed").append("\n\n");
    for (String each : problems) {
      // Longer than any row of them in the text, which cannot end it then.
      String fence = "```";
      while (each.contains(fence)) fence += "`";
      text.append(fence).append("text\n").append(plain(each).strip()).append('\n');
      text.append(fence).append("\n\n");
    }
    return text.toString();
  }
}
