package heddle.rust;

import heddle.cargo.BuildPlan;
import heddle.cargo.ReadWorkspace;
import heddle.cargo.UnitGraph;
import heddle.cargo.Workspace;
import heddle.engine.Context;

/** An order's plan with its contracts joined, its crates on this machine; nothing is built. */
record JoinedPlan(Workspace workspace, UnitGraph graph, ToolchainSetup setup, Contracts contracts) {
  static JoinedPlan of(Context c, Equipment with) throws Exception {
    Order order = with.order();
    Workspace workspace = c.get(new ReadWorkspace(with.manifest(), with.reading()));
    UnitGraph graph =
        c.get(new BuildPlan(with.manifest(), with.reading(), c.get(new PolicedRequest(with))));
    LockedCrates.bring(c, workspace, graph);
    ToolchainSetup setup =
        ToolchainSetup.of(with.config(), with.queries(), order.request().targets());
    Contracts contracts =
        new ContractReading(order, with.queries()).over(c, graph, workspace, setup.toolchain());
    return new JoinedPlan(workspace, graph, setup, contracts);
  }
}
