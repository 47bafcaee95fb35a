package heddle.rust;

import heddle.cargo.BuildPlan;
import heddle.cargo.ReadWorkspace;
import heddle.cargo.UnitGraph;
import heddle.cargo.Workspace;
import heddle.contract.Node;
import heddle.contract.ScriptReport;
import heddle.engine.Context;
import heddle.engine.Task;
import java.util.ArrayList;

/** The contracts of an order's plan; takes no lock and builds nothing. */
record LookAtContracts(Equipment with) implements Task<ContractView> {
  @Override
  public ContractView run(Context c) throws Exception {
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
    var journal = new Journal(with.machine(), workspace.root());
    var reports = new ArrayList<ScriptReport>();
    for (Node node : contracts.graph().nodes())
      reports.add(journal.find(node).orElse(ScriptReport.NOTHING));
    return new ContractView(
        workspace.root(),
        contracts.graph(),
        contracts.packages(),
        contracts.scripts(),
        OverlayScripts.digests(c, contracts),
        reports);
  }

  @Override
  public String toString() {
    return "contracts";
  }
}
