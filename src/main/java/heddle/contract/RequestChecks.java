package heddle.contract;

import heddle.contract.policy.PackageSpec;
import heddle.text.Problem;
import heddle.text.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Finds what the root asks of packages and options that are not there. Names of packages that the
 * workspace has elsewhere are no mistake in a file or a variable, which also serve other builds.
 */
record RequestChecks(List<Node> nodes, OptionRequests requests, Set<String> elsewhere) {
  /** Requests that name nothing of this graph. */
  List<Problem> unknown() {
    var problems = new ArrayList<Problem>();
    for (var each : requests.spoken())
      problem(each.packages(), each.option(), Problem::of, each.argument())
          .ifPresent(problems::add);
    for (var sets : List.of(requests.file(), requests.policy())) {
      for (var each : sets) {
        if (absent(each.packages().name())) continue;
        String written = each.packages() + ":" + each.option();
        problem(
                each.packages(),
                each.option(),
                message -> Problem.at(each.place(), message),
                written)
            .ifPresent(problems::add);
      }
    }
    problems.addAll(unknownVariables());
    return problems;
  }

  /** Whether a package is of the workspace and not of this graph. */
  private boolean absent(String pkg) {
    return elsewhere.contains(pkg) && nodes.stream().noneMatch(n -> n.pkg().equals(pkg));
  }

  private Optional<Problem> problem(
      PackageSpec packages, String option, Function<String, Problem> at, String written) {
    List<Node> named = nodes.stream().filter(n -> packages.names(n.pkg(), n.version())).toList();
    if (named.isEmpty()) {
      Optional<String> others = versions(packages.name());
      if (others.isPresent())
        return Optional.of(
            at.apply(
                    "`" + written + "` names no version of `" + packages.name() + "` in this build")
                .withNote("it has " + others.get()));
      var all = new TreeSet<String>();
      nodes.stream().filter(n -> !n.contract().options().isEmpty()).forEach(n -> all.add(n.pkg()));
      Problem problem =
          at.apply("`" + written + "` names no package of this build: `" + packages.name() + "`");
      return Optional.of(
          Suggestion.among(all, packages.name())
              .map(near -> problem.withHelp(near.help("package")))
              .orElse(problem.withHelp("`heddle options` lists packages and their options")));
    }
    return named.stream().anyMatch(n -> n.contract().options().containsKey(option))
        ? Optional.empty()
        : Optional.of(unknownOption(named.getFirst(), option, at));
  }

  /** The versions of a package in this graph, as one reads them; empty if it is not in it. */
  private Optional<String> versions(String pkg) {
    var all = new TreeSet<String>();
    nodes.stream().filter(n -> n.pkg().equals(pkg)).forEach(n -> all.add(n.shown()));
    return all.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", all));
  }

  /** The words for an option that the package does not declare. */
  static Problem unknownOption(Node node, String option, Function<String, Problem> at) {
    Collection<String> names = node.contract().options().keySet();
    Problem problem = at.apply(node.shown() + " has no option `" + option + "`");
    Optional<Suggestion> near = Suggestion.among(names, option);
    if (near.isPresent()) return problem.withHelp(near.get().help("option"));
    return names.isEmpty()
        ? problem.withNote("it declares no options")
        : problem.withHelp("its options are " + String.join(", ", names));
  }

  private List<Problem> unknownVariables() {
    var problems = new ArrayList<Problem>();
    Map<String, TreeSet<String>> known = new LinkedHashMap<>();
    for (Node node : nodes) {
      for (String option : node.contract().options().keySet())
        known
            .computeIfAbsent(OptionRequests.variable(node.pkg(), option), _ -> new TreeSet<>())
            .add(node.pkg() + ":" + option);
    }
    for (String name : requests.variables().keySet()) {
      TreeSet<String> meant = known.getOrDefault(name, new TreeSet<>());
      String whole = OptionRequests.PREFIX + name;
      if (meant.size() > 1)
        problems.add(
            Problem.of("the variable " + whole + " may mean " + String.join(" or ", meant))
                .withHelp("set one of them with -o, or in heddle.toml"));
      boolean other =
          elsewhere.stream()
              .anyMatch(pkg -> absent(pkg) && name.startsWith(OptionRequests.variable(pkg, "")));
      if (meant.isEmpty() && !other) {
        Problem problem = Problem.of("the variable " + whole + " names no option");
        problems.add(
            problem.withHelp(
                Suggestion.among(known.keySet(), name)
                    .map(near -> "did you mean " + OptionRequests.PREFIX + near.name() + "?")
                    .orElse(
                        "write "
                            + OptionRequests.PREFIX
                            + "PACKAGE__OPTION in upper case, with _ for -")));
      }
    }
    return problems;
  }

  /**
   * Requests of the command line for options whose condition holds nowhere in this graph: who
   * speaks there means this build. What a file or a variable says of them waits for another build.
   *
   * @param settings the options that each node has
   */
  List<Problem> unmet(List<Map<String, Setting>> settings) {
    var problems = new ArrayList<Problem>();
    for (var each : requests.spoken()) {
      Optional<OptionDeclaration> declared = Optional.empty();
      boolean here = false;
      Optional<Node> named = Optional.empty();
      for (int i = 0; i < nodes.size(); i++) {
        Node node = nodes.get(i);
        if (!each.packages().names(node.pkg(), node.version())) continue;
        here |= settings.get(i).containsKey(each.option());
        if (declared.isPresent()) continue;
        declared = Optional.ofNullable(node.contract().options().get(each.option()));
        named = Optional.of(node);
      }
      if (here || declared.isEmpty() || declared.get().when().isEmpty()) continue;
      problems.add(
          Problem.at(
                  declared.get().place(),
                  "`"
                      + each.argument()
                      + "` sets an option that "
                      + named.map(Node::shown).orElse("")
                      + " does not have here")
              .withNote("it exists where `" + declared.get().when().get() + "` holds"));
    }
    return problems;
  }
}
