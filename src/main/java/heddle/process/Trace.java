package heddle.process;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a command touches of files and network, seen by strace; needs no sandbox and no privilege.
 */
public final class Trace {
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/bin/strace"), Path.of("/usr/local/bin/strace"), Path.of("/bin/strace"));

  /** The name of the log in the mount of a traced action. */
  static final String LOG = "log";

  private Trace() {}

  /**
   * Runs the command in the foreground, in this directory and environment, and says what it and its
   * descendants touched; {@code scratch} holds the log meanwhile. With {@code aside} what it prints
   * goes to standard error.
   *
   * @throws ProblemException without strace, or if it cannot trace here
   */
  public static Traced of(
      List<String> command,
      Path directory,
      Map<String, String> environment,
      Path scratch,
      boolean aside)
      throws ProblemException, IOException, InterruptedException {
    Files.createDirectories(scratch);
    var log = Files.createTempFile(scratch, "trace", ".log");
    try {
      int exit =
          run(
              words(log.toString(), command, List.of("--seccomp-bpf")),
              environment,
              directory,
              aside);
      return new Traced(exit, touched(log, directory.toAbsolutePath().normalize()));
    } finally {
      Files.deleteIfExists(log);
    }
  }

  /** The action under strace; {@code mount} is one of its own, in which the log is left. */
  static Action wrapped(Action action, Mount.Writable mount) throws ProblemException {
    var mounts = new ArrayList<>(action.mounts());
    mounts.add(mount);
    return new Action(
        words(mount.placeholder() + "/" + LOG, action.argv(), List.of()),
        action.env(),
        action.varying(),
        mounts,
        action.cwd(),
        action.outputs(),
        action.early(),
        action.limits(),
        action.permissions(),
        action.foldable());
  }

  /** What a command touched that began in this directory, by the log of its strace. */
  static List<Traced.Touch> touched(Path log, Path directory) throws IOException {
    var touched = new StraceLog(directory);
    try (var lines = Files.newBufferedReader(log, StandardCharsets.ISO_8859_1)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        touched.line(line);
      }
    }
    return touched.touched();
  }

  /** A sandbox's own filter would keep from strace what it answers, with {@code --seccomp-bpf}. */
  private static List<String> words(String log, List<String> command, List<String> more)
      throws ProblemException {
    var strace =
        PLACES.stream()
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() ->
                new ProblemException(
                    Problem.of("`heddle trace` needs strace, which is not installed")
                        .withHelp("install it: apt install strace, dnf install strace")));
    var words =
        new ArrayList<>(
            List.of(
                strace.toString(),
                "-f",
                "-y",
                "-qq",
                "-s",
                "4096",
                "-e",
                "trace=%file,%process,%network,fchdir",
                "-e",
                "signal=none",
                "-o",
                log));
    words.addAll(more);
    words.add("--");
    words.addAll(command);
    return words;
  }

  private static int run(
      List<String> words, Map<String, String> environment, Path directory, boolean aside)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(words).directory(directory.toFile()).inheritIO();
    if (aside) {
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(new File("/dev/stderr")));
    }
    builder.environment().clear();
    builder.environment().putAll(environment);
    return Foreground.ended(builder.start());
  }
}
