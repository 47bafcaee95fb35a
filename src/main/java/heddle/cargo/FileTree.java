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

  default boolean exists(Path file) throws ProblemException, BuildException, InterruptedException {
    Path parent = file.getParent();
    Path name = file.getFileName();
    return parent != null
        && name != null
        && list(parent).orElse(Map.of()).containsKey(name.toString());
  }

  /** The names in the directory with their kinds, links followed, in no order. */
  Optional<Map<String, Kind>> list(Path directory)
      throws ProblemException, BuildException, InterruptedException;
}
