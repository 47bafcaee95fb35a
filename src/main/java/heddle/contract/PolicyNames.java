package heddle.contract;

import heddle.contract.policy.PackageSpec;
import heddle.contract.policy.Permissions;
import heddle.contract.policy.Policy;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Holds the packages that a policy names against those that the workspace has. */
public record PolicyNames(Policy policy, List<Node> nodes, Set<String> locked) {
  public PolicyNames {
    nodes = List.copyOf(nodes);
    locked = Set.copyOf(locked);
  }

  /**
   * Says where the root permits something to a package, or chooses one, that is neither in this
   * build nor in the lock: a policy that is misspelt must not be a policy that is not there.
   */
  public void check() throws ProblemException {
    var problems = new ArrayList<Problem>();
    for (Permissions.Grant each : policy.permissions().grants())
      check(each.packages(), each.place(), problems);
    for (Policy.Provider each : policy.providers()) {
      check(each.provider(), each.place(), problems);
      each.consumer().ifPresent(consumer -> check(consumer, each.place(), problems));
    }
    if (!problems.isEmpty()) throw new ProblemException(problems);
  }

  private void check(PackageSpec spec, Place place, List<Problem> problems) {
    if (locked.contains(spec.name()) || nodes.stream().anyMatch(n -> n.pkg().equals(spec.name())))
      return;
    Problem problem = Problem.at(place, "`" + spec + "` is no package of this workspace");
    problems.add(
        Suggestion.among(locked, spec.name())
            .map(near -> problem.withHelp(near.help("package")))
            .orElse(problem));
  }
}
