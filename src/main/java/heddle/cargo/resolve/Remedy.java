package heddle.cargo.resolve;

import heddle.cargo.PackageId;
import heddle.cargo.VersionReq;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for the smallest change that would make a choice possible: one requirement of one member of
 * the workspace that is given up. Only what stands in the way is tried, each with few steps.
 */
record Remedy(List<Summary> roots, Searching searching) {
  private static final int TRIED = 8;
  private static final int STEPS = 20_000;

  /** A requirement of a root that had a part in a failure. */
  record Suspect(PackageId root, Wanted wanted) {}

  /** Searches anew with other roots. */
  interface Searching {
    Resolved with(List<Summary> roots, int steps) throws ProblemException, InterruptedException;
  }

  /** The failure, with what would help. */
  ProblemException explained(ProblemException failure, Unsolvable unsolvable)
      throws ProblemException, InterruptedException {
    List<Suspect> suspects = unsolvable.suspects();
    Problem problem = failure.problems().getFirst();
    boolean found = false;
    for (Suspect suspect : suspects.subList(0, Math.min(TRIED, suspects.size()))) {
      Optional<PackageId> instead = instead(suspect);
      if (instead.isPresent()) {
        found = true;
        problem =
            problem.withHelp(
                "with `"
                    + suspect.wanted.key()
                    + " = \""
                    + instead.get().version()
                    + "\"` in `"
                    + suspect.root.name()
                    + "`, in the place of `"
                    + suspect.wanted.requirement()
                    + "`, there is a choice for everything");
      }
    }
    if (!found) {
      for (String help : unsolvable.otherwise()) {
        problem = problem.withHelp(help);
      }
    }
    return new ProblemException(problem);
  }

  /** What is chosen if another version will do: a compatible one before any. */
  private Optional<PackageId> instead(Suspect suspect)
      throws ProblemException, InterruptedException {
    Optional<VersionReq> near = suspect.wanted.requirement().range().compatible();
    Optional<PackageId> found =
        near.isPresent() ? instead(suspect, Requirement.of(near.get())) : Optional.empty();
    return found.isPresent() ? found : instead(suspect, Requirement.ofAny());
  }

  private Optional<PackageId> instead(Suspect suspect, Requirement other)
      throws InterruptedException {
    Wanted wanted = suspect.wanted;
    var changed = new ArrayList<Summary>();
    for (Summary root : roots) {
      changed.add(
          root.id().equals(suspect.root)
              ? root.with(root.id(), each -> each.equals(wanted) ? each.with(other) : each)
              : root);
    }
    try {
      Resolved resolved = searching.with(changed, STEPS);
      return resolved.graph().getOrDefault(suspect.root, Set.of()).stream()
          .filter(id -> id.name().equals(wanted.name()))
          .filter(id -> !wanted.requirement().matches(id.version()))
          .findFirst();
    } catch (ProblemException _) {
      return Optional.empty();
    }
  }
}
