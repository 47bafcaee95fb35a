package heddle.rust;

import heddle.cargo.FeaturePolicy;
import heddle.cargo.FeaturePolicy.Changes;
import heddle.contract.Contract;
import heddle.contract.Node;
import heddle.contract.OptionDeclaration;
import heddle.contract.OptionRequests;
import heddle.contract.OptionType;
import heddle.contract.PlannedOptions;
import heddle.contract.Setting;
import heddle.text.CfgSet;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the root's words on options change in a plan. Features of packages are told apart for the
 * targets and for the host, so where a condition holds for one target of a build and not for
 * another there is no answer.
 */
final class RootOptionsBeforePlan {
  /** What rustc says of the platforms of a build; asked only where a condition needs it. */
  interface Asking {
    Cfgs cfgs() throws IOException, InterruptedException, ProblemException;
  }

  /** The cfgs of the host, and of each target by its triple (of the host where none is named). */
  record Cfgs(CfgSet host, Map<String, CfgSet> targets) {
    static Cfgs of(ToolchainSetup setup) throws ProblemException {
      var targets = new LinkedHashMap<String, CfgSet>();
      for (String each : setup.targets().isEmpty() ? List.of("") : setup.targets())
        targets.put(each, CfgSet.parse(setup.toolchain().probe(each).cfgs()));
      return new Cfgs(CfgSet.parse(setup.toolchain().probe("").cfgs()), targets);
    }
  }

  private final OptionRequests requests;
  private final Asking asking;
  private final Table target = new Table();
  private final Table host = new Table();

  private record Table(Map<String, List<String>> turnsOn, Map<String, List<String>> prunes) {
    Table() {
      this(new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    void add(String key, Setting setting) {
      String value = setting.value().map(OptionType::shown).orElse("");
      add(turnsOn, key, setting.option().features().getOrDefault(value, List.of()));
      add(prunes, key, setting.option().prunes().getOrDefault(value, List.of()));
    }

    private static void add(Map<String, List<String>> to, String key, List<String> more) {
      if (!more.isEmpty()) to.computeIfAbsent(key, _ -> new ArrayList<>()).addAll(more);
    }

    Changes changes() {
      return new Changes(turnsOn, prunes);
    }
  }

  RootOptionsBeforePlan(OptionRequests requests, Asking asking) {
    this.requests = requests;
    this.asking = asking;
  }

  /** Takes a package with its contract in. */
  void take(String pkg, String version, Contract contract)
      throws IOException, InterruptedException, ProblemException {
    String key = FeaturePolicy.key(pkg, version);
    if (contract.options().values().stream().noneMatch(PlannedOptions::counts)) return;
    if (contract.options().values().stream().allMatch(option -> option.when().isEmpty())) {
      for (Setting each : on(pkg, version, contract, new CfgSet(Set.of())).values()) {
        target.add(key, each);
        host.add(key, each);
      }
      return;
    }
    Cfgs cfgs = asking.cfgs();
    on(pkg, version, contract, cfgs.host()).values().forEach(each -> host.add(key, each));
    Optional<Map<String, Setting>> first = Optional.empty();
    String name = "";
    for (var each : cfgs.targets().entrySet()) {
      Map<String, Setting> there = on(pkg, version, contract, each.getValue());
      if (first.isPresent() && !first.get().keySet().equals(there.keySet()))
        throw new ProblemException(
            differs(contract, first.get(), there, key, name + " and " + each.getKey()));
      first = first.or(() -> Optional.of(there));
      name = each.getKey();
    }
    first.ifPresent(all -> all.values().forEach(each -> target.add(key, each)));
  }

  private Map<String, Setting> on(String pkg, String version, Contract contract, CfgSet cfgs)
      throws ProblemException {
    var node =
        new Node(
            pkg, version, "", contract, Optional.empty(), Set.of(), cfgs, List.of(), List.of());
    return PlannedOptions.of(node, requests);
  }

  private static Problem differs(
      Contract contract,
      Map<String, Setting> one,
      Map<String, Setting> two,
      String pkg,
      String targets) {
    OptionDeclaration option =
        contract.options().values().stream()
            .filter(each -> one.containsKey(each.name()) != two.containsKey(each.name()))
            .findFirst()
            .orElseThrow();
    return Problem.at(
            option.place(),
            "option `"
                + option.name()
                + "` of "
                + pkg
                + " changes the plan, and is there for one of the targets "
                + targets
                + " only")
        .withHelp("build for each of them on its own: their features are one set in one build");
  }

  FeaturePolicy policy() {
    return new FeaturePolicy(target.changes(), host.changes());
  }
}
