package heddle.rust;

import heddle.cargo.PackageId;
import heddle.cargo.Unit;
import heddle.cargo.UnitDep;
import heddle.cargo.UnitGraph;
import heddle.cargo.Workspace;
import heddle.engine.Context;
import heddle.engine.Task;
import heddle.platform.toolchain.Export;
import heddle.platform.toolchain.Tool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the order's plan is made of; crates are brought, downloads are not. */
record TakeInventory(Equipment with) implements Task<Inventory> {
  @Override
  public Inventory run(Context c) throws Exception {
    JoinedPlan plan = JoinedPlan.of(c, with);
    Workspace workspace = plan.workspace();
    UnitGraph graph = plan.graph();
    Contracts contracts = plan.contracts();
    Map<PackageId, String> checksums = LockedCrates.checksums(c, workspace, graph);
    Set<PackageId> members = new HashSet<>();
    workspace.members().forEach(member -> members.add(member.id()));
    return new Inventory(
        workspace.root(),
        crates(graph, checksums, members),
        contracts.graph(),
        contracts.supplies(),
        tools(plan));
  }

  /** The compilers of the host and of each target of the plan. */
  private List<Inventory.Tool> tools(JoinedPlan plan) throws Exception {
    RustcVersion rustc = plan.setup().toolchain().version();
    var triples = new LinkedHashSet<String>(List.of(rustc.host()));
    plan.contracts().graph().nodes().forEach(node -> triples.add(node.triple()));
    var all = new ArrayList<Inventory.Tool>();
    for (String triple : triples) {
      all.add(new Inventory.Tool("rustc", rustc.release(), triple));
      with.queries()
          .tools(rustc.host(), triple)
          .map(tools -> tools.given().export())
          .flatMap(export -> export.target().tool("cc").map(cc -> compiler(export, cc, triple)))
          .ifPresent(all::add);
    }
    return all;
  }

  private static Inventory.Tool compiler(Export export, Tool cc, String triple) {
    return new Inventory.Tool(export.target().family(), cc.version(), triple);
  }

  private static List<Inventory.Crate> crates(
      UnitGraph graph, Map<PackageId, String> checksums, Set<PackageId> members) {
    var below = new TreeMap<PackageId, Set<PackageId>>();
    var units = new TreeMap<PackageId, Unit>();
    for (Unit unit : graph.units()) {
      PackageId id = unit.pkg().id();
      units.putIfAbsent(id, unit);
      Set<PackageId> to = below.computeIfAbsent(id, _ -> new TreeSet<>());
      for (UnitDep dependency : unit.deps()) {
        PackageId other = graph.units().get(dependency.unit()).pkg().id();
        if (!other.equals(id)) to.add(other);
      }
    }
    List<PackageId> ids = List.copyOf(units.keySet());
    var all = new ArrayList<Inventory.Crate>();
    for (var each : units.entrySet()) {
      PackageId id = each.getKey();
      var manifest = each.getValue().pkg().manifest();
      all.add(
          new Inventory.Crate(
              id.name(),
              id.version().toString(),
              id.source().isPath() ? Optional.empty() : Optional.of(id.source().asUrl()),
              Optional.ofNullable(checksums.get(id)),
              manifest.about().license().orElse(""),
              manifest.links(),
              members.contains(id),
              below.getOrDefault(id, Set.of()).stream().map(ids::indexOf).toList()));
    }
    return all;
  }

  @Override
  public String toString() {
    return "inventory";
  }
}
