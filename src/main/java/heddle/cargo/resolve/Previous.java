package heddle.cargo.resolve;

import heddle.cargo.Lock;
import heddle.cargo.Package;
import heddle.cargo.PackageId;
import heddle.cargo.Version;
import heddle.cargo.Workspace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A lock joined with the workspace's packages: each package it knows with those it lists below it,
 * sorted. Path packages that are gone are left out ({@code core/resolver/encode.rs}).
 */
record Previous(
    int format,
    TreeMap<PackageId, TreeSet<PackageId>> graph,
    Map<PackageId, String> checksums,
    Map<PackageId, PackageId> replacements,
    List<PackageId> unusedPatches) {

  static Previous of(Lock lock, Workspace workspace) {
    var local = new ArrayList<PackageId>();
    workspace.members().forEach(member -> local.add(member.id()));
    workspace.pathPackages().values().stream().map(Package::id).forEach(local::add);
    var live = new HashMap<PackageId, Lock.Locked>();
    var byName = new HashMap<String, List<PackageId>>();
    for (Lock.Locked locked : lock.packages()) {
      Optional<PackageId> id = id(locked, local);
      if (id.isPresent()) {
        live.put(id.get(), locked);
        byName.computeIfAbsent(locked.name(), _ -> new ArrayList<>()).add(id.get());
      }
    }
    var graph = new TreeMap<PackageId, TreeSet<PackageId>>();
    var checksums = new HashMap<PackageId, String>();
    var replacements = new HashMap<PackageId, PackageId>();
    live.forEach((id, locked) -> {
      var edges = new TreeSet<PackageId>();
      locked.dependencies().forEach(d -> find(d, byName).ifPresent(edges::add));
      graph.put(id, edges);
      locked.checksum().ifPresent(sum -> checksums.put(id, sum));
      locked
          .replace()
          .flatMap(reference -> find(reference, byName))
          .ifPresent(other -> replacements.put(id, other));
    });
    var unused = new ArrayList<PackageId>();
    lock.unusedPatches().forEach(patch -> id(patch, local).ifPresent(unused::add));
    return new Previous(lock.format(), graph, checksums, replacements, unused);
  }

  /** Whether the other is the same but for its layout. */
  boolean saysSame(Previous other) {
    return graph.equals(other.graph)
        && checksums.equals(other.checksums)
        && replacements.equals(other.replacements)
        && unusedPatches.equals(other.unusedPatches);
  }

  Collection<PackageId> ids() {
    return graph.keySet();
  }

  private static Optional<PackageId> id(Lock.Locked locked, List<PackageId> local) {
    if (locked.source().isPresent()) {
      return Optional.of(new PackageId(locked.name(), locked.version(), locked.source().get()));
    }
    List<PackageId> named = local.stream().filter(p -> p.name().equals(locked.name())).toList();
    Optional<PackageId> found =
        named.stream().map(PackageId::version).distinct().count() == 1
            ? Optional.of(named.getFirst())
            : named.stream().filter(p -> p.version().equals(locked.version())).findFirst();
    // The version is that of the lock: the package may have changed its own since.
    return found.map(p -> new PackageId(p.name(), locked.version(), p.source()));
  }

  private static Optional<PackageId> find(
      Lock.Reference reference, Map<String, List<PackageId>> byName) {
    List<PackageId> named = byName.getOrDefault(reference.name(), List.of());
    if (reference.version().isPresent()) {
      Version version = reference.version().get();
      named = named.stream().filter(id -> id.version().equals(version)).toList();
    } else if (named.stream().map(PackageId::version).distinct().count() != 1) {
      return Optional.empty();
    }
    if (reference.source().isPresent()) {
      return named.stream().filter(id -> id.source().equals(reference.source().get())).findFirst();
    }
    List<PackageId> paths = named.stream().filter(id -> id.source().isPath()).toList();
    if (!paths.isEmpty()) {
      return paths.size() == 1 ? Optional.of(paths.getFirst()) : Optional.empty();
    }
    return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
  }
}
