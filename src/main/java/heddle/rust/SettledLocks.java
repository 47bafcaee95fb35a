package heddle.rust;

import heddle.text.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The workspaces whose lock this command has made: it is what their manifests ask for. And what was
 * said while it was made, so that nothing is said twice.
 */
final class SettledLocks {
  private final Set<Path> roots = ConcurrentHashMap.newKeySet();
  private final Map<Problem, List<String>> said = new ConcurrentHashMap<>();

  void add(Path root) {
    roots.add(root);
  }

  boolean holds(Path root) {
    return roots.contains(root);
  }

  void said(Problem warning, List<String> lines) {
    said.put(warning, lines);
  }

  /** The lines that a warning was said in. */
  Optional<List<String>> said(Problem warning) {
    return Optional.ofNullable(said.get(warning));
  }
}
