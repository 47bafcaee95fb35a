package heddle.rust;

import heddle.cargo.PackageId;
import heddle.cargo.ReadLock;
import heddle.cargo.Unit;
import heddle.cargo.UnitGraph;
import heddle.contract.Contract;
import heddle.contract.OptionRequests;
import heddle.contract.Overlays;
import heddle.contract.ReadOverlays;
import heddle.contract.ReadPolicy;
import heddle.contract.policy.Policy;
import heddle.engine.Context;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import heddle.world.ReadText;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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
    return new Contracts(
        graph,
        toolchain,
        policy,
        overlays,
        requests,
        elsewhere,
        own(c, graph),
        order.home().resolve("caches"));
  }

  /** The contracts of manifests, read from their text: a plan that was kept has no places. */
  private static Map<PackageId, Contract> own(Context c, UnitGraph graph) throws Exception {
    var files = new LinkedHashMap<PackageId, Path>();
    for (Unit unit : graph.units()) {
      if (unit.pkg().manifest().metadata().isPresent()
          && unit.pkg().manifest().metadata().get() instanceof Toml.Table table
          && table.get("heddle").isPresent())
        files.put(unit.pkg().id(), unit.pkg().manifest().file());
    }
    var own = new LinkedHashMap<PackageId, Contract>();
    for (var each : files.entrySet()) {
      Optional<Source> text = c.get(new ReadText(each.getValue()));
      if (text.isEmpty()) continue;
      Optional<Toml> pkg = Toml.parse(text.get()).get("package");
      if (pkg.isPresent()
          && pkg.get() instanceof Toml.Table table
          && table.get("metadata").isPresent()
          && table.get("metadata").get() instanceof Toml.Table metadata)
        own.put(each.getKey(), Contract.ofMetadata(metadata));
    }
    return own;
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
