package heddle.contract;

import heddle.contract.policy.Policy;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The contracts of a graph joined with what the root says: for each node, by its index, its
 * options, who gives the facts it requires, and the terms its script runs on. Lists are as long as
 * that of the nodes.
 */
public record ContractGraph(
    List<Node> nodes,
    List<Map<String, Setting>> settings,
    List<Map<String, Integer>> providers,
    List<ScriptTerms> terms,
    Overlays overlays) {
  public ContractGraph {
    nodes = List.copyOf(nodes);
    settings = List.copyOf(settings);
    providers = List.copyOf(providers);
    terms = List.copyOf(terms);
  }

  /**
   * Joins them.
   *
   * @param root what paths of the root are relative to
   * @param elsewhere names of packages that the workspace has beside those of this graph
   * @throws ProblemException with all that does not fit
   */
  public static ContractGraph join(
      List<Node> nodes,
      Path root,
      Policy policy,
      Overlays overlays,
      OptionRequests requests,
      Set<String> elsewhere)
      throws ProblemException {
    var paths = new RootPaths(root);
    List<Map<String, Setting>> resolved = Options.resolve(nodes, requests, elsewhere);
    PlannedOptions.check(nodes, resolved, requests);
    List<Map<String, Setting>> settings = resolved.stream().map(paths::absolute).toList();
    List<Map<String, Integer>> providers = Providers.find(nodes, policy.providers());
    replacements(nodes, overlays);
    var terms = new ArrayList<ScriptTerms>();
    for (int i = 0; i < nodes.size(); i++)
      terms.add(
          ScriptTerms.of(nodes.get(i), policy.permissions(), overlays, settings.get(i))
              .allowing(paths.reads(settings.get(i))));
    return new ContractGraph(nodes, settings, providers, terms, overlays);
  }

  /** The condition of a replacement sees every option of its package, and names no other. */
  private static void replacements(List<Node> nodes, Overlays overlays) throws ProblemException {
    var problems = new ArrayList<Problem>();
    for (Node node : nodes) {
      Optional<Overlay> overlay = overlays.of(node.pkg(), node.version());
      Optional<ScriptReplacement> instead = overlay.flatMap(Overlay::replacement);
      if (instead.isPresent())
        problems.addAll(
            node.unknownIn(
                instead.get().when(), instead.get().place(), node.contract().options().keySet()));
    }
    if (!problems.isEmpty()) throw new ProblemException(problems.stream().distinct().toList());
  }
}
