package heddle.contract;

import heddle.text.CfgSet;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A graph of packages for tests: the first is the root; each depends on those named. */
final class Graph {
  private final List<Node> nodes = new ArrayList<>();

  /** Adds a package whose dependencies were added before it. */
  Graph add(String name, String contract, String... dependencies) throws ProblemException {
    return add(name, contract, Set.of(), dependencies);
  }

  Graph add(String name, String contract, Set<String> features, String... dependencies)
      throws ProblemException {
    var below = new ArrayList<Integer>();
    for (String each : dependencies) below.add(index(each));
    nodes.add(
        new Node(
            name,
            "1.2.3",
            "x86_64-unknown-linux-gnu",
            contract(name, contract),
            java.util.Optional.empty(),
            features,
            CfgSet.parse(List.of("unix", "target_os=\"linux\"")),
            below,
            List.of()));
    return this;
  }

  static Contract contract(String name, String text) throws ProblemException {
    String source = text.replaceAll("(?m)^\\[", "[heddle.");
    return ContractReader.ofMetadata(
        Toml.parse(new Source(name + "/Cargo.toml", source)), java.nio.file.Path.of(name));
  }

  List<Node> nodes() {
    return nodes;
  }

  int index(String name) {
    for (int i = 0; i < nodes.size(); i++) if (nodes.get(i).pkg().equals(name)) return i;
    throw new IllegalArgumentException("no package " + name);
  }
}
