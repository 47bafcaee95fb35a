package heddle.cargo.resolve;

import heddle.cargo.PackageId;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The words for a graph without a solution: what was wanted, through whom, what there is, and what
 * would help.
 */
record Unsolvable(
    Active active,
    Registry registry,
    Candidate parent,
    Sibling sibling,
    Map<Pid, Reason> conflicting) {
  private static final int SHOWN = 5;

  ProblemException problem() throws ProblemException, InterruptedException {
    return new ProblemException(
        sibling.candidates().isEmpty() || conflicting.isEmpty() ? missing() : conflict());
  }

  private Problem missing() throws ProblemException, InterruptedException {
    Wanted wanted = sibling.wanted();
    List<Version> versions =
        registry.unpatched(wanted.with(Requirement.ofAny())).stream()
            .map(summary -> summary.id().version())
            .sorted(Comparator.reverseOrder())
            .toList();
    Problem problem;
    if (versions.isEmpty()) {
      problem =
          Problem.of("no package `" + wanted.name() + "` was found in " + shown(wanted.source()))
              .withNote("required by " + path(parent.pid()));
      return problem.withHelp("the name may be misspelt, or every version of it is yanked");
    }
    problem =
        Problem.of("no version of `" + wanted.name() + "` satisfies `" + wanted.requirement() + "`")
            .withNote("there are the versions " + list(versions))
            .withNote("in " + shown(wanted.source()))
            .withNote("required by " + path(parent.pid()));
    return wanted.isLocked()
        ? problem.withHelp(
            "the lock file asks for exactly this version: `heddle update " + wanted.name() + "`")
        : problem.withHelp(
            "`" + wanted.name() + " = \"" + versions.getFirst() + "\"` could be satisfied");
  }

  private Problem conflict() {
    Wanted wanted = sibling.wanted();
    Problem problem =
        Problem.of(
                "no version of `"
                    + wanted.name()
                    + "` that satisfies `"
                    + wanted.requirement()
                    + "` goes together with the rest")
            .withNote("required by " + path(parent.pid()))
            .withNote(
                "candidates: "
                    + list(
                        sibling.candidates().stream()
                            .map(candidate -> candidate.pid().id().version())
                            .toList()));
    Set<String> helps = new HashSet<>();
    for (var entry : conflicting.entrySet()) {
      Pid other = entry.getKey();
      problem =
          switch (entry.getValue()) {
            case Reason.Compatible _ -> {
              helps.add(
                  "let one of the two requirements of `"
                      + wanted.name()
                      + "` take the other's version");
              yield problem.withNote(
                  "`"
                      + other
                      + "` holds the place of compatible versions, required by "
                      + path(other));
            }
            case Reason.Links(String library) -> {
              helps.add("use one version of what links to `" + library + "`");
              yield problem.withNote(
                  "only one package may link to `"
                      + library
                      + "`, and `"
                      + other
                      + "` does, required by "
                      + path(other));
            }
            case Reason.Feature(String feature) ->
                problem.withNote(
                    "`"
                        + other
                        + "` asks for the feature `"
                        + feature
                        + "`, which `"
                        + wanted.name()
                        + "` does not have");
            case Reason.RequiredDependency(String name) ->
                problem.withNote(
                    "`"
                        + other
                        + "` asks for the feature `"
                        + name
                        + "`, which in `"
                        + wanted.name()
                        + "` is a required dependency and no feature");
            case Reason.HiddenDependency(String name) ->
                problem.withNote(
                    "`"
                        + other
                        + "` asks for the feature `"
                        + name
                        + "`, which in `"
                        + wanted.name()
                        + "` is an optional dependency behind `dep:`");
          };
    }
    for (String help : helps.stream().sorted().toList()) {
      problem = problem.withHelp(help);
    }
    return problem;
  }

  private static String list(List<Version> versions) {
    String first =
        versions.stream().limit(SHOWN).map(Version::toString).collect(Collectors.joining(", "));
    return versions.size() > SHOWN ? first + " and " + (versions.size() - SHOWN) + " more" : first;
  }

  private static String shown(SourceId source) {
    return source.isCratesIo() ? "the registry crates-io" : "`" + source + "`";
  }

  /** The shortest way from a root to the package, nearest first, one a line. */
  private String path(Pid start) {
    var before = new HashMap<Pid, Pid>();
    var next = new ArrayDeque<Pid>();
    next.add(start);
    Optional<Pid> root = Optional.empty();
    while (!next.isEmpty() && root.isEmpty()) {
      Pid pid = next.remove();
      if (active.parents(pid).isEmpty()) {
        root = Optional.of(pid);
      }
      for (Pid parentPid : active.parents(pid).keySet()) {
        if (parentPid != start && before.putIfAbsent(parentPid, pid) == null) {
          next.add(parentPid);
        }
      }
    }
    var ids = new ArrayList<PackageId>();
    for (Pid pid = root.orElse(start); pid != null; pid = before.get(pid)) {
      ids.add(pid.id());
    }
    return ids.reversed().stream()
        .map(id -> "package `" + id + "`")
        .collect(Collectors.joining("\n  of "));
  }
}
