package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What is refused of a request once its packages are known. */
final class RequestChecks {
  private RequestChecks() {}

  /** Whether what is named twice is asked for by both names, as the search for versions has it. */
  static void names(DraftGraph draft, Resolution resolution, List<MemberFeatures> asked)
      throws ProblemException {
    var unified = new OneVersionFeatures(resolution);
    unified.run(asked);
    var problems = new LinkedHashSet<Problem>();
    for (DraftGraph.RenamedTwice each : draft.renamedTwice()) {
      if (unified.isActive(each.from(), each.other())) {
        problems.add(
            Problem.of(
                "the crate `"
                    + resolution.locked().id(each.from())
                    + "` depends on crate `"
                    + resolution.locked().id(each.to())
                    + "` multiple times with different names"));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(List.copyOf(problems));
    }
  }

  /** A feature asked for by name must be there; the first resolver asks the current package. */
  static void known(Resolution resolution, Package member, FeatureValue value)
      throws ProblemException {
    Set<String> known = new TreeSet<>(member.manifest().features().keySet());
    boolean there =
        switch (value) {
          case FeatureValue.Feature(String name) -> known.contains(name);
          case FeatureValue.Dep _ -> false;
          case FeatureValue.DepFeature(String dependency, String feature, _) -> {
            known.clear();
            boolean found = false;
            for (Resolution.Edge edge : resolution.edges(resolution.index(member.id()))) {
              if (edge.dependencies().stream().anyMatch(d -> d.nameInToml().equals(dependency))) {
                found |=
                    !resolution.has(edge.to())
                        || resolution.pkg(edge.to()).manifest().features().containsKey(feature);
              }
              edge.dependencies().forEach(d -> known.add(d.nameInToml() + "/" + feature));
            }
            yield found;
          }
        };
    if (!there) {
      Problem problem =
          Problem.of("the package '" + member.name() + "' does not contain this feature: " + value);
      throw new ProblemException(
          Suggestion.among(known, value.toString())
              .map(s -> problem.withHelp(s.help("feature")))
              .orElse(problem));
    }
  }

  /** Refuses packages of the graph that need a newer Rust. */
  static void rustVersions(UnitGraph graph, Version rustc) throws ProblemException {
    var tooNew = new TreeSet<String>();
    for (Unit unit : graph.units()) {
      Optional<String> needed = unit.pkg().manifest().about().rustVersion();
      if (needed.isPresent() && !VersionReq.parse(needed.get()).matches(release(rustc))) {
        tooNew.add(
            unit.pkg().name() + "@" + unit.pkg().version() + " requires rustc " + needed.get());
      }
    }
    if (!tooNew.isEmpty()) {
      Problem problem =
          Problem.of(
              "rustc "
                  + rustc
                  + " is not supported by the following package"
                  + (tooNew.size() == 1 ? "" : "s")
                  + ": "
                  + String.join("; ", tooNew));
      throw new ProblemException(
          problem.withHelp("use a newer rustc, or pass `--ignore-rust-version`"));
    }
  }

  /** A nightly counts as the release it leads to. */
  private static Version release(Version v) {
    return Version.of(v.major(), v.minor(), v.patch());
  }
}
