package heddle.cargo;

import heddle.text.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A lock joined with the path packages at hand: package ids, sorted, and for each the packages that
 * the lock lists as its dependencies, sorted. Path packages the lock knows and the workspace does
 * not are left out, as cargo does ({@code resolver/encode.rs}); a path package whose version has
 * changed keeps its edges.
 */
final class LockedGraph {
  private final List<PackageId> ids;
  private final Map<PackageId, Integer> indices = new HashMap<>();
  private final List<Optional<String>> checksums;
  private final int[][] edges;
  private final int[] replacements;
  private final Set<Integer> overrides = new HashSet<>();

  private LockedGraph(List<PackageId> ids, List<Optional<String>> checksums) {
    this.ids = ids;
    this.checksums = checksums;
    edges = new int[ids.size()][];
    replacements = new int[ids.size()];
    for (int i = 0; i < ids.size(); i++) {
      indices.put(ids.get(i), i);
      replacements[i] = i;
    }
  }

  /** The lock, and the ids of all path packages that members reach. */
  static LockedGraph join(Lock lock, List<PackageId> local) {
    var byId = new HashMap<PackageId, Lock.Locked>();
    for (Lock.Locked p : lock.packages()) {
      Optional<PackageId> id =
          p.source().isPresent()
              ? Optional.of(new PackageId(p.name(), p.version(), p.source().get()))
              : local(p, local);
      if (id.isPresent()) {
        byId.putIfAbsent(id.get(), p);
      }
    }
    var known = Set.copyOf(byId.keySet());
    for (PackageId id : local) { // a path package that the lock does not know has no edges
      byId.computeIfAbsent(id, LockedGraph::unlocked);
    }
    var ids = new ArrayList<PackageId>(byId.size());
    var entries = new ArrayList<Lock.Locked>(byId.size());
    var checksums = new ArrayList<Optional<String>>(byId.size());
    for (var entry : new TreeMap<>(byId).entrySet()) {
      ids.add(entry.getKey());
      entries.add(entry.getValue());
      checksums.add(entry.getValue().checksum());
    }
    var graph = new LockedGraph(ids, checksums);
    var byName = new HashMap<String, List<Integer>>();
    // A name leads to what the lock holds: beside it may be, for one, a patch that nothing uses.
    for (int i = 0; i < ids.size(); i++) {
      if (known.contains(ids.get(i))) {
        byName.computeIfAbsent(ids.get(i).name(), _ -> new ArrayList<>()).add(i);
      }
    }
    for (int i = 0; i < ids.size(); i++) {
      if (!known.contains(ids.get(i))) {
        byName.putIfAbsent(ids.get(i).name(), List.of(i));
      }
    }
    for (int i = 0; i < ids.size(); i++) {
      Lock.Locked p = entries.get(i);
      var to = new ArrayList<Integer>();
      for (Lock.Reference reference : p.dependencies()) {
        graph.find(reference, byName).ifPresent(to::add);
      }
      graph.edges[i] = to.stream().mapToInt(Integer::intValue).sorted().distinct().toArray();
      if (p.replace().isPresent()) {
        Optional<Integer> by = graph.find(p.replace().get(), byName);
        if (by.isPresent()) {
          graph.replacements[i] = by.get();
        }
      }
    }
    return graph;
  }

  private static Lock.Locked unlocked(PackageId id) {
    return new Lock.Locked(
        id.name(),
        id.version(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        new Source("", "").all());
  }

  private static Optional<PackageId> local(Lock.Locked p, List<PackageId> local) {
    List<PackageId> named = local.stream().filter(id -> id.name().equals(p.name())).toList();
    return named.size() == 1
        ? Optional.of(named.getFirst())
        : named.stream().filter(id -> id.version().equals(p.version())).findFirst();
  }

  private Optional<Integer> find(Lock.Reference reference, Map<String, List<Integer>> byName) {
    List<Integer> named = byName.getOrDefault(reference.name(), List.of());
    if (named.size() == 1 && reference.source().isEmpty()) {
      return Optional.of(named.getFirst());
    }
    if (reference.version().isPresent()) {
      Version version = reference.version().get();
      named = named.stream().filter(i -> ids.get(i).version().equals(version)).toList();
    }
    if (reference.source().isPresent()) {
      SourceId source = reference.source().get();
      return named.stream().filter(i -> ids.get(i).source().equals(source)).findFirst();
    }
    if (named.size() > 1) {
      // Only a path package may stand without its source where others have the same version.
      named = named.stream().filter(i -> ids.get(i).source().isPath()).toList();
    }
    return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
  }

  int size() {
    return ids.size();
  }

  PackageId id(int index) {
    return ids.get(index);
  }

  List<PackageId> ids() {
    return ids;
  }

  Optional<Integer> index(PackageId id) {
    return Optional.ofNullable(indices.get(id));
  }

  Optional<String> checksum(int index) {
    return checksums.get(index);
  }

  /** The packages the lock lists below this one, before {@code [replace]}. */
  int[] listed(int index) {
    return Arrays.copyOf(edges[index], edges[index].length);
  }

  /**
   * Puts a package of the workspace's configuration in the place of all that have its name; what
   * the lock lists below these stays. Source of the rule: {@code query_overrides} of cargo's {@code
   * core/registry.rs}.
   */
  void override(PackageId by) {
    Integer index = indices.get(by);
    if (index == null) {
      return;
    }
    overrides.add(index);
    var below = new TreeSet<Integer>();
    for (int i = 0; i < ids.size(); i++) {
      if (i != index && ids.get(i).name().equals(by.name()) && !ids.get(i).source().isPath()) {
        replacements[i] = index;
        Arrays.stream(edges[i]).forEach(below::add);
      }
    }
    edges[index] = below.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Whether the package is not the lock's but the configuration's, in the place of another. */
  boolean isOverride(int index) {
    return overrides.contains(index);
  }

  /** What {@code [replace]} puts in the place of the package, else the package. */
  int replacement(int index) {
    return replacements[index];
  }
}
