package heddle.cargo.resolve;

import heddle.cargo.Dependency;
import heddle.cargo.PackageId;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
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
        Summary one = single(registry, dependency, wanted, found);
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

  private static Summary single(
      Registry registry, Dependency dependency, Wanted wanted, List<Offer> found)
      throws ProblemException, InterruptedException {
    if (found.size() == 1) {
      return found.getFirst().summary();
    }
    if (found.isEmpty()) {
      throw new ProblemException(missing(registry, dependency, wanted));
    }
    throw new ProblemException(
        Problem.at(
                dependency.place(),
                "the patch for `"
                    + wanted.name()
                    + "` finds several packages: "
                    + found.stream().map(s -> s.id().version().toString()).toList())
            .withHelp(
                "name one of them: `version = \"=" + found.getFirst().id().version() + "\"`"));
  }

  private static Problem missing(Registry registry, Dependency dependency, Wanted wanted)
      throws ProblemException, InterruptedException {
    Problem problem =
        Problem.at(
            dependency.place(),
            "the patch for `" + wanted.name() + "` finds no package that matches `" + wanted + "`");
    List<Version> versions = registry.versions(wanted);
    String where = registry.shown(wanted.source());
    if (!versions.isEmpty()) {
      return problem
          .withNote(where + " has `" + wanted.name() + "` " + MissingPackage.list(versions))
          .withHelp(
              "`version = \"" + versions.getFirst() + "\"` would match, or leave `version` out");
    }
    Optional<String> similar = registry.similar(wanted);
    return similar.isPresent()
        ? problem
            .withNote("there is a package `" + similar.get() + "` in " + where)
            .withHelp("a patch must have the name of what it stands for, or say it by `package`")
        : problem.withNote("looked for in " + where);
  }
}
