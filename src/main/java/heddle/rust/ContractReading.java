package heddle.rust;

import heddle.cargo.ReadLock;
import heddle.cargo.UnitGraph;
import heddle.contract.OptionRequests;
import heddle.contract.Overlays;
import heddle.contract.ReadOverlays;
import heddle.contract.ReadPolicy;
import heddle.contract.policy.Policy;
import heddle.engine.Context;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.world.ReadText;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads what the root, its overlays and the command line say of contracts, and joins it over the
 * graph.
 */
record ContractReading(Order order) {
  Contracts over(Context c, UnitGraph graph, Path root, Toolchain toolchain) throws Exception {
    Policy policy = c.get(new ReadPolicy(root));
    Overlays overlays = c.get(new ReadOverlays(root, order.launcher().resolveSibling("overlays")));
    OptionRequests requests =
        OptionRequests.of(order.options(), order.environment(), optionsFile(c), policy);
    var elsewhere = new TreeSet<String>();
    c.get(new ReadLock(root.resolve("Cargo.lock")))
        .packages()
        .forEach(each -> elsewhere.add(each.name()));
    return new Contracts(graph, toolchain, policy, overlays, requests, elsewhere);
  }

  private Optional<Source> optionsFile(Context c) throws Exception {
    if (order.optionsFile().isEmpty()) return Optional.empty();
    Path file = order.optionsFile().get();
    Optional<Source> text = c.get(new ReadText(file));
    if (text.isEmpty())
      throw new ProblemException(Problem.of("there is no file of options at `" + file + "`"));
    return text;
  }
}
