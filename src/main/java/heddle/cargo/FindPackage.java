package heddle.cargo;

import heddle.engine.BuildException;
import heddle.engine.Context;
import heddle.engine.Task;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The package of this id somewhere in a checkout. */
public record FindPackage(Path checkout, PackageId id, Task<Config> config)
    implements Task<Package> {
  @Override
  public Package run(Context c) throws Exception {
    var files = new WorldFiles(c, true);
    var manifests = CheckoutManifests.of(files, checkout);
    Optional<Package> found = first(c, files, manifests.found());
    if (found.isEmpty()) found = first(c, files, manifests.withPaths(c, config));
    return found.orElseThrow(() ->
        new ProblemException(Problem.of("there is no package `" + id + "` in `" + checkout + "`")));
  }

  private Optional<Package> first(Context c, FileTree files, List<Path> manifests)
      throws Exception {
    for (Path manifest : manifests) {
      if (!isNamed(files, manifest)) {
        continue;
      }
      Optional<Package> found = c.get(new ReadManifest(manifest, id.source(), config)).member();
      if (found.isPresent() && found.get().version().equals(id.version())) {
        return found;
      }
    }
    return Optional.empty();
  }

  private boolean isNamed(FileTree files, Path manifest) throws Exception {
    Toml.Table toml;
    try {
      toml = files.toml(manifest).orElseThrow();
    } catch (ProblemException | BuildException _) {
      return false; // a broken manifest elsewhere in the repository is nobody's concern here
    }
    Optional<Toml> table = toml.get("package");
    table = table.isPresent() ? table : toml.get("project");
    return table.isPresent()
        && table.get() instanceof Toml.Table t
        && t.get("name").orElse(t) instanceof Toml.Text(String name, var _)
        && name.equals(id.name());
  }
}
