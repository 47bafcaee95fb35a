package heddle.cargo;

import heddle.engine.BuildException;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What this room sees of the file system: the text of a file and the names in a directory, both
 * absent where there is none.
 */
public interface FileTree {
  /** What stands under a name of a directory. */
  enum Kind {
    FILE,
    DIRECTORY,
    LINK,
    OTHER
  }

  Optional<Source> read(Path file) throws ProblemException, BuildException, InterruptedException;

  /** The names in the directory with their kinds, in no order. */
  Optional<Map<String, Kind>> list(Path directory)
      throws ProblemException, BuildException, InterruptedException;
}
