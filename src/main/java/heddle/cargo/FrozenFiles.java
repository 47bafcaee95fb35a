package heddle.cargo;

import heddle.engine.BuildException;
import heddle.engine.Context;
import heddle.text.Source;
import heddle.world.FrozenListing;
import heddle.world.FrozenText;
import heddle.world.Kind;
import heddle.world.Listing;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The files of a tree that never changes, as a task sees them. */
record FrozenFiles(Context c) implements FileTree {
  @Override
  public Optional<Source> read(Path file) throws BuildException, InterruptedException {
    return c.get(new FrozenText(file));
  }

  @Override
  public Optional<Map<String, Kind>> list(Path directory)
      throws BuildException, InterruptedException {
    return c.get(new FrozenListing(directory)).map(Listing::entries);
  }
}
