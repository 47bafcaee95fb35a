package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which package answers each dependency: the lock's edges, told apart by the manifests of the
 * packages. Packages come as they are found to be needed; an edge is known once its package has
 * come. Development dependencies count for the packages that the build is for, and no others.
 */
final class Resolution {
  /** A package below another, and the dependencies it answers, in the manifest's order. */
  record Edge(int to, List<Dependency> dependencies) {
    Edge {
      dependencies = List.copyOf(dependencies);
    }
  }

  private final LockedGraph locked;
  private final Set<PackageId> members;
  private final Set<PackageId> roots;
  private final FeaturePolicy policy;
  private final Map<String, List<Dependency>> patches;
  private final Map<Integer, Package> packages = new HashMap<>();
  private final Map<Integer, List<Edge>> edges = new HashMap<>();

  /**
   * Members are those of the workspace; roots the packages that the build is for; patches are by
   * the canonical URL of the source they are for.
   */
  Resolution(
      LockedGraph locked,
      Set<PackageId> members,
      Set<PackageId> roots,
      FeaturePolicy policy,
      Map<String, List<Dependency>> patches) {
    this.locked = locked;
    this.members = members;
    this.roots = roots;
    this.policy = policy;
    this.patches = patches;
  }

  LockedGraph locked() {
    return locked;
  }

  /** The packages that have come, by their index. */
  Map<Integer, Package> packages() {
    return Collections.unmodifiableMap(packages);
  }

  boolean has(int index) {
    return packages.containsKey(index);
  }

  Package pkg(int index) {
    Package known = packages.get(index);
    if (known == null) {
      throw new IllegalStateException("not loaded: " + locked.id(index));
    }
    return known;
  }

  boolean isMember(int index) {
    return members.contains(locked.id(index));
  }

  int index(PackageId id) {
    return locked.index(id).orElseThrow(() -> new IllegalStateException("not in the lock: " + id));
  }

  /** Takes a package in, and tells its dependencies apart. */
  void add(int index, Package pkg) throws ProblemException {
    if (packages.put(index, pkg) == null) {
      edges.put(index, edgesOf(index, pkg));
    }
  }

  /** The edges of a package that has come, by the package below. */
  List<Edge> edges(int index) {
    List<Edge> known = edges.get(index);
    if (known == null) {
      throw new IllegalStateException("not loaded: " + locked.id(index));
    }
    return known;
  }

  private List<Edge> edgesOf(int index, Package pkg) throws ProblemException {
    int[] listed = locked.listed(index);
    var below = new TreeMap<Integer, List<Dependency>>();
    var problems = new ArrayList<Problem>();
    boolean root = roots.contains(pkg.id());
    for (Dependency d : pkg.manifest().dependencies()) {
      if (!d.isTransitive() && !root) {
        continue;
      }
      if (d.optional() && policy.prunes(pkg, d.nameInToml())) {
        continue;
      }
      Optional<Integer> to = listed(d, listed).map(locked::replacement);
      if (to.isPresent()) {
        below.computeIfAbsent(to.get(), _ -> new ArrayList<>()).add(d);
      } else if (members.contains(pkg.id())) {
        problems.add(missing(pkg, d));
      } else if (locked.isOverride(index) && !d.optional()) {
        problems.add(
            Problem.at(
                    d.place(),
                    "the override of `"
                        + pkg.name()
                        + "` by `paths` of the configuration asks for `"
                        + d.nameInToml()
                        + "`, which what it stands in for does not")
                .withHelp("a `[patch]` in the workspace's manifest may change dependencies"));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    var result = new ArrayList<Edge>(below.size());
    below.forEach((to, dependencies) -> result.add(new Edge(to, dependencies)));
    return result;
  }

  /**
   * Which of the packages that the lock lists answers a dependency, before {@code [replace]}: the
   * first in the order of ids, be it of the dependency's own source or a patch of that. Source of
   * the rule: {@code lock} in cargo's {@code core/registry.rs}.
   */
  Optional<Integer> listed(Dependency d, int[] listed) {
    for (int to : listed) {
      PackageId id = locked.id(to);
      if (!id.name().equals(d.packageName()) || !d.requirement().matches(id.version())) {
        continue;
      }
      if (id.source().equals(d.source()) || isPatch(d, id)) {
        return Optional.of(to);
      }
    }
    return Optional.empty();
  }

  private boolean isPatch(Dependency d, PackageId id) {
    return patches.getOrDefault(d.source().canonicalUrl(), List.of()).stream()
        .anyMatch(p -> p.packageName().equals(id.name()) && p.source().equals(id.source()));
  }

  private static Problem missing(Package pkg, Dependency d) {
    return Problem.at(
            d.place(),
            "the lock file has no package for the dependency `"
                + d.nameInToml()
                + "` of `"
                + pkg.name()
                + "`")
        .withHelp("bring Cargo.lock up to date: `cargo update --workspace`");
  }
}
