package heddle.rust;

import heddle.contract.ContractGraph;
import heddle.contract.ScriptReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A graph's contracts for those who ask: by node, the directory of its package, and what its build
 * script did when it last ran in this workspace.
 *
 * @param root the workspace's directory
 * @param scripts the file of its build script
 * @param scriptDigests the SHA-256 of the file that an overlay names, else of the script
 */
public record ContractView(
    Path root,
    ContractGraph graph,
    List<Path> packages,
    List<Optional<Path>> scripts,
    List<Optional<String>> scriptDigests,
    List<ScriptReport> reports) {
  public ContractView {
    packages = List.copyOf(packages);
    scripts = List.copyOf(scripts);
    scriptDigests = List.copyOf(scriptDigests);
    reports = List.copyOf(reports);
  }
}
