package heddle.contract;

import heddle.contract.policy.Keys;
import heddle.text.Cfg;
import heddle.text.Json;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import heddle.text.Toml;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Gives every option of a graph its value, in one pass from the roots downwards: what the root says
 * decides; else the wishes of dependents, which must agree; else the policy value it follows; else
 * its default. Options whose condition does not hold are not there.
 */
public final class Options {
  private final List<Node> nodes;
  private final OptionRequests requests;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Map<String, List<Setting.Wished>>> wishes = new ArrayList<>();
  private final List<Map<String, Setting>> settings = new ArrayList<>();

  private record Asked(Json value, Origin origin) {}

  private final Set<String> elsewhere;

  private Options(List<Node> nodes, OptionRequests requests, Set<String> elsewhere) {
    this.nodes = List.copyOf(nodes);
    this.requests = requests;
    this.elsewhere = Set.copyOf(elsewhere);
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
    var options = new Options(nodes, requests, elsewhere);
    options.checkRequests();
    for (int index : options.downwards()) options.decide(index);
    options.checkConditions();
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
    var open = new java.util.ArrayDeque<int[]>();
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
    for (OptionDeclaration option : node.contract().options().values()) {
      if (!holds(option.when(), node, decided)) continue;
      decided.put(option.name(), decide(index, option));
    }
    settings.set(index, java.util.Collections.unmodifiableMap(decided));
    for (Contract.Suggestion wish : node.contract().suggestions()) wish(index, wish);
  }

  private Setting decide(int index, OptionDeclaration option) {
    Node node = nodes.get(index);
    List<Setting.Wished> heard = wishes.get(index).getOrDefault(option.name(), List.of());
    Optional<Asked> asked = asked(node, option);
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
    var options = new Options(List.of(node), requests, Set.of());
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
                    + toml(one.value())));
  }

  /** The value as TOML writes it; the JSON of these types is TOML too. */
  static String toml(Json value) {
    return value.compact();
  }

  private Optional<Asked> asked(Node node, OptionDeclaration option) {
    for (var each : requests.spoken().reversed()) {
      if (!each.option().equals(option.name())
          || !each.packages().names(node.pkg(), node.version())) continue;
      return value(
              option, option.type().ofText(each.value()), Problem.of(wrong(option, each.value())))
          .map(value -> new Asked(value, new Origin.CommandLine(each.argument())));
    }
    String name = variable(node.pkg(), option.name());
    if (requests.variables().containsKey(name)) {
      String text = String.valueOf(requests.variables().get(name));
      String whole = OptionRequests.PREFIX + name;
      return value(
              option,
              option.type().ofText(text),
              Problem.of(wrong(option, text)).withNote("the variable " + whole + " says so"))
          .map(value -> new Asked(value, new Origin.Variable(whole)));
    }
    for (var sets : List.of(requests.file(), requests.policy())) {
      for (var each : sets.reversed()) {
        if (!each.option().equals(option.name())
            || !each.packages().names(node.pkg(), node.version())) continue;
        return toml(option, each.value(), each.place())
            .map(value -> new Asked(value, new Origin.File(each.place())));
      }
    }
    return Optional.empty();
  }

  private Optional<Json> toml(OptionDeclaration option, Toml value, Place place) {
    return value(
        option,
        option.type().ofToml(value),
        Problem.at(place, wrong(option, value.place().text())));
  }

  private Optional<Json> value(OptionDeclaration option, Optional<Json> value, Problem problem) {
    if (value.isEmpty()) {
      if (option.type() instanceof OptionType.Enumeration e) {
        String text = problem.message().split("`", 3)[1].replace("\"", "");
        problems.add(Keys.notOneOf(problem, text, e.values()));
      } else problems.add(problem.withHelp("it must be " + option.type().expected()));
    }
    return value;
  }

  private static String wrong(OptionDeclaration option, String text) {
    return "`" + text + "` is no value of option `" + option.name() + "`";
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
        problems.add(unknownOption(Problem.at(wish.place(), ""), wish.option(), node));
        continue;
      }
      Optional<Json> value = toml(option.get(), wish.value(), wish.place());
      if (value.isEmpty()) continue;
      var heard = wishes.get(to).computeIfAbsent(wish.option(), _ -> new ArrayList<>());
      var origin = new Origin.Wish(nodes.get(from).shown(), wish.place());
      if (heard.stream().noneMatch(w -> w.origin().equals(origin)))
        heard.add(new Setting.Wished(value.get(), origin));
    }
  }

  /** The truth of a condition of this node, with the options decided so far. */
  static boolean holds(Optional<Cfg> when, Node node, Map<String, Setting> decided) {
    return when.isEmpty() || when.get().matches(atom -> holds(atom, node, decided));
  }

  private static boolean holds(Cfg atom, Node node, Map<String, Setting> decided) {
    return switch (atom) {
      case Cfg.Call call -> call.arguments().stream().allMatch(each -> option(each, decided));
      case Cfg.Pair pair when pair.key().name().equals("feature") ->
          node.features().contains(pair.value());
      default -> node.cfgs().contains(atom);
    };
  }

  private static boolean option(Cfg atom, Map<String, Setting> decided) {
    return switch (atom) {
      case Cfg.Pair pair ->
          value(decided, pair.key().name())
              .filter(value -> OptionType.shown(value).equals(pair.value()))
              .isPresent();
      case Cfg.Name name ->
          value(decided, name.name().name()).filter(new Json.Bool(true)::equals).isPresent();
      default -> false;
    };
  }

  private static Optional<Json> value(Map<String, Setting> decided, String name) {
    return Optional.ofNullable(decided.get(name)).flatMap(Setting::value);
  }

  /** Requests for packages and options that are not there. */
  private void checkRequests() {
    for (var each : requests.spoken()) {
      Problem at = Problem.of("");
      check(each.packages().name(), each.packages()::names, each.option(), at, each.argument());
    }
    for (var sets : List.of(requests.file(), requests.policy())) {
      for (var each : sets) {
        if (absent(each.packages().name())) continue;
        check(
            each.packages().name(),
            each.packages()::names,
            each.option(),
            Problem.at(each.place(), ""),
            each.packages() + ":" + each.option());
      }
    }
    checkVariables();
  }

  /**
   * Who speaks on the command line means this build: an option whose condition holds nowhere in it
   * is an error. What a file or a variable says of it waits for another build.
   */
  private void checkConditions() {
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
  }

  /** Whether a package is of the workspace and not of this graph. */
  private boolean absent(String pkg) {
    return elsewhere.contains(pkg) && nodes.stream().noneMatch(n -> n.pkg().equals(pkg));
  }

  @FunctionalInterface
  private interface Names {
    boolean test(String pkg, String version);
  }

  private void check(String pkg, Names names, String option, Problem at, String written) {
    List<Node> named = nodes.stream().filter(n -> names.test(n.pkg(), n.version())).toList();
    if (named.isEmpty()) {
      var all = new TreeSet<String>();
      nodes.stream().filter(n -> !n.contract().options().isEmpty()).forEach(n -> all.add(n.pkg()));
      Problem problem =
          message(at, "`" + written + "` names no package of this build: `" + pkg + "`");
      problems.add(
          Suggestion.among(all, pkg)
              .map(near -> problem.withHelp(near.help("package")))
              .orElse(problem.withHelp("`heddle options` lists packages and their options")));
      return;
    }
    if (named.stream().noneMatch(n -> n.contract().options().containsKey(option)))
      problems.add(unknownOption(at, option, named.getFirst()));
  }

  private static Problem unknownOption(Problem at, String option, Node node) {
    Collection<String> names = node.contract().options().keySet();
    Problem problem = message(at, node.shown() + " has no option `" + option + "`");
    Optional<Suggestion> near = Suggestion.among(names, option);
    if (near.isPresent()) return problem.withHelp(near.get().help("option"));
    return names.isEmpty()
        ? problem.withNote("it declares no options")
        : problem.withHelp("its options are " + String.join(", ", names));
  }

  private static Problem message(Problem at, String message) {
    return new Problem(message, at.labels(), at.notes(), at.helps());
  }

  private void checkVariables() {
    Map<String, TreeSet<String>> known = new LinkedHashMap<>();
    for (Node node : nodes) {
      for (String option : node.contract().options().keySet())
        known
            .computeIfAbsent(variable(node.pkg(), option), _ -> new TreeSet<>())
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
          elsewhere.stream().anyMatch(pkg -> absent(pkg) && name.startsWith(variable(pkg, "")));
      if (meant.isEmpty() && !other)
        problems.add(
            Suggestion.among(known.keySet(), name)
                .map(near ->
                    Problem.of("the variable " + whole + " names no option")
                        .withHelp("did you mean " + OptionRequests.PREFIX + near.name() + "?"))
                .orElse(
                    Problem.of("the variable " + whole + " names no option")
                        .withHelp(
                            "write "
                                + OptionRequests.PREFIX
                                + "PACKAGE__OPTION in upper case, with _ for -")));
    }
  }

  /**
   * The name of an option in a variable, after the prefix: package and option in upper case, a
   * hyphen an underscore, two underscores between them.
   */
  public static String variable(String pkg, String option) {
    return (pkg + "__" + option).replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
