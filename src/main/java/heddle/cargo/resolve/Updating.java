package heddle.cargo.resolve;

import heddle.cargo.Lock;
import heddle.cargo.PackageId;
import heddle.cargo.PackageIdSpec;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.cargo.Workspace;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What {@code update} is asked for ({@code ops/cargo_update.rs}): everything, some packages with or
 * without those below them, one at a precise version, or only what the manifests demand.
 */
public record Updating(
    List<String> specs, boolean recursive, Optional<String> precise, boolean workspaceOnly) {
  public Updating {
    specs = List.copyOf(specs);
  }

  /** What is to change in a lock. */
  public Locking.Change change(Lock lock, Workspace workspace) throws ProblemException {
    Previous previous = Previous.of(lock, workspace);
    if (specs.isEmpty()) {
      var all = new HashSet<PackageId>();
      if (!workspaceOnly) {
        all.addAll(previous.ids());
        all.addAll(previous.unusedPatches());
      }
      return new Locking.Change(all, List.of(), Set.of());
    }
    var avoid = new HashSet<PackageId>();
    var opened = new HashSet<SourceId>();
    var exact = new LinkedHashMap<SourceId, PackageId>();
    for (String spec : specs) {
      PackageId id = one(spec, previous);
      if (recursive) {
        addBelow(previous, id, avoid);
      } else {
        avoid.add(id);
        // Of a registry that is open already cargo takes no further package at this version.
        if (opened.add(id.source()) && id.source().isRegistry()) {
          exact.put(id.source(), id);
        }
      }
      PackageIdSpec named = PackageIdSpec.parse(spec);
      previous.unusedPatches().stream().filter(named::matches).forEach(avoid::add);
    }
    avoid.removeIf(id ->
        workspace.members().stream()
            .anyMatch(m -> m.name().equals(id.name()) && m.id().source().equals(id.source())));
    // Of a repository, what is asked for is a revision: whoever has the checkouts sees to that.
    if (precise.isEmpty() || exact.isEmpty()) {
      return new Locking.Change(avoid, List.of(), opened);
    }
    Version version = Version.parse(precise.get());
    return new Locking.Change(
        avoid,
        exact.values().stream().map(id -> new Locking.Precise(id, version)).toList(),
        opened);
  }

  /** The repositories of the packages that are asked for at a revision. */
  public Set<SourceId> repositories(Lock lock, Workspace workspace) throws ProblemException {
    var repositories = new LinkedHashSet<SourceId>();
    if (precise.isPresent()) {
      for (String spec : specs) {
        SourceId source = one(spec, Previous.of(lock, workspace)).source();
        if (source.isGit()) {
          repositories.add(source);
        }
      }
    }
    return repositories;
  }

  private static PackageId one(String text, Previous previous) throws ProblemException {
    PackageIdSpec spec = PackageIdSpec.parse(text);
    List<PackageId> found = previous.ids().stream().filter(spec::matches).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    if (found.isEmpty()) {
      var problem =
          Problem.of("package ID specification `" + text + "` did not match any packages");
      var names = new TreeSet<String>();
      previous.ids().forEach(id -> names.add(id.name()));
      if (names.contains(spec.name())) {
        throw new ProblemException(
            problem.withHelp(
                "there are similar package ID specifications: "
                    + previous.ids().stream()
                        .filter(id -> id.name().equals(spec.name()))
                        .map(id -> id.name() + "@" + id.version())
                        .collect(Collectors.joining(", "))));
      }
      throw new ProblemException(
          Suggestion.among(names, spec.name())
              .map(suggestion -> problem.withHelp(suggestion.help("package")))
              .orElse(problem));
    }
    throw new ProblemException(
        Problem.of(
                "there are several `"
                    + spec.name()
                    + "` in the lock, and `"
                    + text
                    + "` fits them all")
            .withHelp(
                "name one of them: "
                    + found.stream()
                        .map(id -> id.name() + "@" + id.version())
                        .collect(Collectors.joining(", "))));
  }

  private static void addBelow(Previous previous, PackageId id, Set<PackageId> all) {
    var next = new ArrayDeque<PackageId>();
    next.add(id);
    while (!next.isEmpty()) {
      PackageId one = next.remove();
      if (all.add(one)) {
        next.addAll(previous.graph().getOrDefault(one, new TreeSet<>()));
      }
    }
  }
}
