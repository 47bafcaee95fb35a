package heddle.fetch;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;

/** Puts files and directories in their place whole: others see nothing or all of it. */
final class Placing {
  private Placing() {}

  static void write(Path file, byte[] bytes) throws ProblemException {
    try {
      Files.createDirectories(file.getParent());
      Path temporary = Files.createTempFile(file.getParent(), ".new", "");
      try {
        Files.write(temporary, bytes);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /** Removes a directory and all in it, without following links. */
  static void remove(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  static ProblemException failed(Path path, IOException e) {
    return new ProblemException(
        Problem.of(
            "cannot write `" + path + "`: " + e.getClass().getSimpleName() + " " + e.getMessage()));
  }
}
