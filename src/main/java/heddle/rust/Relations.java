package heddle.rust;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the units of a graph are to each other beyond their direct dependencies; by index. */
final class Relations {
  private final List<Crate> crates;
  private final List<List<Script>> scripts = new ArrayList<>();
  private final List<List<Integer>> plugins = new ArrayList<>();
  private final List<BitSet> closures = new ArrayList<>();
  private final int[] urgency;

  /** A script's run that a unit's link must know; {@code own} if it is of the unit's package. */
  record Script(int run, boolean own) {}

  Relations(List<Crate> crates) {
    this.crates = List.copyOf(crates);
    for (int i = 0; i < crates.size(); i++) {
      scripts.add(List.of());
      plugins.add(List.of());
      closures.add(new BitSet());
    }
    boolean[] done = new boolean[crates.size()];
    for (int i = 0; i < crates.size(); i++) {
      relate(i, done);
    }
    this.urgency = urgencies();
  }

  /** The script runs that a unit's link must know, in cargo's order. */
  List<Script> scripts(int index) {
    return scripts.get(index);
  }

  /** The script runs behind the proc macros that a unit loads. */
  List<Integer> plugins(int index) {
    return plugins.get(index);
  }

  /** The units whose files rustc may look for while it compiles this one, without itself. */
  int[] closure(int index) {
    return closures.get(index).stream().toArray();
  }

  /** How much waits for a unit; the more, the sooner it is to run. */
  int urgency(int index) {
    return urgency[index];
  }

  /**
   * Whether rustc loads a proc macro while it compiles this unit: then it may read what it does not
   * name.
   */
  boolean loadsProcMacros(int index) {
    return closures.get(index).stream().anyMatch(other -> crates.get(other).procMacro());
  }

  private void relate(int index, boolean[] done) {
    if (done[index]) {
      return;
    }
    done[index] = true;
    Crate crate = crates.get(index);
    Set<Script> linked = new LinkedHashSet<>();
    Set<Integer> loaded = new LinkedHashSet<>();
    BitSet closure = new BitSet();
    if (crate.kind() != Crate.Kind.SCRIPT) {
      for (Crate.Dependency dependency : crate.dependencies()) {
        Crate other = crates.get(dependency.index());
        if (other.work() == Crate.Work.RUN_SCRIPT && other.pkg().equals(crate.pkg())) {
          linked.add(new Script(dependency.index(), true));
        }
      }
    }
    List<Crate.Dependency> sorted = new ArrayList<>(crate.dependencies());
    sorted.sort(
        Comparator.comparing(
            dependency -> crates.get(dependency.index()).pkg(), CratePackage.BY_IDENTITY));
    for (Crate.Dependency dependency : sorted) {
      int at = dependency.index();
      relate(at, done);
      Crate other = crates.get(at);
      if (other.forHost()) {
        scripts.get(at).forEach(edge -> loaded.add(edge.run()));
      } else if (other.linkable()) {
        for (Script edge : scripts.get(at)) {
          Script foreign = new Script(edge.run(), false);
          if (!linked.contains(new Script(edge.run(), true))) {
            linked.add(foreign);
          }
        }
      }
      if (other.linkable() && other.work() != Crate.Work.RUN_SCRIPT) {
        closure.set(at);
        if (!other.procMacro()) {
          closure.or(closures.get(at));
        }
      }
    }
    scripts.set(index, List.copyOf(linked));
    plugins.set(index, List.copyOf(loaded));
    closures.set(index, closure);
  }

  /**
   * The length of the longest way from a unit up to a root, each unit counted by what waits for it.
   */
  private int[] urgencies() {
    int[] ranks = new int[crates.size()];
    List<Integer> order = new ArrayList<>();
    boolean[] seen = new boolean[crates.size()];
    for (int i = 0; i < crates.size(); i++) {
      postOrder(i, seen, order);
    }
    for (int at = order.size() - 1; at >= 0; at--) {
      int index = order.get(at);
      for (Crate.Dependency dependency : crates.get(index).dependencies()) {
        int weight = crates.get(dependency.index()).work() == Crate.Work.RUN_SCRIPT ? 2 : 10;
        ranks[dependency.index()] = Math.max(ranks[dependency.index()], ranks[index] + weight);
      }
    }
    return ranks;
  }

  private void postOrder(int index, boolean[] seen, List<Integer> order) {
    if (!seen[index]) {
      seen[index] = true;
      for (Crate.Dependency dependency : crates.get(index).dependencies()) {
        postOrder(dependency.index(), seen, order);
      }
      order.add(index);
    }
  }
}
