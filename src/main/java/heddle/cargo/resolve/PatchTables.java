package heddle.cargo.resolve;

import heddle.cargo.Dependency;
import heddle.cargo.PackageId;
import heddle.cargo.SourceId;
import heddle.cargo.Workspace;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The {@code [patch]} tables of a workspace, each of whose entries must find exactly one package.
 *
 * @param registries those of the configuration by name, which a table may be named by
 */
record PatchTables(Workspace workspace, Map<String, SourceId> registries) {
  /** Reads the patches; what one no longer matches is to be avoided. Their dependencies. */
  List<Wanted> register(
      Registry registry, Optional<Previous> old, Predicate<PackageId> kept, Set<PackageId> avoid)
      throws ProblemException, InterruptedException {
    var all = new ArrayList<Wanted>();
    for (var patch : workspace.tables().patches().entrySet()) {
      var summaries = new ArrayList<Summary>();
      String key = patch.getKey();
      SourceId patched =
          key.equals("crates-io")
              ? SourceId.cratesIo()
              : registries.getOrDefault(key, SourceId.registry(key));
      String url = patched.canonicalUrl();
      for (Dependency dependency : patch.getValue()) {
        Wanted wanted = Wanted.of(dependency);
        all.add(wanted);
        Optional<PackageId> locked =
            old.flatMap(previousLock ->
                Stream.concat(previousLock.ids().stream(), previousLock.unusedPatches().stream())
                    .filter(kept)
                    .filter(wanted::matches)
                    .findFirst());
        List<Offer> found = registry.unpatched(locked.map(wanted::lockedTo).orElse(wanted));
        if (found.isEmpty() && locked.isPresent()) {
          found = registry.unpatched(wanted);
          avoid.add(locked.get());
          for (PackageId id : old.map(Previous::ids).orElse(List.of())) {
            if (wanted.matchesIgnoringSource(id) && id.source().canonicalUrl().equals(url)) {
              avoid.add(id);
            }
          }
        }
        Summary one = single(dependency, wanted, found);
        if (one.id().source().canonicalUrl().equals(url)) {
          throw new ProblemException(
              Problem.at(
                  dependency.place(),
                  "patch for `"
                      + wanted.name()
                      + "` points to the same source, but patches must point to different sources"));
        }
        for (Summary other : summaries) {
          if (other.id().name().equals(one.id().name())
              && other.id().version().equals(one.id().version())) {
            throw new ProblemException(
                Problem.at(
                        dependency.place(),
                        "several `[patch]` entries resolving to same version `"
                            + one.id().name()
                            + " v"
                            + one.id().version()
                            + "`")
                    .withHelp("keep one of `" + other.id() + "` and `" + one.id() + "`"));
          }
        }
        summaries.add(one);
      }
      registry.patch(url, summaries);
    }
    return all;
  }

  private static Summary single(Dependency dependency, Wanted wanted, List<Offer> found)
      throws ProblemException {
    if (found.size() == 1) {
      return found.getFirst().summary();
    }
    throw new ProblemException(
        Problem.at(
            dependency.place(),
            found.isEmpty()
                ? "the patch for `"
                    + wanted.name()
                    + "` finds no package that matches `"
                    + wanted
                    + "`"
                : "the patch for `"
                    + wanted.name()
                    + "` finds several packages: "
                    + found.stream().map(s -> s.id().version().toString()).toList()));
  }
}
