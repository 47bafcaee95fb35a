package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tells whether a lock still is what the manifests ask for, as far as manifests are at hand: all
 * that cargo would lock (every feature and development dependency of members, all targets) is
 * walked along the lock's edges. Of a package whose manifest is not at hand the lock is believed.
 * Source of the rules: cargo's {@code core/resolver/dep_cache.rs}.
 */
final class LockDrift {
  private final Workspace workspace;
  private final Lock lock;
  private final Resolution resolution;
  private final LockedGraph locked;
  private final Map<Integer, Package> known;
  private final Map<Integer, Asked> asked = new TreeMap<>();
  private final ArrayDeque<Integer> open = new ArrayDeque<>();
  private final Map<Integer, Set<Integer>> used = new HashMap<>();

  /** What is asked of a package so far. */
  private static final class Asked {
    private final Set<String> features = new TreeSet<>();
    private boolean all;
  }

  private LockDrift(
      Workspace workspace, Lock lock, Resolution resolution, Map<Integer, Package> known) {
    this.workspace = workspace;
    this.lock = lock;
    this.resolution = resolution;
    this.locked = resolution.locked();
    this.known = known;
  }

  /** At hand are the manifests that have come to the resolution, and those of path packages. */
  static LockDrift of(
      Workspace workspace, Lock lock, Resolution resolution, Collection<Package> local) {
    var known = new HashMap<>(resolution.packages());
    local.forEach(pkg -> known.put(resolution.index(pkg.id()), pkg));
    return new LockDrift(workspace, lock, resolution, known);
  }

  void check() throws ProblemException, StaleLock {
    Optional<Problem> found = walk();
    if (found.isEmpty()) {
      found = patches();
    }
    if (found.isEmpty()) {
      found = leftOver();
    }
    if (found.isPresent()) {
      throw new StaleLock(found.get());
    }
  }

  private Optional<Problem> walk() throws ProblemException {
    var entries = new HashSet<String>();
    for (Lock.Locked each : lock.packages()) {
      if (each.source().isEmpty()) {
        entries.add(each.name() + " " + each.version());
      }
    }
    for (Package member : workspace.members()) {
      ask(resolution.index(member.id()), Set.of(), true);
    }
    while (!open.isEmpty()) {
      int index = open.removeFirst();
      Package pkg = known.get(index);
      if (pkg == null) {
        continue;
      }
      PackageId id = pkg.id();
      if (id.source().isPath() && !entries.contains(id.name() + " " + id.version())) {
        return Optional.of(Problem.of("the lock file does not know the package `" + id + "`"));
      }
      Optional<Problem> missing = step(index, pkg);
      if (missing.isPresent()) {
        return missing;
      }
    }
    return Optional.empty();
  }

  private Optional<Problem> step(int index, Package pkg) throws ProblemException {
    Asked request = asked.getOrDefault(index, new Asked());
    var turnedOn = new HashMap<String, Set<String>>();
    var features = new HashSet<String>();
    for (String feature : request.all ? pkg.manifest().features().keySet() : request.features) {
      turnOn(pkg, feature, features, turnedOn);
    }
    int[] listed = locked.listed(index);
    Set<Integer> edges = used.computeIfAbsent(index, _ -> new HashSet<>());
    for (Dependency d : pkg.manifest().dependencies()) {
      if ((!d.isTransitive() && !workspace.isMember(pkg.id()))
          || (d.optional() && !turnedOn.containsKey(d.nameInToml()))) {
        continue;
      }
      Optional<Integer> to = resolution.listed(d, listed);
      if (to.isEmpty()) {
        return Optional.of(
            Problem.at(
                d.place(),
                "the lock file has no package for the dependency `"
                    + d.nameInToml()
                    + "` of `"
                    + pkg.name()
                    + "`"));
      }
      edges.add(to.get());
      var wanted = new TreeSet<>(d.features());
      wanted.addAll(turnedOn.getOrDefault(d.nameInToml(), Set.of()));
      if (d.defaultFeatures()) {
        wanted.add("default");
      }
      // The lock knows nothing of the configuration's overrides.
      int stand = locked.replacement(to.get());
      int target = locked.isOverride(stand) ? to.get() : stand;
      ask(target, wanted, false);
      if (target != to.get()) {
        asked.computeIfAbsent(to.get(), _ -> new Asked());
        used.computeIfAbsent(to.get(), _ -> new HashSet<>());
      }
    }
    return Optional.empty();
  }

  private static boolean optional(Package pkg, String key) {
    for (Dependency d : pkg.manifest().dependencies()) {
      if (d.nameInToml().equals(key) && d.optional()) return true;
    }
    return false;
  }

  private static void turnOn(
      Package pkg, String name, Set<String> features, Map<String, Set<String>> dependencies) {
    List<FeatureValue> values = pkg.manifest().features().get(name);
    if (values == null || !features.add(name)) {
      return;
    }
    for (FeatureValue value : values) {
      switch (value) {
        case FeatureValue.Feature(String other) -> turnOn(pkg, other, features, dependencies);
        case FeatureValue.Dep(String key) ->
            dependencies.computeIfAbsent(key, _ -> new TreeSet<>());
        case FeatureValue.DepFeature(String key, String feature, boolean weak) -> {
          // A lock holds a dependency that is only asked for weakly, too.
          // A required dependency has no feature of its name: one that is called so is another.
          if (!weak && optional(pkg, key)) {
            turnOn(pkg, key, features, dependencies);
          }
          dependencies.computeIfAbsent(key, _ -> new TreeSet<>()).add(feature);
        }
      }
    }
  }

  private void ask(int index, Set<String> features, boolean all) {
    Asked before = asked.get(index);
    boolean fresh = before == null;
    Asked now = asked.computeIfAbsent(index, _ -> new Asked());
    boolean more = now.features.addAll(features);
    boolean wider = all && !now.all;
    now.all |= all;
    if (fresh || more || wider) {
      open.addLast(index);
    }
  }

  /** Every patch is used, or listed as unused; nothing else is. */
  private Optional<Problem> patches() {
    var unused = new ArrayList<>(lock.unusedPatches());
    for (var table : workspace.tables().patches().values()) {
      for (Dependency d : table) {
        boolean listed = unused.removeIf(p -> isOf(d, p));
        if (!listed && lock.packages().stream().noneMatch(p -> isOf(d, p))) {
          return Optional.of(
              Problem.at(
                  d.place(), "the lock file does not know the patch `" + d.nameInToml() + "`"));
        }
      }
    }
    return unused.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                "the lock file lists the patch `"
                    + unused.getFirst().name()
                    + "`, which is not there"));
  }

  private static boolean isOf(Dependency d, Lock.Locked p) {
    return p.name().equals(d.packageName())
        && d.requirement().matches(p.version())
        && (p.source().isPresent() ? p.source().get().equals(d.source()) : d.source().isPath());
  }

  /** What the lock holds and nothing asks for. */
  private Optional<Problem> leftOver() {
    BitSet believed = believed();
    var there = new HashSet<PackageId>();
    for (int i = 0; i < locked.size(); i++) {
      boolean reached = (asked.containsKey(i) || believed.get(i)) && !locked.isOverride(i);
      if (reached) {
        there.add(locked.id(i));
      }
      if (reached && !believed.get(i) && known.containsKey(i)) {
        Set<Integer> edges = used.getOrDefault(i, Set.of());
        for (int to : locked.listed(i)) {
          if (!edges.contains(to)) {
            return Optional.of(
                Problem.of(
                    "the lock file lists `"
                        + locked.id(to)
                        + "` below `"
                        + locked.id(i)
                        + "`, which does not ask for it"));
          }
        }
      }
    }
    if (there.size() != lock.packages().size()) {
      return Optional.of(Problem.of("the lock file has packages that nothing asks for"));
    }
    return Optional.empty();
  }

  /** The packages without a manifest at hand, and all below them: what they ask for is unknown. */
  private BitSet believed() {
    var believed = new BitSet();
    var next = new ArrayDeque<Integer>();
    for (int index : asked.keySet()) {
      if (!known.containsKey(index)) {
        next.add(index);
      }
    }
    while (!next.isEmpty()) {
      int index = next.removeLast();
      if (!believed.get(index)) {
        believed.set(index);
        for (int to : locked.listed(index)) {
          next.add(to);
          next.add(locked.replacement(to));
        }
      }
    }
    return believed;
  }
}
