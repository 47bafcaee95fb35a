package heddle.cargo;

import heddle.text.Problem;
import java.util.List;

/**
 * All units of a build, each once, dependencies before dependents; the roots are what was asked
 * for, in cargo's order. The graph has no cycle. Notices are warnings that planning gave; they
 * point to no place.
 */
public record UnitGraph(List<Unit> units, List<Integer> roots, List<Problem> notices) {
  public UnitGraph {
    notices = List.copyOf(notices);
    units = List.copyOf(units);
    roots = List.copyOf(roots);
  }

  public Unit unit(int index) {
    return units.get(index);
  }
}
