package heddle.cli;

import heddle.rust.Timeline;
import heddle.rust.Workshop;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is to be told of the times of a command: the trace that {@code --profile FILE} asks for, and
 * where it goes; the page that {@code --timings} asks for.
 */
record ProfileTrace(Optional<Path> file, boolean page, Timeline timeline, String command) {
  /** Begins to look at the clock where that was asked for. */
  static Optional<ProfileTrace> begin(Arguments arguments, Path directory, List<String> words)
      throws UsageException {
    Optional<Path> file =
        BuildOptions.trace(arguments).map(name -> directory.resolve(name).normalize());
    boolean page = arguments.has("timings");
    return file.isEmpty() && !page
        ? Optional.empty()
        : Optional.of(
            new ProfileTrace(file, page, Timeline.begin(), "heddle " + String.join(" ", words)));
  }

  /** Writes the trace of what happened so far. */
  void write(Workshop shop) throws IOException, ProblemException {
    if (file.isEmpty()) return;
    try {
      shop.write(file.get(), timeline.json(command));
    } catch (IOException e) {
      throw failed("the trace", file.get().toString(), e);
    }
  }

  /** Writes the page of the build that has ended, and says where it is. */
  void report(Workshop shop, Terminal terminal, boolean quiet)
      throws IOException, ProblemException {
    if (!page) return;
    Optional<Path> written;
    try {
      written = shop.report(timeline, command);
    } catch (IOException e) {
      throw failed("the report of timings", "cargo-timings below the target directory", e);
    }
    if (written.isPresent() && !quiet) {
      terminal.status("Timing", "report saved to " + written.get());
    }
  }

  private static ProblemException failed(String what, String where, IOException e) {
    return new ProblemException(
        Problem.of(what + " cannot be written: " + where)
            .withNote(e.getClass().getSimpleName() + ": " + e.getMessage()));
  }
}
