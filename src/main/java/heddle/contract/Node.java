package heddle.contract;

import heddle.text.Cfg;
import heddle.text.CfgSet;
import heddle.text.Json;
import heddle.text.Place;
import heddle.text.Problem;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A package for one triple, as the graph of contracts has it; whatever units it has, it is one.
 *
 * @param links the native library that its manifest says it links
 * @param features those on in this graph
 * @param cfgs what the compiler says of the triple
 * @param dependencies indices of the nodes that its normal dependencies are
 * @param buildDependencies indices of those that its build script and its macros come from
 */
public record Node(
    String pkg,
    String version,
    String triple,
    Contract contract,
    Optional<String> links,
    Set<String> features,
    CfgSet cfgs,
    List<Integer> dependencies,
    List<Integer> buildDependencies) {
  public Node {
    features = Collections.unmodifiableSet(new TreeSet<>(features));
    dependencies = List.copyOf(dependencies);
    buildDependencies = List.copyOf(buildDependencies);
  }

  /** The same as another machine sees it. */
  Node on(CfgSet other) {
    return new Node(
        pkg, version, triple, contract, links, features, other, dependencies, buildDependencies);
  }

  /** What is wrong with the options that a condition names, of which it sees those known. */
  List<Problem> unknownIn(Optional<Cfg> when, Place place, Set<String> known) {
    return when.stream()
        .flatMap(PlannedOptions::named)
        .filter(name -> !known.contains(name))
        .distinct()
        .map(name ->
            Problem.at(
                    place,
                    "`when` asks for option `"
                        + name
                        + "`, which "
                        + (contract.options().containsKey(name)
                            ? "does not stand before it"
                            : shown() + " does not declare"))
                .withHelp("`option(…)` names an option that is declared before it"))
        .toList();
  }

  /** Whether a condition holds here, with the options decided so far; no condition does. */
  boolean meets(Optional<Cfg> when, Map<String, Setting> decided) {
    return when.isEmpty() || when.get().matches(atom -> meets(atom, decided));
  }

  private boolean meets(Cfg atom, Map<String, Setting> decided) {
    return switch (atom) {
      case Cfg.Call call -> call.arguments().stream().allMatch(each -> option(each, decided));
      case Cfg.Pair pair when pair.key().name().equals("feature") ->
          features.contains(pair.value());
      default -> cfgs.contains(atom);
    };
  }

  private static boolean option(Cfg atom, Map<String, Setting> decided) {
    return switch (atom) {
      case Cfg.Pair pair ->
          value(decided, pair.key().name())
              .filter(value -> OptionType.shown(value).equals(pair.value()))
              .isPresent();
      case Cfg.Name name ->
          value(decided, name.name().name())
              .filter(value -> !value.equals(new Json.Bool(false)))
              .isPresent();
      default -> false;
    };
  }

  private static Optional<Json> value(Map<String, Setting> decided, String name) {
    return Optional.ofNullable(decided.get(name)).flatMap(Setting::value);
  }

  /** As messages show it. */
  public String shown() {
    return pkg + " v" + version;
  }
}
