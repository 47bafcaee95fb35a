package heddle.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many threads the whole system has: no run can have more processes, and to know it is one
 * small file, where counting the processes of one run reads a file of each that there is.
 */
final class Threads {
  private static final Path LOAD = Path.of("/proc/loadavg");

  private Threads() {}

  /** Source: proc_loadavg(5), the fourth field; the largest number where it cannot be read. */
  static int ofSystem() {
    try {
      return parse(Files.readString(LOAD, StandardCharsets.US_ASCII));
    } catch (IOException | NumberFormatException _) {
      return Integer.MAX_VALUE;
    }
  }

  /** {@code "0.20 0.18 0.12 1/80 11206"} is 80. */
  static int parse(String text) {
    int slash = text.indexOf('/');
    int end = text.indexOf(' ', slash + 1);
    return slash < 0 || end < 0
        ? Integer.MAX_VALUE
        : Integer.parseInt(text.substring(slash + 1, end));
  }
}
