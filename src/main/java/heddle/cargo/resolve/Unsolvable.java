package heddle.cargo.resolve;

import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
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
            .map(offer -> offer.id().version())
            .sorted(Comparator.reverseOrder())
            .toList();
    List<Catalog.Rejected> rejected = registry.rejected(wanted);
    Problem problem;
    if (versions.isEmpty() && rejected.isEmpty()) {
      problem =
          Problem.of("no package `" + wanted.name() + "` was found in " + shown(wanted.source()))
              .withNote(required());
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
    problem =
        Problem.of(
            "no version of `" + wanted.name() + "` satisfies `" + wanted.requirement() + "`");
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
    problem = problem.withNote("in " + shown(wanted.source())).withNote(required());
    if (wanted.isLocked()) {
      return problem.withHelp(
          "the lock file asks for exactly this version: `heddle update " + wanted.name() + "`");
    }
    Optional<Version> early =
        versions.stream()
            .filter(
                each -> each.isPrerelease() && versions.stream().allMatch(Version::isPrerelease))
            .findFirst();
    if (early.isPresent()) {
      return problem.withHelp(
          "a pre-release is taken only where it is named: `"
              + wanted.key()
              + " = \""
              + early.get()
              + "\"`");
    }
    return versions.isEmpty()
        ? problem
        : problem.withHelp(
            "`" + wanted.key() + " = \"" + versions.getFirst() + "\"` could be satisfied");
  }

  /** The requirements of roots that have a part in this, nearest first. */
  List<Remedy.Suspect> suspects() {
    var suspects = new LinkedHashSet<Remedy.Suspect>();
    if (active.parents(parent.pid()).isEmpty()) {
      suspects.add(new Remedy.Suspect(parent.pid().id(), sibling.wanted()));
    }
    addRoots(parent.pid(), suspects);
    conflicting.keySet().forEach(pid -> addRoots(pid, suspects));
    return List.copyOf(suspects);
  }

  private void addRoots(Pid start, Set<Remedy.Suspect> suspects) {
    var seen = new HashSet<Pid>();
    var next = new ArrayDeque<Pid>();
    next.add(start);
    while (!next.isEmpty()) {
      Pid pid = next.remove();
      if (!seen.add(pid)) {
        continue;
      }
      for (var above : active.parents(pid).entrySet()) {
        if (active.parents(above.getKey()).isEmpty()) {
          above
              .getValue()
              .forEach(wanted -> suspects.add(new Remedy.Suspect(above.getKey().id(), wanted)));
        }
        next.add(above.getKey());
      }
    }
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
            .withNote(required())
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
                  "`" + other + "` holds the place of compatible versions" + chain(other));
            }
            case Reason.Links(String library) -> {
              helps.add("use one version of what links to `" + library + "`");
              yield problem.withNote(
                  "only one package may link to `"
                      + library
                      + "`, and `"
                      + other
                      + "` does"
                      + chain(other));
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

  private String required() {
    Pid pid = parent.pid();
    return "required by `" + sibling.wanted() + "` of `" + pid.id() + "`" + chain(pid);
  }

  /** The shortest way from a package up to a root: who wants what, one a line. */
  private String chain(Pid start) {
    var below = new HashMap<Pid, Pid>();
    var next = new ArrayDeque<Pid>();
    next.add(start);
    Optional<Pid> root = Optional.empty();
    while (!next.isEmpty() && root.isEmpty()) {
      Pid pid = next.remove();
      if (active.parents(pid).isEmpty()) {
        root = Optional.of(pid);
      }
      for (Pid above : active.parents(pid).keySet()) {
        if (above != start && below.putIfAbsent(above, pid) == null) {
          next.add(above);
        }
      }
    }
    var lines = new ArrayList<String>();
    for (Pid pid = root.orElse(start); pid != start; pid = below.getOrDefault(pid, start)) {
      String asked =
          active.parents(below.getOrDefault(pid, start)).getOrDefault(pid, Set.of()).stream()
              .map(Wanted::toString)
              .findFirst()
              .orElse("");
      lines.add("\n  which is there for `" + asked + "` of `" + pid.id() + "`");
    }
    return String.join("", lines.reversed());
  }
}
