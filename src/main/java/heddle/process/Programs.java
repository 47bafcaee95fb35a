package heddle.process;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** Where programs lie: the rule of execvp, without its default PATH. */
final class Programs {
  private Programs() {}

  /**
   * The path, as the action sees it, that {@code name} means with this PATH in this directory; a
   * relative path is resolved against the directory.
   */
  static Path find(String name, String path, Layout layout, Path cwd) throws ProblemException {
    if (name.indexOf('/') >= 0) {
      var program = cwd.resolve(name);
      if (runs(layout.hereOf(program))) {
        return program;
      }
      throw new ProblemException(
          Problem.of("cannot run " + program + ": " + whyNot(layout.hereOf(program))));
    }
    for (var directory : path.split(":", -1)) {
      var program = cwd.resolve(directory).resolve(name);
      if (runs(layout.hereOf(program))) {
        return program;
      }
    }
    throw new ProblemException(
        Problem.of("cannot run " + name + ": no such program on the PATH " + path));
  }

  private static String whyNot(Path program) {
    if (!Files.exists(program)) {
      return "no such file";
    }
    try {
      if (Files.isRegularFile(program)
          && Files.getPosixFilePermissions(program).contains(PosixFilePermission.OWNER_EXECUTE)) {
        return "the file system it lies on is mounted so that no program on it runs (noexec)";
      }
    } catch (IOException _) {
      // as one without the permission
    }
    return "it is not an executable file";
  }

  private static boolean runs(Path program) {
    return Files.isExecutable(program) && !Files.isDirectory(program);
  }
}
