package heddle.process;

import heddle.store.Digest;
import heddle.store.StatCache;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How children are told of a jobserver: by two open descriptors, which all of make, ninja, rustc
 * and cc understand but which a program in between may close (as Python's subprocess does); or by
 * the path of a fifo, which make understands since 4.4, and before that refuses to run with.
 *
 * <p>Source: GNU make manual, "POSIX Jobserver Interaction", and its NEWS of 4.4.
 */
public enum JobserverStyle {
  PIPE,
  FIFO;

  /**
   * As the make that is found on this PATH does it itself; descriptors where there is none. It is
   * asked for its version once for each content of its file.
   */
  public static JobserverStyle ofMake(String path, StatCache stats, ToolAnswers answers)
      throws IOException, InterruptedException, ProblemException {
    for (var directory : path.split(":", -1)) {
      var make = Path.of(directory, "make");
      if (!make.isAbsolute() || !Files.isExecutable(make) || Files.isDirectory(make)) {
        continue;
      }
      Optional<Digest> content = stats.digest(make);
      if (content.isEmpty()) {
        return PIPE;
      }
      var question = new AskTool(content.get().hash(), List.of(make.toString(), "--version"));
      return of(answers.ask(question).output());
    }
    return PIPE;
  }

  /** By what {@code make --version} prints; {@code GNU Make 4.4.1} begins the first line. */
  static JobserverStyle of(String version) {
    var start = "gnu make ";
    if (!version.toLowerCase(Locale.ROOT).startsWith(start)) {
      return PIPE;
    }
    var numbers = version.substring(start.length()).lines().findFirst().orElse("").split("\\.", -1);
    try {
      int major = Integer.parseInt(numbers[0]);
      return major > 4 || (major == 4 && numbers.length > 1 && Integer.parseInt(numbers[1]) >= 4)
          ? FIFO
          : PIPE;
    } catch (NumberFormatException _) {
      return PIPE; // a version before a release, say
    }
  }
}
