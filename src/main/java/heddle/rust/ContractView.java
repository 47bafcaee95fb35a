package heddle.rust;

import heddle.contract.ContractGraph;
import heddle.contract.ScriptReport;
import java.nio.file.Path;
import java.util.List;

/**
 * A graph's contracts for those who ask: by node, the directory of its package, and what its build
 * script did when it last ran in this workspace.
 *
 * @param root the workspace's directory
 */
public record ContractView(
    Path root, ContractGraph graph, List<Path> packages, List<ScriptReport> reports) {
  public ContractView {
    packages = List.copyOf(packages);
    reports = List.copyOf(reports);
  }
}
