package heddle.rust;

import heddle.contract.Node;
import heddle.contract.ScriptReport;
import heddle.engine.Context;
import heddle.engine.Task;
import java.nio.file.Path;
import java.util.ArrayList;

/** The contracts of an order's plan; takes no lock and builds nothing. */
record LookAtContracts(Equipment with) implements Task<ContractView> {
  @Override
  public ContractView run(Context c) throws Exception {
    JoinedPlan plan = JoinedPlan.of(c, with);
    Contracts contracts = plan.contracts();
    Path root = plan.workspace().root();
    var journal = new Journal(with.machine(), root);
    var reports = new ArrayList<ScriptReport>();
    for (Node node : contracts.graph().nodes())
      reports.add(journal.find(node).orElse(ScriptReport.NOTHING));
    return new ContractView(
        root,
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
