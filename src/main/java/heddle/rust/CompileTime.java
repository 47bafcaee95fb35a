package heddle.rust;

import java.util.BitSet;
import java.util.List;

/**
 * What {@code --compile-time-deps} leaves of a build: build scripts and procedural macros that
 * something depends on, and all that these need. What was asked for is not among it, unless
 * something needs it so. Source of the rule: {@code traverse_and_share} of cargo's {@code
 * ops/cargo_compile/mod.rs}.
 */
final class CompileTime {
  private final List<Crate> crates;
  private final BitSet passed = new BitSet();
  private final BitSet kept = new BitSet();

  private CompileTime(List<Crate> crates) {
    this.crates = crates;
  }

  static List<Crate> of(List<Crate> crates, List<Integer> roots) {
    var graph = new CompileTime(crates);
    roots.forEach(graph::pass);
    return crates.stream().filter(each -> graph.kept.get(each.index())).toList();
  }

  /** Looks below a unit that is left out. */
  private void pass(int unit) {
    if (passed.get(unit)) return;
    passed.set(unit);
    for (Crate.Dependency each : crates.get(unit).dependencies()) {
      if (crates.get(each.index()).forHost()) keep(each.index());
      else pass(each.index());
    }
  }

  private void keep(int unit) {
    if (kept.get(unit)) return;
    kept.set(unit);
    for (Crate.Dependency each : crates.get(unit).dependencies()) keep(each.index());
  }
}
