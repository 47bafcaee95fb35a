package heddle.rust;

import heddle.contract.Node;
import heddle.contract.ScriptReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the last run of each script of a workspace turned out to do, for those who ask afterwards.
 * Nothing that is built depends on it; shrinking the store may lose it.
 */
record Journal(Machine machine, Path workspace) {
  void keep(Node node, ScriptReport report) throws IOException {
    byte[] bytes = report.encode();
    Optional<byte[]> known = machine.recall(key(node));
    if (known.isEmpty() || !Arrays.equals(known.get(), bytes)) machine.remember(key(node), bytes);
  }

  /** That of the last run here; empty if the script never ran here. */
  Optional<ScriptReport> find(Node node) throws IOException {
    return machine.recall(key(node)).flatMap(ScriptReport::decode);
  }

  private String key(Node node) {
    return KeyText.hash(
        List.of(
            "script report 1", workspace.toString(), node.pkg(), node.version(), node.triple()));
  }
}
