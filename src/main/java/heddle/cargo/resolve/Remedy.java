package heddle.cargo.resolve;

import heddle.cargo.PackageId;
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

  /** The failure, with what would help if that is found. */
  ProblemException explained(ProblemException failure, List<Suspect> suspects)
      throws InterruptedException {
    if (suspects.isEmpty()) {
      return failure;
    }
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
    return found ? new ProblemException(problem) : failure;
  }

  /** What is chosen for a dependency if any version of it will do. */
  private Optional<PackageId> instead(Suspect suspect) throws InterruptedException {
    Wanted wanted = suspect.wanted;
    var changed = new ArrayList<Summary>();
    for (Summary root : roots) {
      changed.add(
          root.id().equals(suspect.root)
              ? root.with(
                  root.id(), each -> each.equals(wanted) ? each.with(Requirement.ofAny()) : each)
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
