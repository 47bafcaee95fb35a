package heddle.contract;

import heddle.text.Json;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives every option of a graph its value, in one pass from the roots downwards: what the root says
 * decides; else the wishes of dependents, which must agree; else the policy value it follows; else
 * its default. Options whose condition does not hold are not there.
 */
final class Options {
  private final List<Node> nodes;
  private final OptionRequests requests;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Map<String, List<Setting.Wished>>> wishes = new ArrayList<>();
  private final List<Map<String, Setting>> settings = new ArrayList<>();

  private Options(List<Node> nodes, OptionRequests requests) {
    this.nodes = List.copyOf(nodes);
    this.requests = requests;
    for (int i = 0; i < nodes.size(); i++) {
      wishes.add(new LinkedHashMap<>());
      settings.add(Map.of());
    }
  }

  /**
   * The options of each node, by its index. A graph has no cycle.
   *
   * @param elsewhere names of packages that the workspace has beside those of this graph: what
   *     files and the environment ask of them counts in other builds
   * @throws ProblemException with all that is wrong: unknown packages and options, values of
   *     another type, wishes that differ
   */
  static List<Map<String, Setting>> resolve(
      List<Node> nodes, OptionRequests requests, Set<String> elsewhere) throws ProblemException {
    var options = new Options(nodes, requests);
    var checks = new RequestChecks(nodes, requests, elsewhere);
    options.problems.addAll(checks.unknown());
    for (int index : options.downwards()) options.decide(index);
    options.problems.addAll(checks.unmet(options.settings));
    if (!options.problems.isEmpty())
      throw new ProblemException(options.problems.stream().distinct().toList());
    return List.copyOf(options.settings);
  }

  /** That of a whole workspace. */
  static List<Map<String, Setting>> resolve(List<Node> nodes, OptionRequests requests)
      throws ProblemException {
    return resolve(nodes, requests, Set.of());
  }

  /** Indices with every node before what it depends on. */
  private List<Integer> downwards() {
    var order = new ArrayList<Integer>();
    var seen = new boolean[nodes.size()];
    for (int i = 0; i < nodes.size(); i++) visit(i, seen, order);
    return order.reversed();
  }

  private void visit(int start, boolean[] seen, List<Integer> order) {
    var open = new ArrayDeque<int[]>();
    if (seen[start]) return;
    seen[start] = true;
    open.push(new int[] {start, 0});
    while (!open.isEmpty()) {
      int[] top = open.element();
      List<Integer> below = below(top[0]);
      if (top[1] == below.size()) {
        order.add(top[0]);
        open.pop();
      } else {
        int next = below.get(top[1]++);
        if (!seen[next]) {
          seen[next] = true;
          open.push(new int[] {next, 0});
        }
      }
    }
  }

  private List<Integer> below(int index) {
    var all = new ArrayList<>(nodes.get(index).dependencies());
    all.addAll(nodes.get(index).buildDependencies());
    return all;
  }

  private void decide(int index) {
    Node node = nodes.get(index);
    var decided = new LinkedHashMap<String, Setting>();
    var before = new HashSet<String>();
    for (OptionDeclaration option : node.contract().options().values()) {
      problems.addAll(node.unknownIn(option.when(), option.place(), before));
      before.add(option.name());
      if (!node.meets(option.when(), decided)) continue;
      decided.put(option.name(), decide(index, option));
    }
    for (DownloadDeclaration each : node.contract().downloads().values())
      problems.addAll(node.unknownIn(each.when(), each.place(), before));
    settings.set(index, Collections.unmodifiableMap(decided));
    for (Contract.Suggestion wish : node.contract().suggestions()) wish(index, wish);
  }

  private Setting decide(int index, OptionDeclaration option) {
    Node node = nodes.get(index);
    List<Setting.Wished> heard = wishes.get(index).getOrDefault(option.name(), List.of());
    Optional<Asked> asked = Asked.of(node, option, requests, problems);
    if (asked.isPresent())
      return new Setting(option, Optional.of(asked.get().value()), asked.get().origin(), heard);
    if (!heard.isEmpty()) {
      Setting.Wished first = heard.getFirst();
      for (Setting.Wished other : heard) {
        if (!other.value().equals(first.value())) conflict(node, option, first, other);
      }
      return new Setting(option, Optional.of(first.value()), first.origin(), heard);
    }
    Optional<OptionRequests.Decided> followed =
        option.follows().flatMap(name -> requests.decided(name, node.triple()));
    if (followed.isPresent()) {
      OptionRequests.Decided policy = followed.get();
      Optional<Json> value = option.type().ofText(policy.value());
      if (value.isPresent())
        return new Setting(
            option,
            value,
            new Origin.Follows(option.follows().orElseThrow(), policy.origin()),
            heard);
    }
    return new Setting(option, option.fallback(), new Origin.Default(), heard);
  }

  /**
   * What the root says of an option before there is a graph: dependents are not heard, and a
   * default is no word of the root's.
   *
   * @throws ProblemException if what it says is no value of the option
   */
  public static Optional<Setting> ofRoot(
      Node node, OptionDeclaration option, OptionRequests requests) throws ProblemException {
    var options = new Options(List.of(node), requests);
    Setting setting = options.decide(0, option);
    if (!options.problems.isEmpty()) throw new ProblemException(options.problems);
    return setting.origin() instanceof Origin.Default ? Optional.empty() : Optional.of(setting);
  }

  private void conflict(
      Node node, OptionDeclaration option, Setting.Wished one, Setting.Wished two) {
    String value = OptionType.shown(one.value());
    problems.add(
        Problem.at(
                one.origin().place(),
                "two packages want different values of option `"
                    + option.name()
                    + "` of "
                    + node.shown())
            .withLabel(two.origin().place(), "")
            .withNote(one.origin().pkg() + " wants `" + value + "`")
            .withNote(two.origin().pkg() + " wants `" + OptionType.shown(two.value()) + "`")
            .withHelp(
                "decide in heddle.toml:\n[option."
                    + node.pkg()
                    + "]\n"
                    + option.name()
                    + " = "
                    + OptionType.toml(one.value())));
  }

  /**
   * Tells a wish to the dependency; one of another platform or a feature that is off hears none.
   */
  private void wish(int from, Contract.Suggestion wish) {
    for (int to : below(from)) {
      Node node = nodes.get(to);
      if (!node.pkg().equals(wish.pkg())) continue;
      Optional<OptionDeclaration> option =
          Optional.ofNullable(node.contract().options().get(wish.option()));
      if (option.isEmpty()) {
        problems.add(
            RequestChecks.unknownOption(
                node, wish.option(), message -> Problem.at(wish.place(), message)));
        continue;
      }
      Optional<Json> value = option.get().read(wish.value(), wish.place(), problems);
      if (value.isEmpty()) continue;
      var heard = wishes.get(to).computeIfAbsent(wish.option(), _ -> new ArrayList<>());
      var origin = new Origin.Wish(nodes.get(from).shown(), wish.place());
      if (heard.stream().noneMatch(w -> w.origin().equals(origin)))
        heard.add(new Setting.Wished(value.get(), origin));
    }
  }
}
