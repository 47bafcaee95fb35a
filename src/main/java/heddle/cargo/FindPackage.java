package heddle.cargo;

import heddle.engine.Context;
import heddle.engine.Task;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Toml;
import heddle.world.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The package of this id somewhere in a checkout: its manifest may stand in any directory but those
 * that begin with a dot (below the top), other repositories' and {@code target}. Source of the
 * rule: {@code read_packages} of cargo's {@code ops/cargo_read_manifest.rs}.
 */
public record FindPackage(Path checkout, PackageId id, Task<Config> config)
    implements Task<Package> {
  @Override
  public Package run(Context c) throws Exception {
    var files = new WorldFiles(c, true);
    for (Path manifest : manifests(files, checkout)) {
      if (!isNamed(files, manifest)) {
        continue;
      }
      Optional<Package> found = c.get(new ReadManifest(manifest, id.source(), config)).member();
      if (found.isPresent() && found.get().version().equals(id.version())) {
        return found.get();
      }
    }
    throw new ProblemException(
        Problem.of("there is no package `" + id + "` in `" + checkout + "`"));
  }

  /** The manifests in a checkout, those of each directory before those below it. */
  static List<Path> manifests(FileTree files, Path checkout) throws Exception {
    var found = new ArrayList<Path>();
    walk(files, checkout, checkout, found);
    return found;
  }

  private static void walk(FileTree files, Path checkout, Path directory, List<Path> found)
      throws Exception {
    Map<String, Kind> names = new TreeMap<>(files.list(directory).orElse(Map.of()));
    boolean manifest = names.containsKey(WorkspaceSearch.FILE);
    if (manifest) {
      found.add(directory.resolve(WorkspaceSearch.FILE));
    }
    for (Map.Entry<String, Kind> e : names.entrySet()) {
      String name = e.getKey();
      if (e.getValue() != Kind.DIRECTORY
          || name.equals(".git")
          || (name.startsWith(".") && !directory.equals(checkout))
          || (name.equals("target") && manifest)) {
        continue;
      }
      Path below = directory.resolve(name);
      if (!files.list(below).orElse(Map.of()).containsKey(".git")) {
        walk(files, checkout, below, found);
      }
    }
  }

  private boolean isNamed(FileTree files, Path manifest) throws Exception {
    Toml.Table toml;
    try {
      toml = files.toml(manifest).orElseThrow();
    } catch (ProblemException | heddle.engine.BuildException _) {
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
