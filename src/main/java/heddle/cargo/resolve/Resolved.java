package heddle.cargo.resolve;

import heddle.cargo.PackageId;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The outcome of a search: the packages, sorted, each with those it depends on, before {@code
 * [replace]}; what replaces what; the checksums; the patches that nothing uses; what is to be
 * warned of.
 */
public record Resolved(
    Map<PackageId, Set<PackageId>> graph,
    Map<PackageId, PackageId> replacements,
    Map<PackageId, String> checksums,
    List<PackageId> unusedPatches,
    List<Problem> warnings) {
  public Resolved {
    warnings = List.copyOf(warnings);
    var copy = new TreeMap<PackageId, Set<PackageId>>();
    graph.forEach((id, to) -> copy.put(id, Collections.unmodifiableSet(new TreeSet<>(to))));
    graph = Collections.unmodifiableMap(copy);
    replacements = Map.copyOf(replacements);
    checksums = Map.copyOf(checksums);
    unusedPatches = List.copyOf(unusedPatches);
  }

  static Resolved of(
      Active active, Map<Pid, Candidate> replaced, Pid.Known pids, List<Summary> patches)
      throws ProblemException {
    var graph = new TreeMap<PackageId, Set<PackageId>>();
    var transitive = new TreeMap<PackageId, Set<PackageId>>();
    var checksums = new HashMap<PackageId, String>();
    var replacements = new HashMap<PackageId, PackageId>();
    for (Active.Entry entry : active.entries()) {
      Summary summary = entry.candidate().summary();
      graph.computeIfAbsent(summary.id(), _ -> new TreeSet<>());
      summary.checksum().ifPresent(sum -> checksums.put(summary.id(), sum));
      Candidate by = replaced.get(pids.of(summary.id()));
      if (by != null) {
        replacements.put(summary.id(), by.pid().id());
      }
    }
    active
        .parents()
        .forEach((child, parents) -> {
          graph.computeIfAbsent(child.id(), _ -> new TreeSet<>());
          parents.forEach((parent, wanted) -> {
            graph.computeIfAbsent(parent.id(), _ -> new TreeSet<>()).add(child.id());
            if (wanted.stream().anyMatch(Wanted::isTransitive)) {
              transitive.computeIfAbsent(parent.id(), _ -> new TreeSet<>()).add(child.id());
            }
          });
        });
    var unused = new ArrayList<PackageId>();
    for (Summary patch : patches) {
      if (!graph.containsKey(patch.id())) {
        unused.add(patch.id());
      }
    }
    var resolved = new Resolved(graph, replacements, checksums, unused, List.of());
    resolved.checkCycles(transitive);
    resolved.checkNames();
    return resolved;
  }

  Resolved with(List<Problem> more) {
    return new Resolved(graph, replacements, checksums, unusedPatches, more);
  }

  private void checkCycles(Map<PackageId, Set<PackageId>> transitive) throws ProblemException {
    var done = new HashSet<PackageId>();
    for (PackageId start : graph.keySet()) {
      var path = new ArrayList<PackageId>();
      Optional<List<PackageId>> cycle = cycle(start, transitive, path, done);
      if (cycle.isPresent()) {
        Problem problem =
            Problem.of("the package `" + cycle.get().getFirst() + "` depends on itself")
                .withNote(arrows(cycle.get()));
        List<PackageId> way = wayTo(cycle.get().getFirst());
        throw new ProblemException(
            (way.size() > 1 ? problem.withNote("it is there by " + arrows(way)) : problem)
                .withHelp(
                    "one of these dependencies must go; those for tests only"
                        + " (`[dev-dependencies]`) may lead back"));
      }
    }
  }

  private static String arrows(List<PackageId> way) {
    return way.stream().map(PackageId::toString).collect(Collectors.joining("\n-> "));
  }

  /** The way down to a package from one that no other needs, as far as there is one. */
  private List<PackageId> wayTo(PackageId id) {
    var above = new HashMap<PackageId, PackageId>();
    var next = new ArrayDeque<PackageId>();
    next.add(id);
    while (!next.isEmpty()) {
      PackageId at = next.remove();
      List<PackageId> parents =
          graph.entrySet().stream()
              .filter(each -> each.getValue().contains(at))
              .map(Map.Entry::getKey)
              .toList();
      if (parents.isEmpty()) {
        var way = new ArrayList<PackageId>();
        way.add(at);
        while (!way.getLast().equals(id)) {
          way.add(above.getOrDefault(way.getLast(), id));
        }
        return way;
      }
      for (PackageId parent : parents) {
        if (!parent.equals(id) && above.putIfAbsent(parent, at) == null) {
          next.add(parent);
        }
      }
    }
    return List.of(id);
  }

  private Optional<List<PackageId>> cycle(
      PackageId id,
      Map<PackageId, Set<PackageId>> transitive,
      List<PackageId> path,
      Set<PackageId> done) {
    int at = path.indexOf(id);
    if (at >= 0) {
      var cycle = new ArrayList<>(path.subList(at, path.size()));
      cycle.add(id);
      return Optional.of(cycle);
    }
    if (!done.add(id)) {
      return Optional.empty();
    }
    path.add(id);
    for (PackageId next : transitive.getOrDefault(id, Set.of())) {
      Optional<List<PackageId>> cycle = cycle(next, transitive, path, done);
      if (cycle.isEmpty() && replacements.containsKey(next)) {
        cycle = cycle(replacements.getOrDefault(next, next), transitive, path, done);
      }
      if (cycle.isPresent()) {
        return cycle;
      }
    }
    path.removeLast();
    return Optional.empty();
  }

  /** A lock tells path packages apart by name and version only. */
  private void checkNames() throws ProblemException {
    var seen = new HashMap<String, PackageId>();
    for (PackageId id : graph.keySet()) {
      if (id.source().isPath()) {
        PackageId other = seen.put(id.name() + " " + id.version(), id);
        if (other != null) {
          throw new ProblemException(
              Problem.of(
                  "the packages `"
                      + other
                      + "` and `"
                      + id
                      + "` cannot both stand in one lock file: it knows path packages by name and"
                      + " version"));
        }
      }
    }
  }
}
