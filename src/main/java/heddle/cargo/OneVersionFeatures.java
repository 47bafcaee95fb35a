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
 * shows: all platforms and kinds together, and {@code a?/b} counts as asking for {@code a}. Source
 * of the rule: cargo's {@code core/resolver/dep_cache.rs}.
 */
final class OneVersionFeatures {
  private final Resolution resolution;
  private final Map<Integer, Set<String>> features = new HashMap<>();
  private final Map<Integer, Map<String, Set<String>>> asked = new HashMap<>();
  private final Deque<Integer> changed = new ArrayDeque<>();
  private final Set<Integer> wanted = new TreeSet<>();

  OneVersionFeatures(Resolution resolution) {
    this.resolution = resolution;
  }

  /** Runs from the members; gives the packages that must come before the result is right. */
  Set<Integer> run(List<MemberFeatures> members) throws ProblemException {
    for (MemberFeatures member : members) {
      int pkg = resolution.index(member.member().id());
      enter(pkg);
      for (FeatureValue value : member.values()) {
        require(pkg, value);
      }
    }
    while (!changed.isEmpty()) {
      spread(changed.pop());
    }
    return wanted;
  }

  List<String> features(int pkg) {
    var sorted = new ArrayList<>(features.getOrDefault(pkg, Set.of()));
    sorted.sort(Bytewise.ORDER);
    return sorted;
  }

  /** Whether the package, with its features, asks for the dependency. */
  boolean isActive(int pkg, Dependency d) {
    return !d.optional() || asked.getOrDefault(pkg, Map.of()).containsKey(d.nameInToml());
  }

  private void enter(int pkg) {
    if (features.putIfAbsent(pkg, new HashSet<>()) == null) {
      changed.push(pkg);
    }
  }

  private void spread(int pkg) throws ProblemException {
    for (Resolution.Edge edge : resolution.edges(pkg)) {
      for (Dependency d : edge.dependencies()) {
        if (!isActive(pkg, d)) {
          continue;
        }
        if (!resolution.has(edge.to())) {
          wanted.add(edge.to());
          continue;
        }
        enter(edge.to());
        var names = new ArrayList<>(d.features());
        names.addAll(asked.getOrDefault(pkg, Map.of()).getOrDefault(d.nameInToml(), Set.of()));
        if (d.defaultFeatures() && map(edge.to()).containsKey("default")) {
          names.add("default");
        }
        for (String name : names) {
          if (!map(edge.to()).containsKey(name)) {
            throw missing(pkg, edge.to(), d, name);
          }
          requireFeature(edge.to(), name);
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

  private void require(int pkg, FeatureValue value) {
    switch (value) {
      case FeatureValue.Feature(String name) -> requireFeature(pkg, name);
      case FeatureValue.Dep(String name) -> ask(pkg, name, Optional.empty());
      case FeatureValue.DepFeature(String name, String feature, boolean weak) -> {
        boolean optional =
            resolution.pkg(pkg).manifest().dependencies().stream()
                .anyMatch(d -> d.optional() && d.nameInToml().equals(name));
        if (!weak && optional && map(pkg).containsKey(name)) {
          requireFeature(pkg, name);
        }
        ask(pkg, name, Optional.of(feature));
      }
    }
  }

  private void ask(int pkg, String dependency, Optional<String> feature) {
    Map<String, Set<String>> own = asked.computeIfAbsent(pkg, _ -> new HashMap<>());
    boolean news = !own.containsKey(dependency);
    Set<String> set = own.computeIfAbsent(dependency, _ -> new HashSet<>());
    if (feature.isPresent()) {
      news |= set.add(feature.get());
    }
    if (news) {
      changed.push(pkg);
    }
  }

  private void requireFeature(int pkg, String name) {
    Set<String> own = features.computeIfAbsent(pkg, _ -> new HashSet<>());
    if (own.add(name)) {
      for (FeatureValue value : map(pkg).getOrDefault(name, List.of())) {
        require(pkg, value);
      }
      changed.push(pkg);
    }
  }
}
