package heddle.contract;

import heddle.text.CfgSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A package for one triple, as the graph of contracts has it; whatever units it has, it is one.
 *
 * @param links the native library that its manifest says it links
 * @param features those on in this graph
 * @param cfgs what the compiler says of the triple
 * @param dependencies indices of the nodes that its normal dependencies are
 * @param buildDependencies indices of those that its build script and its macros come from
 */
public record Node(
    String pkg,
    String version,
    String triple,
    Contract contract,
    Optional<String> links,
    Set<String> features,
    CfgSet cfgs,
    List<Integer> dependencies,
    List<Integer> buildDependencies) {
  public Node {
    features = java.util.Collections.unmodifiableSet(new TreeSet<>(features));
    dependencies = List.copyOf(dependencies);
    buildDependencies = List.copyOf(buildDependencies);
  }

  /** The same as another machine sees it. */
  Node on(CfgSet other) {
    return new Node(
        pkg, version, triple, contract, links, features, other, dependencies, buildDependencies);
  }

  /** As messages show it. */
  public String shown() {
    return pkg + " v" + version;
  }
}
