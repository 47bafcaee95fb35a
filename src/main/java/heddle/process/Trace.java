package heddle.process;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a command touches of files and network, seen by strace; needs no sandbox and no privilege. */
public final class Trace {
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/bin/strace"), Path.of("/usr/local/bin/strace"), Path.of("/bin/strace"));

  private Trace() {}

  /**
   * Runs the command in the foreground, in this directory and environment, and says what it and its descendants
   * touched; {@code scratch} holds the log meanwhile.
   *
   * @throws ProblemException without strace, or if it cannot trace here
   */
  public static Traced of(
      List<String> command, Path directory, Map<String, String> environment, Path scratch)
      throws ProblemException, IOException, InterruptedException {
    var strace =
        PLACES.stream()
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.of("`heddle trace` needs strace, which is not installed")
                            .withHelp("install it: apt install strace, dnf install strace")));
    Files.createDirectories(scratch);
    var log = Files.createTempFile(scratch, "trace", ".log");
    try {
      var words =
          new ArrayList<>(
              List.of(
                  strace.toString(), "-f", "-y", "-qq", "--seccomp-bpf", "-s", "4096", "-e",
                  "trace=%file,%process,%network,fchdir", "-e", "signal=none", "-o",
                  log.toString(), "--"));
      words.addAll(command);
      int exit = Foreground.run(words, environment, directory);
      var touched = new StraceLog(directory.toAbsolutePath().normalize());
      try (var lines = Files.newBufferedReader(log, StandardCharsets.ISO_8859_1)) {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          touched.line(line);
        }
      }
      return new Traced(exit, touched.touched());
    } finally {
      Files.deleteIfExists(log);
    }
  }
}
