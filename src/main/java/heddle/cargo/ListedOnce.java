package heddle.cargo;

import heddle.engine.BuildException;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import heddle.world.Kind;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Files of which each directory is asked for once; for one thread, while one manifest is read. */
final class ListedOnce implements FileTree {
  private final FileTree files;
  private final Map<Path, Optional<Map<String, Kind>>> listed = new HashMap<>();

  ListedOnce(FileTree files) {
    this.files = files;
  }

  @Override
  public Optional<Source> read(Path file)
      throws ProblemException, BuildException, InterruptedException {
    return files.read(file);
  }

  @Override
  public Optional<Toml.Table> toml(Path file)
      throws ProblemException, BuildException, InterruptedException {
    return files.toml(file);
  }

  @Override
  public Optional<Map<String, Kind>> list(Path directory)
      throws ProblemException, BuildException, InterruptedException {
    Optional<Map<String, Kind>> known = listed.get(directory);
    if (known == null) {
      known = files.list(directory);
      listed.put(directory, known);
    }
    return known;
  }
}
