package heddle.rust;

import heddle.cargo.BuildPlan;
import heddle.cargo.PackageId;
import heddle.cargo.ReadWorkspace;
import heddle.cargo.Unit;
import heddle.cargo.UnitDep;
import heddle.cargo.UnitGraph;
import heddle.cargo.Workspace;
import heddle.engine.Context;
import heddle.engine.Task;
import java.util.ArrayList;
import java.util.HashSet;
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
    Order order = with.order();
    Workspace workspace = c.get(new ReadWorkspace(with.manifest(), with.reading()));
    UnitGraph graph =
        c.get(new BuildPlan(with.manifest(), with.reading(), c.get(new PolicedRequest(with))));
    LockedCrates.bring(c, workspace, graph);
    ToolchainSetup setup =
        ToolchainSetup.of(with.config(), with.queries(), order.request().targets());
    Contracts contracts =
        new ContractReading(order, with.queries())
            .over(c, graph, workspace.root(), setup.toolchain());
    Map<PackageId, String> checksums = LockedCrates.checksums(c, workspace, graph);
    Set<PackageId> members = new HashSet<>();
    workspace.members().forEach(member -> members.add(member.id()));
    RustcVersion rustc = setup.toolchain().version();
    return new Inventory(
        workspace.root(),
        crates(graph, checksums, members),
        contracts.graph(),
        contracts.supplies(),
        rustc.release(),
        rustc.host());
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
