package heddle.cargo;

import heddle.engine.BuildException;
import heddle.engine.Context;
import heddle.engine.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All packages in a directory that holds the packages of a source: a git checkout. Manifests that
 * cannot be read are nobody's concern as long as the package that is wanted is another.
 */
public record FindPackages(Path directory, SourceId source, Task<Config> config)
    implements Task<List<Package>> {
  @Override
  public List<Package> run(Context c) throws Exception {
    var found = new ArrayList<Package>();
    for (Path manifest :
        CheckoutManifests.of(new WorldFiles(c, true), directory).withPaths(c, config)) {
      try {
        c.get(new ReadManifest(manifest, source, config)).member().ifPresent(found::add);
      } catch (BuildException _) {
        // A broken manifest elsewhere in the repository is nobody's concern here.
      }
    }
    return List.copyOf(found);
  }
}
