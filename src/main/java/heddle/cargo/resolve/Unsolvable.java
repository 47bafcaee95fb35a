package heddle.cargo.resolve;

import heddle.cargo.Version;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
  ProblemException problem() throws ProblemException, InterruptedException {
    return new ProblemException(
        isMissing()
            ? new MissingPackage(registry, sibling.wanted(), required()).problem()
            : conflict());
  }

  private boolean isMissing() {
    return sibling.candidates().isEmpty() || conflicting.isEmpty();
  }

  /** What may help where no change of one requirement was found that does. */
  List<String> otherwise() throws ProblemException, InterruptedException {
    var helps = new LinkedHashSet<String>();
    if (isMissing()) {
      List<Version> versions = registry.versions(sibling.wanted());
      if (sibling.wanted().isLocked()) {
        return List.of();
      }
      if (registry.asked(sibling.wanted()).isPresent()) {
        return List.of("name one of these versions with `--precise`");
      }
      if (versions.isEmpty()) {
        return registry.rejected(sibling.wanted()).isEmpty()
            ? List.of()
            : List.of(
                "give up "
                    + entry(parent.pid())
                    + ", or take `"
                    + sibling.wanted().name()
                    + "` from elsewhere (`git`, `path`, `[patch]`)");
      }
      if (active.parents(parent.pid()).isEmpty()) {
        helps.add(
            "`"
                + sibling.wanted().key()
                + " = \""
                + versions.getFirst()
                + "\"` could be satisfied");
      } else {
        helps.add(
            "give up "
                + entry(parent.pid())
                + ", or put another `"
                + parent.pid().id().name()
                + "` in its place by `[patch]`");
      }
      return List.copyOf(helps);
    }
    for (var other : conflicting.entrySet()) {
      String either = entry(parent.pid());
      String or = entry(other.getKey());
      switch (other.getValue()) {
        case Reason.Compatible _ -> {
          helps.add(
              "let one of the two requirements of `"
                  + sibling.wanted().name()
                  + "` take the other's version"
                  + (isOfMembers(other.getKey()) ? "" : " (by `[patch]` of who asks for it)"));
          helps.add(either.equals(or) ? "give up " + or : "give up " + either + " or " + or);
        }
        case Reason.Links(String library) -> {
          if (other.getKey().id().name().equals(sibling.wanted().name())) {
            helps.add("use one version of what links to `" + library + "`");
          }
          helps.add(either.equals(or) ? "give up " + or : "give up " + either + " or " + or);
        }
        case Reason.Feature _, Reason.RequiredDependency _, Reason.HiddenDependency _ -> {
          if (!active.parents(other.getKey()).isEmpty()) {
            helps.add(
                "give up "
                    + or
                    + ", or put another `"
                    + other.getKey().id().name()
                    + "` in its place by `[patch]`");
          }
        }
      }
    }
    return List.copyOf(helps);
  }

  /** Whether it is members that want both of what excludes each other. */
  private boolean isOfMembers(Pid other) {
    return active.parents(parent.pid()).isEmpty()
        && active.parents(other).keySet().stream()
            .anyMatch(above -> active.parents(above).isEmpty());
  }

  /** The dependency of a root through which a package is there. */
  private String entry(Pid start) {
    List<Pid> way = new WayUp(active).way(start);
    if (way.size() < 2) {
      return "`" + sibling.wanted().key() + "` in `" + start.id().name() + "`";
    }
    Pid root = way.getLast();
    String key =
        active.parents(way.get(way.size() - 2)).getOrDefault(root, Set.of()).stream()
            .map(Wanted::key)
            .findFirst()
            .orElse(way.get(way.size() - 2).id().name());
    return "`" + key + "` in `" + root.id().name() + "`";
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

  private Problem conflict() throws ProblemException {
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
                    + MissingPackage.list(
                        sibling.candidates().stream()
                            .map(candidate -> candidate.pid().id().version())
                            .toList()));
    for (var entry : conflicting.entrySet()) {
      Pid other = entry.getKey();
      problem =
          switch (entry.getValue()) {
            case Reason.Compatible _ ->
                problem.withNote(
                    "`"
                        + other
                        + "` holds the place of compatible versions"
                        + new WayUp(active).chain(other));
            case Reason.Links(String library) ->
                problem.withNote(
                    "only one package may link to `"
                        + library
                        + "`, and `"
                        + other
                        + "` does"
                        + new WayUp(active).chain(other));
            case Reason.Feature(String feature) -> feature(other, feature).unknown(problem);
            case Reason.RequiredDependency(String name) -> feature(other, name).required(problem);
            case Reason.HiddenDependency(String name) -> feature(other, name).hidden(problem);
          };
    }
    return problem;
  }

  private MissingFeature feature(Pid who, String name) throws ProblemException {
    return new MissingFeature(
        who, active.parents(who).isEmpty(), name, sibling.candidates().getFirst().summary());
  }

  private String required() {
    Pid pid = parent.pid();
    return "required by `"
        + sibling.wanted()
        + "` of `"
        + pid.id()
        + "`"
        + new WayUp(active).chain(pid);
  }
}
