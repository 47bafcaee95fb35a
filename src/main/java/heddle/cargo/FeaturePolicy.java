package heddle.cargo;

import heddle.text.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the root of a build changes in the features of packages, before planning: features it turns
 * on, and optional dependencies it drops, for packages of the targets and for those of the host
 * where cargo tells their features apart. With a dependency go the features that name it, since the
 * code behind them needs it. Without any policy the graph is cargo's. What is turned on must be in
 * the lock.
 */
public record FeaturePolicy(Changes target, Changes host) {
  public static final FeaturePolicy NONE = new FeaturePolicy(Changes.NONE, Changes.NONE);

  /** What changes for packages of a platform, each called {@code name@version}. */
  public record Changes(Map<String, List<String>> turnsOn, Map<String, List<String>> prunes) {
    public static final Changes NONE = new Changes(Map.of(), Map.of());

    public Changes {
      turnsOn = copy(turnsOn);
      prunes = copy(prunes);
    }
  }

  private Changes of(boolean host) {
    return host ? this.host : target;
  }

  /** The optional dependencies of a package that are dropped wherever it is built. */
  public List<String> dropped(String name, String version) {
    List<String> there = target.prunes().getOrDefault(key(name, version), List.of());
    return there.stream()
        .filter(host.prunes().getOrDefault(key(name, version), List.of())::contains)
        .toList();
  }

  /** How a package is called here. */
  public static String key(String name, String version) {
    return name + "@" + version;
  }

  private static String key(Package pkg) {
    return key(pkg.name(), pkg.version().toString());
  }

  /** Whether the dependency is dropped wherever the package is built. */
  boolean prunes(Package pkg, String dependency) {
    return prunes(pkg, dependency, false) && prunes(pkg, dependency, true);
  }

  boolean prunes(Package pkg, String dependency, boolean host) {
    Map<String, List<String>> prunes = of(host).prunes();
    return !prunes.isEmpty() && prunes.getOrDefault(key(pkg), List.of()).contains(dependency);
  }

  List<String> turnsOn(Package pkg, boolean host) {
    Map<String, List<String>> turnsOn = of(host).turnsOn();
    return turnsOn.isEmpty() ? List.of() : turnsOn.getOrDefault(key(pkg), List.of());
  }

  /** Whether the feature goes with a dependency that is dropped. */
  boolean drops(Package pkg, String feature, boolean host) {
    Map<String, List<String>> prunes = of(host).prunes();
    if (prunes.isEmpty() || !prunes.containsKey(key(pkg))) {
      return false;
    }
    for (FeatureValue value : pkg.manifest().features().getOrDefault(feature, List.of())) {
      boolean gone =
          switch (value) {
            case FeatureValue.Feature(String name) -> prunes(pkg, name, host);
            case FeatureValue.Dep(String name) -> prunes(pkg, name, host);
            case FeatureValue.DepFeature d -> !d.weak() && prunes(pkg, d.dependency(), host);
          };
      if (gone) {
        return true;
      }
    }
    return false;
  }

  /** What of the features turned on in this package the lock or the package does not have. */
  List<Problem> unmet(Package pkg, boolean host, List<Resolution.Edge> edges) {
    var problems = new ArrayList<Problem>();
    for (String taken : turnsOn(pkg, host)) problems.addAll(unmet(pkg, taken, edges));
    return problems;
  }

  private static List<Problem> unmet(Package pkg, String taken, List<Resolution.Edge> edges) {
    var problems = new ArrayList<Problem>();
    var open = new ArrayDeque<>(List.of(taken));
    var seen = new HashSet<String>();
    while (!open.isEmpty()) {
      String name = open.poll();
      if (!seen.add(name)) continue;
      List<FeatureValue> values = pkg.manifest().features().getOrDefault(name, List.of());
      if (!pkg.manifest().features().containsKey(name)) {
        problems.add(
            Problem.of(
                    "an option takes the feature `"
                        + name
                        + "` of "
                        + key(pkg)
                        + ", which has no such feature")
                .withHelp(
                    "`heddle options` says which option; its overlay may be for other versions"));
      }
      for (FeatureValue value : values) {
        switch (value) {
          case FeatureValue.Feature(String other) -> open.add(other);
          case FeatureValue.Dep(String dependency) ->
              missing(pkg, taken, dependency, edges).ifPresent(problems::add);
          case FeatureValue.DepFeature d -> {
            if (!d.weak()) missing(pkg, taken, d.dependency(), edges).ifPresent(problems::add);
          }
        }
      }
    }
    return problems;
  }

  private static Optional<Problem> missing(
      Package pkg, String feature, String dependency, List<Resolution.Edge> edges) {
    boolean there =
        edges.stream()
            .flatMap(edge -> edge.dependencies().stream())
            .anyMatch(d -> d.nameInToml().equals(dependency));
    return there
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                    "an option takes the feature `"
                        + feature
                        + "` of "
                        + key(pkg)
                        + ", which needs `"
                        + dependency
                        + "`, and Cargo.lock does not have it")
                .withHelp(
                    "turn the feature on in a Cargo.toml, so that the lock gets it:\n"
                        + pkg.name()
                        + " = { version = \""
                        + pkg.version()
                        + "\", features = [\""
                        + feature
                        + "\"] }\nor give the option another value: `heddle options "
                        + pkg.name()
                        + "` lists it"));
  }

  private static Map<String, List<String>> copy(Map<String, List<String>> map) {
    var copy = new LinkedHashMap<String, List<String>>();
    map.forEach((name, list) -> copy.put(name, List.copyOf(list)));
    return Collections.unmodifiableMap(copy);
  }
}
