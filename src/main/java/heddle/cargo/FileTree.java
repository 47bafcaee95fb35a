package heddle.cargo;

import heddle.engine.BuildException;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import heddle.world.Kind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What this room sees of the file system: the text of a file and the names in a directory, both
 * absent where there is none.
 */
interface FileTree {
  Optional<Source> read(Path file) throws ProblemException, BuildException, InterruptedException;

  /** The file as TOML. */
  default Optional<Toml.Table> toml(Path file)
      throws ProblemException, BuildException, InterruptedException {
    Optional<Source> source = read(file);
    return source.isEmpty() ? Optional.empty() : Optional.of(Toml.parse(source.get()));
  }

  /** Whether the path leads to something. */
  default boolean exists(Path file) throws ProblemException, BuildException, InterruptedException {
    Kind kind = kind(file);
    return kind != Kind.ABSENT && kind != Kind.BROKEN_LINK;
  }

  /** What the path leads to, as its directory's listing says. */
  default Kind kind(Path file) throws ProblemException, BuildException, InterruptedException {
    Path parent = file.getParent();
    Path name = file.getFileName();
    return parent == null || name == null
        ? Kind.ABSENT
        : list(parent).orElse(Map.of()).getOrDefault(name.toString(), Kind.ABSENT);
  }

  /** The names in the directory with their kinds, in no order. */
  Optional<Map<String, Kind>> list(Path directory)
      throws ProblemException, BuildException, InterruptedException;
}
