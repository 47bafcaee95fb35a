package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Features and dependencies as the search for versions turns them on, which {@code cargo metadata}
 * shows: all platforms and kinds together, and {@code a?/b} counts as asking for {@code a}. A
 * member counts twice: as a root, which brings its development dependencies with the features asked
 * of it by the command line, and as what others depend on. Source of the rule: cargo's {@code
 * core/resolver/dep_cache.rs}.
 */
final class OneVersionFeatures {
  /** A package as a root, or as a dependency. */
  private record At(int pkg, boolean root) {}

  private final Resolution resolution;
  private final Map<At, Set<String>> features = new HashMap<>();
  private final Map<At, Map<String, Set<String>>> asked = new HashMap<>();
  private final Deque<At> changed = new ArrayDeque<>();
  private final Set<Integer> wanted = new TreeSet<>();

  OneVersionFeatures(Resolution resolution) {
    this.resolution = resolution;
  }

  /** Runs from the members; gives the packages that must come before the result is right. */
  Set<Integer> run(List<MemberFeatures> members) throws ProblemException {
    for (MemberFeatures member : members) {
      var at = new At(resolution.index(member.member().id()), true);
      enter(at);
      for (FeatureValue value : member.values()) {
        require(at, value);
      }
    }
    while (!changed.isEmpty()) {
      spread(changed.pop());
    }
    return wanted;
  }

  boolean isReached(int pkg) {
    return features.containsKey(new At(pkg, true)) || features.containsKey(new At(pkg, false));
  }

  List<String> features(int pkg) {
    var both = new HashSet<>(features.getOrDefault(new At(pkg, true), Set.of()));
    both.addAll(features.getOrDefault(new At(pkg, false), Set.of()));
    var sorted = new ArrayList<>(both);
    sorted.sort(Bytewise.ORDER);
    return sorted;
  }

  /** Whether the package, with its features, asks for the dependency. */
  boolean isActive(int pkg, Dependency d) {
    return isActive(new At(pkg, true), d) || isActive(new At(pkg, false), d);
  }

  private boolean isActive(At at, Dependency d) {
    return (at.root || d.isTransitive())
        && features.containsKey(at)
        && (!d.optional() || asked.getOrDefault(at, Map.of()).containsKey(d.nameInToml()));
  }

  private void enter(At at) {
    if (features.putIfAbsent(at, new HashSet<>()) == null) {
      changed.push(at);
    }
  }

  private void spread(At at) throws ProblemException {
    for (Resolution.Edge edge : resolution.edges(at.pkg)) {
      for (Dependency d : edge.dependencies()) {
        if (!isActive(at, d)) {
          continue;
        }
        if (!resolution.has(edge.to())) {
          wanted.add(edge.to());
          continue;
        }
        var below = new At(edge.to(), false);
        enter(below);
        var names = new ArrayList<>(d.features());
        names.addAll(asked.getOrDefault(at, Map.of()).getOrDefault(d.nameInToml(), Set.of()));
        if (d.defaultFeatures() && map(edge.to()).containsKey("default")) {
          names.add("default");
        }
        for (String name : names) {
          if (!map(edge.to()).containsKey(name)) {
            throw missing(at.pkg, edge.to(), d, name);
          }
          requireFeature(below, name);
        }
      }
    }
  }

  private Map<String, List<FeatureValue>> map(int pkg) {
    return resolution.pkg(pkg).manifest().features();
  }

  private ProblemException missing(int from, int to, Dependency d, String name) {
    String below = resolution.pkg(to).name();
    Problem problem =
        Problem.at(
            d.place(),
            "package `"
                + resolution.pkg(from).id()
                + "` depends on `"
                + below
                + "` with feature `"
                + name
                + "` but `"
                + below
                + "` does not have that feature");
    Optional<Suggestion> near = Suggestion.among(map(to).keySet(), name);
    return new ProblemException(
        near.isPresent() ? problem.withHelp(near.get().help("feature")) : problem);
  }

  private void require(At at, FeatureValue value) {
    switch (value) {
      case FeatureValue.Feature(String name) -> requireFeature(at, name);
      case FeatureValue.Dep(String name) -> ask(at, name, Optional.empty());
      case FeatureValue.DepFeature(String name, String feature, boolean weak) -> {
        boolean optional =
            resolution.pkg(at.pkg).manifest().dependencies().stream()
                .anyMatch(d -> d.optional() && d.nameInToml().equals(name));
        if (!weak && optional && map(at.pkg).containsKey(name)) {
          requireFeature(at, name);
        }
        ask(at, name, Optional.of(feature));
      }
    }
  }

  private void ask(At at, String dependency, Optional<String> feature) {
    Map<String, Set<String>> own = asked.computeIfAbsent(at, _ -> new HashMap<>());
    boolean news = !own.containsKey(dependency);
    Set<String> set = own.computeIfAbsent(dependency, _ -> new HashSet<>());
    if (feature.isPresent()) {
      news |= set.add(feature.get());
    }
    if (news) {
      changed.push(at);
    }
  }

  private void requireFeature(At at, String name) {
    Set<String> own = features.computeIfAbsent(at, _ -> new HashSet<>());
    if (own.add(name)) {
      for (FeatureValue value : map(at.pkg).getOrDefault(name, List.of())) {
        require(at, value);
      }
      changed.push(at);
    }
  }
}
