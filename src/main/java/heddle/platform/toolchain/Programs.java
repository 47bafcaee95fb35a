package heddle.platform.toolchain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Programs by name, as a shell finds them in PATH; a directory in it that is not absolute is
 * skipped.
 */
final class Programs {
  private final Surroundings surroundings;

  Programs(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  List<Path> directories() throws Exception {
    var directories = new ArrayList<Path>();
    for (String each : surroundings.variable("PATH").orElse("").split(":", -1)) {
      if (each.startsWith("/") && !directories.contains(Path.of(each))) {
        directories.add(Path.of(each));
      }
    }
    return directories;
  }

  /** The first program of that name; the path as found, with its links. */
  Optional<Path> find(String name) throws Exception {
    for (Path directory : directories()) {
      Path file = directory.resolve(name);
      if (surroundings.executable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /**
   * A program named by a word of configuration: with a slash a path below {@code base}, else by
   * PATH.
   */
  Optional<Path> named(String word, Path base) throws Exception {
    if (word.indexOf('/') < 0) {
      return find(word);
    }
    Path file = base.resolve(word).normalize();
    return surroundings.executable(file) ? Optional.of(file) : Optional.empty();
  }
}
