package heddle.cargo;

import heddle.engine.BuildException;
import heddle.engine.Context;
import heddle.engine.Task;
import heddle.world.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The manifests of a git checkout: in any directory but those that begin with a dot (below the
 * top), those of submodules and {@code target}, which count only where a {@code path} leads into
 * them. Source of the rule: {@code read_packages} of cargo's {@code sources/path.rs}.
 *
 * @param found the manifests, those of each directory before those below it
 * @param skipped whether there were directories that do not count by themselves
 */
record CheckoutManifests(Path checkout, List<Path> found, boolean skipped) {
  CheckoutManifests {
    found = List.copyOf(found);
  }

  static CheckoutManifests of(FileTree files, Path checkout) throws Exception {
    var found = new ArrayList<Path>();
    boolean skipped = walk(files, checkout, checkout, found);
    return new CheckoutManifests(checkout, found, skipped);
  }

  private static boolean walk(FileTree files, Path checkout, Path directory, List<Path> found)
      throws Exception {
    Map<String, Kind> names = new TreeMap<>(files.list(directory).orElse(Map.of()));
    boolean manifest = names.containsKey(WorkspaceSearch.FILE);
    if (manifest) {
      found.add(directory.resolve(WorkspaceSearch.FILE));
    }
    boolean skipped = false;
    for (Map.Entry<String, Kind> e : names.entrySet()) {
      String name = e.getKey();
      if (e.getValue() != Kind.DIRECTORY || name.equals(".git")) {
        continue;
      }
      Path below = directory.resolve(name);
      if ((name.startsWith(".") && !directory.equals(checkout))
          || (name.equals("target") && manifest)
          || files.list(below).orElse(Map.of()).containsKey(".git")) {
        skipped = true;
      } else {
        skipped |= walk(files, checkout, below, found);
      }
    }
    return skipped;
  }

  /** Each followed by those that its {@code path} dependencies lead to within the checkout. */
  List<Path> withPaths(Context c, Task<Config> config) throws Exception {
    if (!skipped) return found;
    Set<Path> all = new LinkedHashSet<>();
    for (Path manifest : found) follow(c, config, manifest, all);
    return List.copyOf(all);
  }

  private void follow(Context c, Task<Config> config, Path manifest, Set<Path> all)
      throws Exception {
    if (!all.add(manifest)) return;
    Path folder = manifest.resolveSibling("");
    Optional<Package> member;
    try {
      member = c.get(new ReadManifest(manifest, SourceId.path(folder), config)).member();
    } catch (BuildException _) {
      return; // a broken manifest elsewhere in the repository is nobody's concern here
    }
    if (member.isEmpty()) return;
    var files = new WorldFiles(c, true);
    for (Dependency each : member.get().manifest().dependencies()) {
      if (!each.source().isPath()) continue;
      Path next = each.source().folder().resolve(WorkspaceSearch.FILE);
      if (next.startsWith(checkout) && files.exists(next)) follow(c, config, next, all);
    }
  }
}
