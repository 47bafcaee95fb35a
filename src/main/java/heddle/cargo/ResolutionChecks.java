package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What no lock may hold, looked at in the packages that have come: a package that needs itself, and
 * two packages that link to one native library. Source of the rules: {@code check_cycles} of
 * cargo's {@code core/resolver/mod.rs}, {@code ResolverContext} in {@code context.rs}.
 */
final class ResolutionChecks {
  private final Resolution resolution;
  private final ResolvedFeatures features;
  private final Set<Integer> done = new HashSet<>();

  ResolutionChecks(Resolution resolution, ResolvedFeatures features) {
    this.resolution = resolution;
    this.features = features;
  }

  private boolean isReached(int pkg) {
    return features.known(pkg, false).isPresent() || features.known(pkg, true).isPresent();
  }

  void check() throws ProblemException {
    List<Integer> reached = resolution.packages().keySet().stream().sorted().toList();
    Map<String, Package> linked = new HashMap<>();
    for (int pkg : reached) {
      if (isReached(pkg)) {
        cycle(pkg);
        links(resolution.pkg(pkg), linked);
      }
    }
  }

  private static void links(Package pkg, Map<String, Package> linked) throws ProblemException {
    Optional<String> links = pkg.manifest().links();
    Optional<Package> other =
        links.flatMap(name -> Optional.ofNullable(linked.putIfAbsent(name, pkg)));
    if (other.isPresent()) {
      throw new ProblemException(
          Problem.at(
                  pkg.manifest().place(),
                  "two packages link to the native library `" + links.orElseThrow() + "`")
              .withLabel(other.get().manifest().place(), "the other one")
              .withHelp("only one package of a build may have this `links`: make a new lock file"));
    }
  }

  /** A step on the way down: a package, and its edges that are still to be followed. */
  private record Step(int pkg, Iterator<Resolution.Edge> rest) {}

  /** Follows what ordinary and build dependencies lead to; the way may be as long as the graph. */
  private void cycle(int start) throws ProblemException {
    if (!done.add(start)) {
      return;
    }
    var path = new ArrayList<Step>();
    Set<Integer> open = new HashSet<>(Set.of(start));
    path.add(new Step(start, resolution.edges(start).iterator()));
    while (!path.isEmpty()) {
      Step at = path.getLast();
      if (!at.rest.hasNext()) {
        path.removeLast();
        open.remove(at.pkg);
        continue;
      }
      Resolution.Edge edge = at.rest.next();
      if (!isFollowed(at.pkg, edge)) {
        continue;
      }
      if (open.contains(edge.to())) {
        throw new ProblemException(told(path, edge));
      }
      if (done.add(edge.to())) {
        open.add(edge.to());
        path.add(new Step(edge.to(), resolution.edges(edge.to()).iterator()));
      }
    }
  }

  private boolean isFollowed(int from, Resolution.Edge edge) {
    return resolution.has(edge.to())
        && isReached(edge.to())
        && edge.dependencies().stream().anyMatch(d -> d.isTransitive() && isOn(from, d));
  }

  private boolean isOn(int from, Dependency d) {
    return !d.optional()
        || features.isActive(from, false, d.nameInToml())
        || features.isActive(from, true, d.nameInToml());
  }

  private Problem told(List<Step> path, Resolution.Edge last) {
    List<Integer> way = path.stream().map(Step::pkg).toList();
    List<Integer> cycle = new ArrayList<>(way.subList(way.indexOf(last.to()), way.size()));
    cycle.add(last.to());
    var names = new ArrayList<String>();
    for (int pkg : cycle) {
      names.add(resolution.locked().id(pkg).toString());
    }
    return Problem.at(
            last.dependencies().getFirst().place(),
            "the package `" + names.getFirst() + "` depends on itself")
        .withNote(String.join("\n-> ", names));
  }
}
