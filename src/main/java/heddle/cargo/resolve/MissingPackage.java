package heddle.cargo.resolve;

import heddle.cargo.Version;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The words for a dependency that nothing satisfies by itself: there is no such package, or none of
 * its versions will do.
 *
 * @param required who wants it, and through whom
 */
record MissingPackage(Registry registry, Wanted wanted, String required) {
  private static final int SHOWN = 5;

  Problem problem() throws ProblemException, InterruptedException {
    List<Version> versions = registry.versions(wanted);
    List<Catalog.Rejected> rejected = registry.rejected(wanted);
    if (versions.isEmpty() && registry.rejected(wanted.with(Requirement.ofAny())).isEmpty()) {
      return unknown();
    }
    Optional<Version> asked = registry.asked(wanted);
    Problem problem =
        Problem.of(
            (asked.isPresent() ? "there is no version " + asked.get() : "no version")
                + " of `"
                + wanted.name()
                + (asked.isPresent() ? "` that satisfies `" : "` satisfies `")
                + wanted.requirement()
                + "`");
    if (!rejected.isEmpty()) {
      problem =
          problem.withNote(
              rejected.stream()
                  .limit(SHOWN)
                  .map(each -> "version " + each.version() + " would, but " + each.why())
                  .collect(Collectors.joining("\n")));
    }
    if (!versions.isEmpty()) {
      problem = problem.withNote("there are the versions " + list(versions));
    }
    problem = problem.withNote("in " + registry.shown(wanted.source())).withNote(required);
    if (wanted.isLocked()) {
      return problem.withHelp(
          "the lock file asks for exactly this version: `heddle update " + wanted.name() + "`");
    }
    if (rejected.stream().anyMatch(Catalog.Rejected::yanked)) {
      problem = problem.withHelp("a yanked version is taken only where Cargo.lock has it already");
    }
    Optional<Version> early = versions.stream().filter(Version::isPrerelease).findFirst();
    return early.isPresent() && versions.stream().allMatch(Version::isPrerelease)
        ? problem.withHelp(
            "a pre-release is taken only where it is named: `"
                + wanted.key()
                + " = \""
                + early.get()
                + "\"`")
        : problem;
  }

  private Problem unknown() throws ProblemException, InterruptedException {
    Problem problem =
        Problem.of(
                "no package `"
                    + wanted.name()
                    + "` was found in "
                    + registry.shown(wanted.source()))
            .withNote(required);
    Optional<String> similar = registry.similar(wanted);
    if (similar.isPresent()) {
      problem = problem.withHelp("there is a package `" + similar.get() + "`");
    }
    return registry.isOffline(wanted.source())
        ? problem.withHelp(
            "offline only what was fetched before is known: run the command once without"
                + " `--offline`")
        : similar.isPresent() ? problem : problem.withHelp("the name may be misspelt");
  }

  /** The first of some versions. */
  static String list(List<Version> versions) {
    String first =
        versions.stream().limit(SHOWN).map(Version::toString).collect(Collectors.joining(", "));
    return versions.size() > SHOWN ? first + " and " + (versions.size() - SHOWN) + " more" : first;
  }
}
