package heddle.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** Processes known by an argument that no other has: their numbers differ between namespaces. */
final class Marked {
  private Marked() {}

  /** Seconds for {@code sleep}, long enough, that nobody else sleeps. */
  static String unused() {
    return "60." + ThreadLocalRandom.current().nextInt(100_000_000, 999_999_999);
  }

  /** Ends all that have it among their arguments, and says how many there were. */
  static long ended(String mark) throws Exception {
    long all = 0;
    for (long found = -1; found != 0; ) {
      found = 0;
      try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
        for (var process : processes) {
          try {
            var said = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            if (said.contains(mark)) {
              found++;
              ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                  .ifPresent(ProcessHandle::destroyForcibly);
            }
          } catch (IOException _) {
            // it has ended
          }
        }
      }
      all = Math.max(all, found);
      if (found != 0) {
        Thread.sleep(20);
      }
    }
    return all;
  }

  /** How many processes have it among their arguments. */
  static long running(String mark) throws IOException {
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      long count = 0;
      for (var process : processes) {
        try {
          var arguments = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
          count += arguments.contains(mark) ? 1 : 0;
        } catch (IOException _) {
          // it has ended
        }
      }
      return count;
    }
  }
}
