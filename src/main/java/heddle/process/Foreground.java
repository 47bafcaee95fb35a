package heddle.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Runs a program that is not part of a build in the foreground: it has the terminal, the standard
 * streams of this process, and no sandbox. For {@code run}, {@code test} and {@code bench}.
 */
public final class Foreground {
  /** How long a program may take to end by itself: the terminal has told it what it told us. */
  private static final Duration OWN_TIME = Duration.ofSeconds(2);

  private static final Duration TOLD_TIME = Duration.ofSeconds(3);

  private Foreground() {}

  /** Whether it is a file that may be run. */
  public static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  /**
   * Waits for its end and gives the exit code, 128 and the signal if one ended it. If the thread is
   * interrupted, the child is left time to end, then asked to, then killed with its descendants.
   */
  public static int run(List<String> words, Map<String, String> variables, Path directory)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile()).inheritIO();
    builder.environment().clear();
    builder.environment().putAll(variables);
    return ended(builder.start());
  }

  /** Waits for the end of a process that has the terminal, as {@link #run}. */
  static int ended(Process process) throws InterruptedException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      if (!process.waitFor(OWN_TIME)) {
        process.destroy();
        if (!process.waitFor(TOLD_TIME)) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly().waitFor();
        }
      }
      throw e;
    }
  }

  /** Kills all that descends from this process: for one that ends and can wait no more. */
  public static void endAll() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }
}
