package heddle.process;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;

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
          Problem.of(
              Files.exists(layout.hereOf(program))
                  ? "cannot run " + program + ": it is not an executable file"
                  : "cannot run " + program + ": no such file"));
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

  private static boolean runs(Path program) {
    return Files.isExecutable(program) && !Files.isDirectory(program);
  }
}
