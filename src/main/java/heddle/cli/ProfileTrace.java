package heddle.cli;

import heddle.rust.Timeline;
import heddle.rust.Workshop;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The trace that {@code --profile FILE} asks for, and where it goes. */
record ProfileTrace(Path file, Timeline timeline, String command) {
  /** Begins a trace where one was asked for. */
  static Optional<ProfileTrace> begin(Arguments arguments, Path directory, List<String> words)
      throws UsageException {
    Optional<String> file = BuildOptions.trace(arguments);
    return file.map(name ->
        new ProfileTrace(
            directory.resolve(name).normalize(),
            Timeline.begin(),
            "heddle " + String.join(" ", words)));
  }

  /** Writes what happened so far. */
  void write(Workshop shop) throws IOException, ProblemException {
    try {
      shop.write(file, timeline.json(command));
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of("the trace cannot be written: " + file)
              .withNote(e.getClass().getSimpleName() + ": " + e.getMessage()));
    }
  }
}
