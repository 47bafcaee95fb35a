package heddle.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processes that left the session and the parent of their run, known by a variable that still names
 * a directory of the run: HOME or TMPDIR, most often. Servers that compilers and build tools leave
 * behind do not clear their environment; who does so to hide is not found.
 */
record Stragglers(Kernel kernel, Path directory) {
  private static final int SIGKILL = 9;

  /** One that is being started is found the next time. */
  private static final int ROUNDS = 10;

  /** Kills those that name something in the directory, until there are none. */
  void kill() {
    for (int round = 0; round < ROUNDS && killed() > 0; round++) {
      Thread.onSpinWait();
    }
  }

  private int killed() {
    var mark = "=" + directory + "/";
    int count = 0;
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (var process : processes) {
        if (names(process, mark)) {
          long pid = Long.parseLong(String.valueOf(process.getFileName()));
          count += kernel.call(Syscall.KILL, pid, SIGKILL) == 0 ? 1 : 0;
        }
      }
    } catch (IOException | DirectoryIteratorException _) {
      return 0; // there is no /proc
    }
    return count;
  }

  private static boolean names(Path process, String mark) {
    try {
      // A process that has ended and was not waited for has no environment any more.
      var environment = Files.readAllBytes(process.resolve("environ"));
      return new String(environment, StandardCharsets.UTF_8).contains(mark);
    } catch (IOException _) {
      return false; // another user's, or it has ended
    }
  }
}
