package heddle.cargo;

import heddle.engine.BuildException;
import heddle.engine.Context;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import heddle.world.Kind;
import heddle.world.ListDirectory;
import heddle.world.Listing;
import heddle.world.ReadText;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The files of the world as a task sees them. With {@code shared}, a file is parsed once for all.
 */
record WorldFiles(Context c, boolean shared) implements FileTree {
  @Override
  public Optional<Source> read(Path file) throws BuildException, InterruptedException {
    return c.get(new ReadText(file));
  }

  @Override
  public Optional<Toml.Table> toml(Path file)
      throws ProblemException, BuildException, InterruptedException {
    return shared ? c.get(new ParseToml(file)) : FileTree.super.toml(file);
  }

  @Override
  public Optional<Map<String, Kind>> list(Path directory)
      throws BuildException, InterruptedException {
    return c.get(new ListDirectory(directory)).map(Listing::entries);
  }
}
