package heddle.rust;

import heddle.cargo.Mode;
import heddle.cargo.TargetKind;
import heddle.cargo.Unit;
import heddle.cargo.UnitDep;
import heddle.cargo.UnitGraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which run of a provider's script gives a fact to a consumer's: a package may be built twice, for
 * the host and for the target or with other features, and then the run counts that belongs to what
 * the consumer links, or for the host to what its script is made of.
 */
record ProviderRuns(UnitGraph graph, ContractNodes drawn) {
  /**
   * The run of this node's script that is nearest to the consumer.
   *
   * @param consumer the unit that runs its script
   * @param host whether the fact is one of its build dependencies
   */
  Optional<Integer> nearest(int consumer, int node, boolean host) {
    var open = new ArrayDeque<>(host ? ofScript(consumer) : ofPackage(consumer));
    Set<Integer> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      int at = open.remove();
      if (unit(at).mode() == Mode.RUN_CUSTOM_BUILD) {
        boolean there = Integer.valueOf(node).equals(drawn.ofUnit().get(at));
        if (there && at != consumer) return Optional.of(at);
        continue;
      }
      for (UnitDep each : unit(at).deps()) {
        if (!script(each.unit()) && seen.add(each.unit())) open.add(each.unit());
      }
    }
    return Optional.ofNullable(drawn.runs().get(node));
  }

  private Unit unit(int index) {
    return graph.units().get(index);
  }

  private boolean script(int index) {
    return unit(index).target().kind() == TargetKind.CUSTOM_BUILD
        && unit(index).mode() != Mode.RUN_CUSTOM_BUILD;
  }

  /** What the package of a script's run is compiled with. */
  private List<Integer> ofPackage(int consumer) {
    var all = new ArrayList<Integer>();
    for (Unit each : graph.units()) {
      boolean own =
          each.pkg().id().equals(unit(consumer).pkg().id())
              && each.deps().stream().anyMatch(d -> d.unit() == consumer);
      if (!own) continue;
      each.deps().stream()
          .map(UnitDep::unit)
          .filter(d -> !script(d) && !unit(d).target().procMacro())
          .forEach(all::add);
    }
    return all;
  }

  /** What the script itself is compiled with, and the macros that its package uses. */
  private List<Integer> ofScript(int consumer) {
    var all = new ArrayList<Integer>();
    for (UnitDep each : unit(consumer).deps()) {
      if (script(each.unit()))
        unit(each.unit()).deps().stream().map(UnitDep::unit).forEach(all::add);
    }
    for (Unit each : graph.units()) {
      if (each.deps().stream().noneMatch(d -> d.unit() == consumer)) continue;
      each.deps().stream()
          .map(UnitDep::unit)
          .filter(d -> unit(d).target().procMacro())
          .forEach(all::add);
    }
    return all;
  }
}
