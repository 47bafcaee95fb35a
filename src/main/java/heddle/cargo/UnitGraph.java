package heddle.cargo;

import java.util.List;

/**
 * All units of a build, each once, dependencies before dependents; the roots are what was asked
 * for, in cargo's order. The graph has no cycle.
 */
public record UnitGraph(List<Unit> units, List<Integer> roots) {
  public UnitGraph {
    units = List.copyOf(units);
    roots = List.copyOf(roots);
  }

  public Unit unit(int index) {
    return units.get(index);
  }
}
