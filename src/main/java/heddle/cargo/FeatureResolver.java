package heddle.cargo;

import heddle.text.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds which features are on. Activation only ever adds, so the order of the walk does not matter.
 * Packages that have not come yet are noted as wanted, and what they would add is found in a later
 * run. Source of the rule: cargo's {@code resolver/features.rs}.
 */
final class FeatureResolver {
  /** A package, and whether as something that runs on the host. */
  private record At(int pkg, boolean host) {}

  private record Weak(At at, String dependency) {}

  private final Resolution resolution;
  private final Platforms platforms;
  private final FeatureOptions options;
  private final FeaturePolicy policy;
  private final Map<Integer, Set<String>> features = new HashMap<>();
  private final Map<Integer, Set<String>> dependencies = new HashMap<>();
  private final Set<At> walked = new HashSet<>();
  private final Map<Weak, Set<String>> deferred = new HashMap<>();
  private final Set<Integer> wanted = new TreeSet<>();
  private final List<Problem> problems = new ArrayList<>();

  FeatureResolver(
      Resolution resolution, Platforms platforms, FeatureOptions options, FeaturePolicy policy) {
    this.resolution = resolution;
    this.platforms = platforms;
    this.options = options;
    this.policy = policy;
  }

  /** What the policy asks for and nobody has. */
  List<Problem> problems() {
    return problems;
  }

  /** The packages that must come before the result is right. */
  Set<Integer> wanted() {
    return wanted;
  }

  ResolvedFeatures resolve(List<MemberFeatures> members) {
    for (MemberFeatures member : members) {
      int pkg = resolution.index(member.member().id());
      List<FeatureValue> values = member.values();
      // A package with a procedural macro may hold other targets too, so it counts both ways.
      activate(new At(pkg, false), values);
      if (options.decoupleHost() && member.member().hasProcMacro()) {
        activate(new At(pkg, true), values);
      }
    }
    return new ResolvedFeatures(options, features, dependencies);
  }

  private int key(At at) {
    return ResolvedFeatures.node(at.pkg, at.host && options.decoupleHost());
  }

  private void activate(At at, List<FeatureValue> values) {
    features.computeIfAbsent(key(at), _ -> new HashSet<>());
    for (FeatureValue value : values) {
      activate(at, value);
    }
    if (!walked.add(at)) {
      return;
    }
    Package pkg = resolution.pkg(at.pkg);
    if (!policy.turnsOn(pkg, at.host).isEmpty()) {
      policy.unmet(pkg, at.host, resolution.edges(at.pkg)).stream()
          .filter(each -> !problems.contains(each))
          .forEach(problems::add);
    }
    for (String name : policy.turnsOn(pkg, at.host)) {
      activate(at, FeatureValue.parse(name));
    }
    for (Resolution.Edge edge : resolution.edges(at.pkg)) {
      for (Dependency d : edge.dependencies()) {
        if (!d.optional() && counts(at, d) && come(edge.to())) {
          activate(below(at, edge.to(), d), valuesOf(edge.to(), d));
        }
      }
    }
  }

  private boolean come(int pkg) {
    boolean here = resolution.has(pkg);
    if (!here) {
      wanted.add(pkg);
    }
    return here;
  }

  private void activate(At at, FeatureValue value) {
    switch (value) {
      case FeatureValue.Feature(String name) -> activateFeature(at, name);
      case FeatureValue.Dep(String name) -> activateDependency(at, name);
      case FeatureValue.DepFeature d -> activateDepFeature(at, d);
    }
  }

  private void activateFeature(At at, String name) {
    if (policy.drops(resolution.pkg(at.pkg), name, at.host)) {
      return;
    }
    if (features.computeIfAbsent(key(at), _ -> new HashSet<>()).add(name)) {
      for (FeatureValue value :
          resolution.pkg(at.pkg).manifest().features().getOrDefault(name, List.of())) {
        activate(at, value);
      }
    }
  }

  private void activateDependency(At at, String name) {
    if (policy.prunes(resolution.pkg(at.pkg), name, at.host)) {
      return;
    }
    dependencies.computeIfAbsent(key(at), _ -> new HashSet<>()).add(name);
    Set<String> waiting = deferred.remove(new Weak(at, name));
    for (Resolution.Edge edge : resolution.edges(at.pkg)) {
      for (Dependency d : edge.dependencies()) {
        if (!d.nameInToml().equals(name) || !counts(at, d) || !come(edge.to())) {
          continue;
        }
        At below = below(at, edge.to(), d);
        if (waiting != null) {
          for (String feature : new ArrayList<>(waiting)) {
            activate(below, FeatureValue.parse(feature));
          }
        }
        activate(below, valuesOf(edge.to(), d));
      }
    }
  }

  private void activateDepFeature(At at, FeatureValue.DepFeature value) {
    String name = value.dependency();
    for (Resolution.Edge edge : resolution.edges(at.pkg)) {
      for (Dependency d : edge.dependencies()) {
        if (!d.nameInToml().equals(name) || !counts(at, d)) {
          continue;
        }
        if (d.optional()) {
          if (value.weak() && !dependencies.getOrDefault(key(at), Set.of()).contains(name)) {
            deferred.computeIfAbsent(new Weak(at, name), _ -> new HashSet<>()).add(value.feature());
            continue;
          }
          activateDependency(at, name);
          if (!value.weak() && resolution.pkg(at.pkg).manifest().features().containsKey(name)) {
            activateFeature(at, name);
          }
        }
        if (come(edge.to())) {
          activate(below(at, edge.to(), d), FeatureValue.parse(value.feature()));
        }
      }
    }
  }

  /** What a dependency asks of the package that answers it. */
  private List<FeatureValue> valuesOf(int to, Dependency d) {
    var values = new ArrayList<FeatureValue>(d.features().size() + 1);
    for (String feature : d.features()) {
      values.add(FeatureValue.parse(feature));
    }
    if (d.defaultFeatures() && resolution.pkg(to).manifest().features().containsKey("default")) {
      values.add(new FeatureValue.Feature("default"));
    }
    return values;
  }

  private At below(At at, int to, Dependency d) {
    boolean host =
        at.host
            || (options.decoupleHost()
                && (d.isBuild()
                    || resolution
                        .pkg(to)
                        .manifest()
                        .library()
                        .map(CargoTarget::procMacro)
                        .orElse(false)));
    return new At(to, host);
  }

  private boolean counts(At at, Dependency d) {
    if (d.optional() && policy.prunes(resolution.pkg(at.pkg), d.nameInToml(), at.host)) {
      return false;
    }
    if (options.decoupleDev() && d.kind() == DependencyKind.DEVELOPMENT) {
      return false;
    }
    if (!options.ignoreInactive() || d.condition().isEmpty()) {
      return true;
    }
    boolean host = d.isBuild() || at.host;
    return host
        ? platforms.active(d, Platform.host())
        : platforms.requested().stream().anyMatch(p -> platforms.active(d, p));
  }
}
