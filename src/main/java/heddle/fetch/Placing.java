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

  /** A copy that others see whole or not at all. */
  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Path temporary = Files.createTempDirectory(to.getParent(), ".new");
    try {
      Path whole = temporary.resolve("whole");
      Files.copy(from, whole);
      Files.move(whole, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      remove(temporary);
    }
  }

  /** A copy of a directory and all in it; links stay links. */
  static void copyTree(Path from, Path to) throws IOException {
    try (var paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path end = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) Files.createDirectories(end);
        else Files.copy(path, end, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
      }
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
