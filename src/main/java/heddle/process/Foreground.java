package heddle.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs a program that is not part of a build in the foreground: it has the terminal, the standard
 * streams of this process, and no sandbox. For {@code run}, {@code test} and {@code bench}.
 */
public final class Foreground {
  private Foreground() {}

  /**
   * Waits for its end and gives the exit code, 128 and the signal if one ended it. The child is
   * killed if the thread is interrupted.
   */
  public static int run(List<String> words, Map<String, String> variables, Path directory)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile()).inheritIO();
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process process = builder.start();
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw e;
    }
  }
}
