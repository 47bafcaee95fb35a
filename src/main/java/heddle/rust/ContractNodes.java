package heddle.rust;

import heddle.cargo.CargoTarget;
import heddle.cargo.Mode;
import heddle.cargo.PackageId;
import heddle.cargo.Platform;
import heddle.cargo.TargetKind;
import heddle.cargo.Unit;
import heddle.cargo.UnitDep;
import heddle.cargo.UnitGraph;
import heddle.contract.Contract;
import heddle.contract.Node;
import heddle.contract.Overlays;
import heddle.text.CfgSet;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The nodes of a unit graph's contracts: one for each package and triple, whatever units it has.
 *
 * @param ofUnit the node of each unit, but of programs of build scripts, which are of the host
 * @param runs the unit that runs each node's script
 * @param packages the directory of each node's package
 * @param scripts the file of each node's build script
 */
record ContractNodes(
    List<Node> nodes,
    Map<Integer, Integer> ofUnit,
    Map<Integer, Integer> runs,
    List<Path> packages,
    List<Optional<Path>> scripts) {
  ContractNodes {
    nodes = List.copyOf(nodes);
    ofUnit = Collections.unmodifiableMap(new LinkedHashMap<>(ofUnit));
    runs = Collections.unmodifiableMap(new LinkedHashMap<>(runs));
    packages = List.copyOf(packages);
    scripts = List.copyOf(scripts);
  }

  private record Key(PackageId pkg, String triple) {}

  /** What a node is made from, before its options are known. */
  private static final class Draft {
    final Set<String> features = new TreeSet<>();
    final Set<Integer> dependencies = new TreeSet<>();
    final Set<Integer> buildDependencies = new TreeSet<>();
  }

  static ContractNodes of(
      UnitGraph graph, Toolchain toolchain, Overlays overlays, Map<PackageId, Contract> own)
      throws ProblemException {
    var nodes = new ArrayList<Node>();
    var ofUnit = new LinkedHashMap<Integer, Integer>();
    var runs = new LinkedHashMap<Integer, Integer>();
    var packages = new ArrayList<Path>();
    var scripts = new ArrayList<Optional<Path>>();
    var keys = new LinkedHashMap<Key, Integer>();
    var drafts = new ArrayList<Draft>();
    List<Unit> units = graph.units();
    for (int i = 0; i < units.size(); i++) {
      if (script(units.get(i))) continue;
      Integer node = keys.computeIfAbsent(key(units.get(i)), _ -> keys.size());
      if (node == drafts.size()) drafts.add(new Draft());
      ofUnit.put(i, node);
      if (units.get(i).mode() == Mode.RUN_CUSTOM_BUILD) runs.put(node, i);
    }
    for (var each : ofUnit.entrySet()) {
      Unit unit = units.get(each.getKey());
      Draft draft = drafts.get(each.getValue());
      draft.features.addAll(unit.features());
      // What only tests depend on may depend on the package again.
      if (unit.mode() == Mode.TEST || unit.mode() == Mode.CHECK_TEST) continue;
      for (UnitDep dependency : unit.deps()) {
        Unit other = units.get(dependency.unit());
        if (script(other)) {
          for (UnitDep below : other.deps())
            link(ofUnit, draft.buildDependencies, each.getValue(), below);
        } else {
          boolean host = other.target().procMacro();
          link(
              ofUnit,
              host ? draft.buildDependencies : draft.dependencies,
              each.getValue(),
              dependency);
        }
      }
    }
    int index = 0;
    for (Key key : keys.keySet()) {
      Draft draft = drafts.get(index++);
      var unit = units.get(first(key, units)).pkg();
      String name = unit.name();
      String version = unit.version().toString();
      packages.add(unit.manifest().file().resolveSibling(".").normalize());
      scripts.add(scriptOf(key.pkg(), units));
      nodes.add(
          new Node(
              name,
              version,
              toolchain.tripleOf(key.triple()),
              overlays.complete(name, version, own.getOrDefault(key.pkg(), Contract.NONE)),
              unit.manifest().links(),
              draft.features,
              CfgSet.parse(toolchain.probe(key.triple()).cfgs()),
              List.copyOf(draft.dependencies),
              List.copyOf(draft.buildDependencies)));
    }
    return new ContractNodes(nodes, ofUnit, runs, packages, scripts);
  }

  private static void link(
      Map<Integer, Integer> ofUnit, Set<Integer> to, int self, UnitDep dependency) {
    Optional<Integer> other = Optional.ofNullable(ofUnit.get(dependency.unit()));
    other.filter(o -> o != self).ifPresent(to::add);
  }

  private static int first(Key key, List<Unit> units) {
    for (int i = 0; i < units.size(); i++)
      if (!script(units.get(i)) && key(units.get(i)).equals(key)) return i;
    throw new IllegalStateException("no unit of " + key);
  }

  /** A script's program is of the host; its run is of the package. */
  private static boolean script(Unit unit) {
    CargoTarget target = unit.target();
    return target.kind() == TargetKind.CUSTOM_BUILD && unit.mode() != Mode.RUN_CUSTOM_BUILD;
  }

  private static Key key(Unit unit) {
    String triple = unit.platform() instanceof Platform.Target(String name) ? name : "";
    return new Key(unit.pkg().id(), triple);
  }

  private static Optional<Path> scriptOf(PackageId pkg, List<Unit> units) {
    return units.stream()
        .filter(u -> u.pkg().id().equals(pkg) && u.target().kind() == TargetKind.CUSTOM_BUILD)
        .findFirst()
        .map(u -> u.target().path());
  }
}
