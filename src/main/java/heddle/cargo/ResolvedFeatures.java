package heddle.cargo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The features that are on, and the optional dependencies that are, per package, for what runs on
 * the host (build dependencies, procedural macros) apart from the rest if the resolver does that.
 */
final class ResolvedFeatures {
  private final FeatureOptions options;
  private final Map<Integer, List<String>> features = new HashMap<>();
  private final Map<Integer, Set<String>> dependencies;

  ResolvedFeatures(
      FeatureOptions options,
      Map<Integer, Set<String>> features,
      Map<Integer, Set<String>> dependencies) {
    this.options = options;
    this.dependencies = dependencies;
    features.forEach((node, names) -> {
      var sorted = new ArrayList<>(names);
      sorted.sort(Bytewise.ORDER);
      this.features.put(node, List.copyOf(sorted));
    });
  }

  /** Two nodes a package: what is for the host by kind is the odd one. */
  static int node(int pkg, boolean host) {
    return pkg * 2 + (host ? 1 : 0);
  }

  private int key(int pkg, boolean host) {
    return node(pkg, host && options.decoupleHost());
  }

  /** The features, sorted; empty if the package was not reached in this way. */
  Optional<List<String>> known(int pkg, boolean host) {
    return Optional.ofNullable(features.get(key(pkg, host)));
  }

  List<String> features(int pkg, boolean host) {
    return known(pkg, host)
        .orElseThrow(() -> new IllegalStateException("no features of package " + pkg));
  }

  boolean isActive(int pkg, boolean host, String dependency) {
    return dependencies.getOrDefault(key(pkg, host), Set.of()).contains(dependency);
  }
}
