package heddle.contract;

import heddle.text.Cfg;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The options of one package that change a plan, as they are known before it: decided by the root,
 * and with a condition that holds. Before a plan no features are on and no dependent is heard, so
 * such a condition rests on the platform and on options by the root's word or their default.
 */
public final class PlannedOptions {
  private final Node node;
  private final OptionRequests requests;
  private final Map<String, Setting> known = new LinkedHashMap<>();
  private final Map<String, Setting> decided = new LinkedHashMap<>();

  /** Options of which nobody knows before the plan whether they are there. */
  private final Set<String> late = new HashSet<>();

  private PlannedOptions(Node node, OptionRequests requests) {
    this.node = node;
    this.requests = requests;
  }

  /**
   * Those of a package on the node's platform; its features do not count.
   *
   * @throws ProblemException if the root gives one a value of another type, or a condition asks
   *     what is not known yet
   */
  public static Map<String, Setting> of(Node node, OptionRequests requests)
      throws ProblemException {
    var options = new PlannedOptions(node, requests);
    if (node.contract().options().values().stream().anyMatch(PlannedOptions::counts)) {
      for (OptionDeclaration each : node.contract().options().values()) options.take(each);
    }
    return Collections.unmodifiableMap(options.decided);
  }

  /** Whether it changes a plan. */
  public static boolean counts(OptionDeclaration option) {
    return !option.features().isEmpty() || !option.prunes().isEmpty();
  }

  private void take(OptionDeclaration option) throws ProblemException {
    Optional<String> unknown = option.when().flatMap(this::unknown);
    if (unknown.isPresent()) {
      late.add(option.name());
      if (counts(option)) throw new ProblemException(notKnown(option, unknown.get()));
      return;
    }
    if (!node.meets(option.when(), known)) return;
    Optional<Setting> root = Options.ofRoot(node, option, requests);
    known.put(
        option.name(),
        root.orElseGet(
            () -> new Setting(option, option.fallback(), new Origin.Default(), List.of())));
    if (counts(option)) root.ifPresent(setting -> decided.put(option.name(), setting));
  }

  /** What of a condition is not known before the plan. */
  private Optional<String> unknown(Cfg when) {
    if (asksForFeatures(when)) return Optional.of("asks for a feature");
    return named(when)
        .filter(name -> !declared(name) || late.contains(name))
        .findFirst()
        .map(name ->
            declared(name)
                ? "rests on option `" + name + "`, which is not known before it"
                : "rests on option `" + name + "`, which nobody declares here");
  }

  private boolean declared(String name) {
    return node.contract().options().containsKey(name);
  }

  private Problem notKnown(OptionDeclaration option, String why) {
    return notKnown(option.name(), Problem.at(option.place(), ""), why + ", in " + node.shown());
  }

  /** An option that changes features cannot rest on features. */
  static Problem notKnown(String option, Problem at, String why) {
    return new Problem(
            "option `" + option + "` changes the plan, but its condition " + why,
            at.labels(),
            at.notes(),
            at.helps())
        .withNote(
            "which features are on is known after the plan, and `features` and `prunes` act"
                + " before it")
        .withHelp("let the condition ask for the platform and for options that stand before it");
  }

  static boolean asksForFeatures(Cfg when) {
    return switch (when) {
      case Cfg.All all -> all.parts().stream().anyMatch(PlannedOptions::asksForFeatures);
      case Cfg.Any any -> any.parts().stream().anyMatch(PlannedOptions::asksForFeatures);
      case Cfg.Not not -> asksForFeatures(not.part());
      case Cfg.Pair pair -> pair.key().name().equals("feature");
      default -> false;
    };
  }

  /** The options that a condition names; an empty name for what is none. */
  static Stream<String> named(Cfg when) {
    return switch (when) {
      case Cfg.All all -> all.parts().stream().flatMap(PlannedOptions::named);
      case Cfg.Any any -> any.parts().stream().flatMap(PlannedOptions::named);
      case Cfg.Not not -> named(not.part());
      case Cfg.Call call ->
          call.arguments().stream()
              .flatMap(each ->
                  switch (each) {
                    case Cfg.Pair pair -> Stream.of(pair.key().name());
                    case Cfg.Name name -> Stream.of(name.name().name());
                    default -> Stream.of("");
                  });
      default -> Stream.of();
    };
  }

  /**
   * Holds what was known before the plan against what the whole graph decided: a dependent's wish
   * may have turned a condition round, and the plan was made without it.
   */
  static void check(List<Node> nodes, List<Map<String, Setting>> settings, OptionRequests requests)
      throws ProblemException {
    var problems = new ArrayList<Problem>();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      Map<String, Setting> planned = of(node, requests);
      for (OptionDeclaration option : node.contract().options().values()) {
        if (!counts(option)
            || Options.ofRoot(node, option, requests).isEmpty()
            || planned.containsKey(option.name()) == settings.get(i).containsKey(option.name()))
          continue;
        problems.add(turned(node, option, settings.get(i)));
      }
    }
    if (!problems.isEmpty()) throw new ProblemException(problems.stream().distinct().toList());
  }

  private static Problem turned(Node node, OptionDeclaration option, Map<String, Setting> now) {
    Problem problem =
        Problem.at(
                option.place(),
                "option `"
                    + option.name()
                    + "` of "
                    + node.shown()
                    + " changes the plan, and a wish of a dependent decides whether it is there")
            .withNote("it exists where `" + option.when().orElseThrow() + "` holds");
    var names = new TreeSet<>(named(option.when().orElseThrow()).toList());
    for (String name : names) {
      Optional<Setting> wished =
          Optional.ofNullable(now.get(name)).filter(s -> s.origin() instanceof Origin.Wish);
      if (wished.isEmpty() || wished.get().value().isEmpty()) continue;
      problem =
          problem.withHelp(
              "decide in heddle.toml:\n[option."
                  + node.pkg()
                  + "]\n"
                  + name
                  + " = "
                  + OptionType.toml(wished.get().value().get()));
    }
    return problem;
  }
}
