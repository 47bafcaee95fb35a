package heddle.cargo;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the root of a build changes in the features of packages, before planning: features it turns
 * on, and optional dependencies it drops, each by the package's name. Without any the graph is
 * cargo's. What is turned on must be in the lock.
 */
public record FeaturePolicy(Map<String, List<String>> turnsOn, Map<String, List<String>> prunes) {
  public static final FeaturePolicy NONE = new FeaturePolicy(Map.of(), Map.of());

  public FeaturePolicy {
    turnsOn = copy(turnsOn);
    prunes = copy(prunes);
  }

  boolean prunes(String packageName, String dependency) {
    return prunes.getOrDefault(packageName, List.of()).contains(dependency);
  }

  private static Map<String, List<String>> copy(Map<String, List<String>> map) {
    var copy = new LinkedHashMap<String, List<String>>();
    map.forEach((name, list) -> copy.put(name, List.copyOf(list)));
    return Collections.unmodifiableMap(copy);
  }
}
