package heddle.contract;

import heddle.contract.Contract.Publication;
import heddle.contract.Contract.Requirement;
import heddle.contract.Contract.Visibility;
import heddle.contract.policy.Policy;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds, before anything runs, who gives each required fact: among the packages that its consumer
 * reaches over normal dependencies, from its own or, for the host, from its build dependencies. A
 * script waits for those that give it something, and for no other.
 */
public final class Providers {
  /** The schemas of facts that cargo's own channels carry. */
  private static final Set<String> BRIDGED = Set.of("cargo-links/1", "native-library/1");

  /** Whether cargo's own channels carry facts of this schema. */
  public static boolean bridged(String schema) {
    return BRIDGED.contains(schema);
  }

  private final List<Node> nodes;
  private final List<Policy.Provider> chosen;
  private final List<Problem> problems = new ArrayList<>();

  private Providers(List<Node> nodes, List<Policy.Provider> chosen) {
    this.nodes = List.copyOf(nodes);
    this.chosen = chosen;
  }

  /** A node on the way from a consumer, and the node before it; -1 before the first. */
  private record Step(int node, int before, boolean direct) {}

  /**
   * For each node, by its index, the node that gives each fact it requires.
   *
   * @throws ProblemException for facts that nobody gives, or more than one
   */
  public static List<Map<String, Integer>> find(List<Node> nodes, List<Policy.Provider> chosen)
      throws ProblemException {
    var providers = new Providers(nodes, chosen);
    var all = new ArrayList<Map<String, Integer>>();
    for (int i = 0; i < nodes.size(); i++) {
      var given = new LinkedHashMap<String, Integer>();
      for (Requirement each : nodes.get(i).contract().requirements().values()) {
        int consumer = i;
        providers.provider(consumer, each).ifPresent(p -> given.put(each.fact(), p));
      }
      all.add(Collections.unmodifiableMap(given));
    }
    if (!providers.problems.isEmpty()) throw new ProblemException(providers.problems);
    return List.copyOf(all);
  }

  private Optional<Integer> provider(int consumer, Requirement requirement) {
    Map<Integer, Step> reached = reach(consumer, requirement.host());
    var candidates = new ArrayList<Step>();
    var hidden = new ArrayList<Step>();
    for (Step step : reached.values()) {
      Node node = nodes.get(step.node());
      Optional<Publication> given = given(node, requirement);
      if (given.isEmpty()) continue;
      if (requirement.from().filter(from -> !from.equals(node.pkg())).isPresent()) continue;
      if (given.get().visibility() == Visibility.DIRECT && !step.direct()) hidden.add(step);
      else candidates.add(step);
    }
    Node wanting = nodes.get(consumer);
    List<Policy.Provider> choices =
        chosen.stream()
            .filter(c -> c.fact().equals(requirement.fact()))
            .filter(c ->
                c.consumer().isEmpty()
                    || c.consumer().get().names(wanting.pkg(), wanting.version()))
            .toList();
    Optional<Policy.Provider> choice =
        choices.stream()
            .filter(c -> c.consumer().isPresent())
            .findFirst()
            .or(() -> choices.stream().findFirst());
    choice.ifPresent(c -> candidates.removeIf(step -> !names(c, step)));
    if (candidates.isEmpty()) {
      if (!requirement.optional()) missing(wanting, requirement, hidden, choice, reached);
      return Optional.empty();
    }
    if (candidates.size() > 1) {
      several(wanting, requirement, candidates, reached);
      return Optional.empty();
    }
    Step only = candidates.getFirst();
    Publication given = publication(only, requirement);
    if (!given.schema().equals(requirement.schema())) {
      problems.add(
          Problem.at(
                  requirement.place(),
                  wanting.shown()
                      + " requires the fact `"
                      + requirement.fact()
                      + "` as "
                      + requirement.schema())
              .withLabel(
                  given.place(),
                  nodes.get(only.node()).shown() + " publishes it as " + given.schema())
              .withNote(way(only, reached)));
      return Optional.empty();
    }
    return Optional.of(only.node());
  }

  private boolean names(Policy.Provider choice, Step step) {
    Node node = nodes.get(step.node());
    return choice.provider().names(node.pkg(), node.version());
  }

  private Publication publication(Step step, Requirement requirement) {
    return given(nodes.get(step.node()), requirement).orElseThrow();
  }

  /**
   * What a node gives: as its contract says; or, where that is silent, what a package with this
   * {@code links} says in cargo's words, as a fact of that name.
   */
  private static Optional<Publication> given(Node node, Requirement requirement) {
    Optional<Publication> own =
        Optional.ofNullable(node.contract().publications().get(requirement.fact()));
    boolean bridged =
        node.links().filter(requirement.fact()::equals).isPresent()
            && BRIDGED.contains(requirement.schema());
    return own.isPresent() || !bridged
        ? own
        : Optional.of(
            new Publication(
                requirement.fact(),
                requirement.schema(),
                Visibility.TRANSITIVE,
                requirement.place()));
  }

  private void missing(
      Node wanting,
      Requirement requirement,
      List<Step> hidden,
      Optional<Policy.Provider> choice,
      Map<Integer, Step> reached) {
    String fact = "`" + requirement.fact() + "`";
    Problem problem =
        Problem.at(
            requirement.place(),
            wanting.shown() + " requires the fact " + fact + ", and nobody it depends on gives it");
    if (choice.isPresent()) {
      problems.add(
          problem.withLabel(
              choice.get().place(),
              "the root chose `" + choice.get().provider() + "`, which does not give it here"));
      return;
    }
    if (!hidden.isEmpty()) {
      Step step = hidden.getFirst();
      problems.add(
          problem
              .withLabel(
                  publication(step, requirement).place(),
                  nodes.get(step.node()).shown() + " gives it to direct dependents only")
              .withNote(way(step, reached))
              .withHelp("depend on it directly, or publish it with visibility = \"transitive\""));
      return;
    }
    var names = new TreeSet<String>();
    reached.keySet().forEach(i -> names.addAll(nodes.get(i).contract().publications().keySet()));
    problems.add(explained(problem, requirement, names));
  }

  private static Problem explained(Problem problem, Requirement requirement, Set<String> names) {
    Problem whole =
        requirement
            .from()
            .map(from -> problem.withNote("it asks for that of `" + from + "` only"))
            .orElse(problem);
    Optional<Suggestion> near = Suggestion.among(names, requirement.fact());
    if (near.isPresent()) return whole.withHelp(near.get().help("fact"));
    return names.isEmpty()
        ? whole
        : whole.withNote("the facts it can see are " + String.join(", ", names));
  }

  private void several(
      Node wanting, Requirement requirement, List<Step> candidates, Map<Integer, Step> reached) {
    Problem problem =
        Problem.at(
            requirement.place(),
            "more than one package gives the fact `"
                + requirement.fact()
                + "` that "
                + wanting.shown()
                + " requires");
    for (Step step : candidates) {
      problem =
          problem
              .withLabel(publication(step, requirement).place(), nodes.get(step.node()).shown())
              .withNote(way(step, reached));
    }
    problems.add(
        problem.withHelp(
            "choose in heddle.toml:\n[provider]\n\""
                + wanting.pkg()
                + ":"
                + requirement.fact()
                + "\" = \""
                + nodes.get(candidates.getFirst().node()).pkg()
                + "\""));
  }

  /** All that a consumer reaches, nearest first. */
  private Map<Integer, Step> reach(int consumer, boolean host) {
    Node from = nodes.get(consumer);
    var reached = new LinkedHashMap<Integer, Step>();
    var open = new ArrayDeque<Step>();
    for (int each : host ? from.buildDependencies() : from.dependencies())
      open.add(new Step(each, -1, true));
    while (!open.isEmpty()) {
      Step step = open.remove();
      if (reached.putIfAbsent(step.node(), step) == null) {
        for (int each : nodes.get(step.node()).dependencies())
          open.add(new Step(each, step.node(), false));
      }
    }
    return reached;
  }

  private String way(Step to, Map<Integer, Step> reached) {
    var names = new ArrayList<String>();
    Optional<Step> at = Optional.of(to);
    while (at.isPresent()) {
      names.add(nodes.get(at.get().node()).pkg());
      at = Optional.ofNullable(reached.get(at.get().before()));
    }
    return "it is reached over " + String.join(" > ", names.reversed());
  }
}
