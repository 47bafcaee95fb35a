package heddle.rust;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The workspaces whose lock this command has made: it is what their manifests ask for. */
final class SettledLocks {
  private final Set<Path> roots = ConcurrentHashMap.newKeySet();

  void add(Path root) {
    roots.add(root);
  }

  boolean holds(Path root) {
    return roots.contains(root);
  }
}
