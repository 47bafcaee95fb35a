package heddle.cargo.resolve;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What was learnt of dependencies that could not be satisfied: sets of packages of which, while all
 * are active, the dependency cannot be. Kept as a tree by dependency, each level one package of a
 * set in order ({@code core/resolver/conflict_cache.rs}).
 */
final class Conflicts {
  private static final class Node {
    final TreeMap<Pid, Node> inner = new TreeMap<>();
    Optional<SortedMap<Pid, Reason>> set = Optional.empty();
  }

  private record Found(SortedMap<Pid, Reason> set, int age) {}

  private final Map<Wanted, Node> sets = new HashMap<>();
  private final Map<Pid, Set<Wanted>> involved = new HashMap<>();

  void add(Wanted wanted, SortedMap<Pid, Reason> conflict) {
    Node node = sets.computeIfAbsent(wanted, _ -> new Node());
    for (Pid pid : conflict.keySet()) {
      node = node.inner.computeIfAbsent(pid, _ -> new Node());
      involved.computeIfAbsent(pid, _ -> new LinkedHashSet<>()).add(wanted);
    }
    node.set = Optional.of(new TreeMap<>(conflict));
  }

  /** Dependencies with a conflict that this package is part of. */
  Set<Wanted> involving(Pid pid) {
    return involved.getOrDefault(pid, Set.of());
  }

  /**
   * A conflict of which all packages are active, the youngest of them as old as possible.
   *
   * @param must a package that is part of it; its own age does not count
   * @param limit only conflicts whose youngest is older
   */
  Optional<SortedMap<Pid, Reason>> find(
      Wanted wanted, Function<Pid, OptionalInt> active, Optional<Pid> must, int limit) {
    Node node = sets.get(wanted);
    return node == null ? Optional.empty() : find(node, active, must, limit).map(Found::set);
  }

  private static Optional<Found> find(
      Node node, Function<Pid, OptionalInt> active, Optional<Pid> must, int limit) {
    if (node.set.isPresent()) {
      return must.isEmpty() ? node.set.map(set -> new Found(set, 0)) : Optional.empty();
    }
    Optional<Found> best = Optional.empty();
    int oldest = limit;
    var inner = must.isPresent() ? node.inner.headMap(must.get(), true) : node.inner;
    for (var entry : inner.entrySet()) {
      Pid pid = entry.getKey();
      boolean isMust = must.isPresent() && must.get() == pid;
      OptionalInt age = active.apply(pid);
      if (age.isEmpty() || (age.getAsInt() >= oldest && !isMust)) {
        continue;
      }
      Optional<Found> found =
          find(entry.getValue(), active, isMust ? Optional.empty() : must, oldest);
      if (found.isPresent()) {
        int youngest = isMust ? found.get().age : Math.max(age.getAsInt(), found.get().age);
        if (youngest < oldest) {
          best = Optional.of(new Found(found.get().set, youngest));
          oldest = youngest;
        }
      }
    }
    return best;
  }
}
