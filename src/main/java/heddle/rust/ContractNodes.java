package heddle.rust;

import heddle.cargo.CargoTarget;
import heddle.cargo.Mode;
import heddle.cargo.PackageId;
import heddle.cargo.Platform;
import heddle.cargo.SourceId;
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
 * @param owners the name of each node's package with a digest of its source, whatever its version:
 *     what is kept for one is not another's that has its name
 * @param scripts the file of each node's build script
 * @param speaking nodes whose scripts get a context: their packages have a contract, be it empty,
 *     or their scripts the client crate
 */
record ContractNodes(
    List<Node> nodes,
    Map<Integer, Integer> ofUnit,
    Map<Integer, Integer> runs,
    List<Path> packages,
    List<String> owners,
    List<Optional<Path>> scripts,
    Set<Integer> speaking) {
  /** The client crate: a script that is built with it has something to read. */
  private static final String CLIENT = "heddle-build";

  ContractNodes {
    nodes = List.copyOf(nodes);
    ofUnit = Collections.unmodifiableMap(new LinkedHashMap<>(ofUnit));
    runs = Collections.unmodifiableMap(new LinkedHashMap<>(runs));
    packages = List.copyOf(packages);
    owners = List.copyOf(owners);
    scripts = List.copyOf(scripts);
    speaking = Set.copyOf(speaking);
  }

  /** Host and target share a contract where the triple is one. */
  private record Key(PackageId pkg, String triple) {}

  /** What a node is made from, before its options are known. */
  private static final class Draft {
    final Unit first;
    final Set<String> features = new TreeSet<>();
    final Set<Integer> dependencies = new TreeSet<>();
    final Set<Integer> buildDependencies = new TreeSet<>();
    boolean client;

    Draft(Unit first) {
      this.first = first;
    }
  }

  static ContractNodes of(
      UnitGraph graph, Toolchain toolchain, Overlays overlays, Map<PackageId, Contract> own)
      throws ProblemException {
    var nodes = new ArrayList<Node>();
    var ofUnit = new LinkedHashMap<Integer, Integer>();
    var runs = new LinkedHashMap<Integer, Integer>();
    var packages = new ArrayList<Path>();
    var owners = new ArrayList<String>();
    var scripts = new ArrayList<Optional<Path>>();
    var keys = new LinkedHashMap<Key, Integer>();
    var drafts = new ArrayList<Draft>();
    List<Unit> units = graph.units();
    for (int i = 0; i < units.size(); i++) {
      if (script(units.get(i))) continue;
      Integer node = keys.computeIfAbsent(key(units.get(i), toolchain), _ -> keys.size());
      if (node == drafts.size()) drafts.add(new Draft(units.get(i)));
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
          for (UnitDep below : other.deps()) {
            link(ofUnit, draft.buildDependencies, each.getValue(), below);
            draft.client |= units.get(below.unit()).pkg().name().equals(CLIENT);
          }
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
    var speaking = new TreeSet<Integer>();
    int index = 0;
    for (Key key : keys.keySet()) {
      Draft draft = drafts.get(index++);
      var unit = draft.first.pkg();
      String name = unit.name();
      String version = unit.version().toString();
      packages.add(unit.manifest().file().resolveSibling(".").normalize());
      owners.add(owner(key.pkg()));
      scripts.add(scriptOf(key.pkg(), units));
      Contract contract =
          overlays.complete(name, version, own.getOrDefault(key.pkg(), Contract.NONE));
      if (draft.client || own.containsKey(key.pkg()) || !contract.equals(Contract.NONE))
        speaking.add(nodes.size());
      nodes.add(
          new Node(
              name,
              version,
              key.triple(),
              contract,
              unit.manifest().links(),
              draft.features,
              CfgSet.parse(toolchain.probe(asked(draft.first)).cfgs()),
              List.copyOf(draft.dependencies),
              List.copyOf(draft.buildDependencies)));
    }
    return new ContractNodes(nodes, ofUnit, runs, packages, owners, scripts, speaking);
  }

  private static void link(
      Map<Integer, Integer> ofUnit, Set<Integer> to, int self, UnitDep dependency) {
    Optional<Integer> other = Optional.ofNullable(ofUnit.get(dependency.unit()));
    other.filter(o -> o != self).ifPresent(to::add);
  }

  /** A script's program is of the host; its run is of the package. */
  private static boolean script(Unit unit) {
    CargoTarget target = unit.target();
    return target.kind() == TargetKind.CUSTOM_BUILD && unit.mode() != Mode.RUN_CUSTOM_BUILD;
  }

  private static String owner(PackageId pkg) {
    SourceId source = pkg.source();
    String url =
        new SourceId(source.kind(), source.url(), source.reference(), Optional.empty()).asUrl();
    return pkg.name() + "-" + KeyText.hash(List.of(url)).substring(0, 16);
  }

  private static Key key(Unit unit, Toolchain toolchain) {
    return new Key(unit.pkg().id(), toolchain.tripleOf(asked(unit)));
  }

  /** The triple that was asked for; empty for the host. */
  private static String asked(Unit unit) {
    return unit.platform() instanceof Platform.Target(String name) ? name : "";
  }

  private static Optional<Path> scriptOf(PackageId pkg, List<Unit> units) {
    return units.stream()
        .filter(u -> u.pkg().id().equals(pkg) && u.target().kind() == TargetKind.CUSTOM_BUILD)
        .findFirst()
        .map(u -> u.target().path());
  }
}
