package heddle.rust;

import heddle.cargo.Config;
import heddle.cargo.FeaturePolicy;
import heddle.cargo.Package;
import heddle.cargo.PackageId;
import heddle.cargo.ReadLock;
import heddle.cargo.Unit;
import heddle.cargo.UnitGraph;
import heddle.cargo.Workspace;
import heddle.contract.Contract;
import heddle.contract.DownloadDeclaration;
import heddle.contract.DownloadDeclaration.Variant;
import heddle.contract.Node;
import heddle.contract.OptionRequests;
import heddle.contract.Overlays;
import heddle.contract.PolicyNames;
import heddle.contract.ReadOverlays;
import heddle.contract.ReadPolicy;
import heddle.contract.Supplies;
import heddle.contract.policy.Policy;
import heddle.engine.BuildException;
import heddle.engine.Context;
import heddle.text.CfgSet;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import heddle.world.ReadText;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads what the root, its overlays and the command line say of contracts, and joins it over the
 * graph.
 */
record ContractReading(Order order, RustcQueries queries) {
  Contracts over(Context c, UnitGraph graph, Workspace workspace, Toolchain toolchain)
      throws Exception {
    Path root = workspace.root();
    Policy policy = c.get(new ReadPolicy(root));
    Overlays overlays = c.get(new ReadOverlays(root, order.launcher().resolveSibling("overlays")));
    OptionRequests requests = requests(c, policy);
    Optional<ChosenPython> python = ChosenPython.find(requests, queries.surroundings(), root);
    if (python.isPresent())
      requests =
          requests.withPython(
              python.get().python().executable().toString(),
              queries.file("pyo3-config.txt", python.get().python().pyo3Config()).toString(),
              toolchain.version().host());
    var elsewhere = new TreeSet<String>();
    c.get(new ReadLock(workspace.lockFile()))
        .packages()
        .forEach(each -> elsewhere.add(each.name()));
    if (order.shared()) {
      var absent = new TreeSet<>(elsewhere);
      graph.units().forEach(unit -> absent.remove(unit.pkg().name()));
      requests = requests.withoutSpokenOf(absent);
    }
    CfgSet host = CfgSet.parse(toolchain.probe("").cfgs());
    return new Contracts(
        graph,
        root,
        toolchain,
        policy,
        overlays,
        requests,
        elsewhere,
        own(c, graph),
        order.home().resolve("caches"),
        queries,
        python,
        nodes -> {
          var supplies = new Supplies(policy, root, host, tables(c, nodes));
          supplies.check(nodes, elsewhere);
          new PolicyNames(policy, nodes, elsewhere).check();
          return supplies;
        });
  }

  private OptionRequests requests(Context c, Policy policy) throws Exception {
    return OptionRequests.of(order.options(), order.environment(), optionsFile(c), policy);
  }

  /**
   * What the root's words on options change in the plan: those of overlays and of the workspace's
   * own packages. A package of elsewhere has no say in it, nor have the wishes of dependents.
   */
  FeaturePolicy policy(Context c, Workspace workspace, Config config) throws Exception {
    Policy policy = c.get(new ReadPolicy(workspace.root()));
    OptionRequests requests = requests(c, policy);
    if (requests.equals(OptionRequests.NONE)) return FeaturePolicy.NONE;
    Overlays overlays =
        c.get(new ReadOverlays(workspace.root(), order.launcher().resolveSibling("overlays")));
    var own = new LinkedHashMap<String, Contract>();
    for (var packages : List.of(workspace.members(), workspace.pathPackages().values())) {
      for (Package each : packages) {
        if (each.manifest().metadata().isPresent()
            && each.manifest().metadata().get() instanceof Toml.Table table)
          own.put(
              FeaturePolicy.key(each.name(), each.version().toString()),
              Contract.ofMetadata(table, each.root()));
      }
    }
    var before =
        new RootOptionsBeforePlan(
            requests,
            () ->
                RootOptionsBeforePlan.Cfgs.of(
                    ToolchainSetup.of(config, queries, order.request().targets())));
    for (var each : c.get(new ReadLock(workspace.lockFile())).packages()) {
      String version = each.version().toString();
      Contract contract =
          each.source().isPresent()
              ? Contract.NONE
              : own.getOrDefault(FeaturePolicy.key(each.name(), version), Contract.NONE);
      before.take(each.name(), version, overlays.complete(each.name(), version, contract));
    }
    return before.policy();
  }

  /** The files of variants that declarations name. */
  private static Map<Path, List<Variant>> tables(Context c, List<Node> nodes)
      throws ProblemException, BuildException, InterruptedException {
    var tables = new LinkedHashMap<Path, List<Variant>>();
    for (Node node : nodes) {
      for (DownloadDeclaration each : node.contract().downloads().values()) {
        if (each.table().isEmpty() || tables.containsKey(each.table().get())) continue;
        Optional<Source> text = c.get(new ReadText(each.table().get()));
        if (text.isEmpty())
          throw new ProblemException(
              Problem.at(each.place(), "there is no file `" + each.table().get() + "`"));
        tables.put(each.table().get(), DownloadDeclaration.table(text.get()));
      }
    }
    return tables;
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
        own.put(each.getKey(), contract(each.getKey(), metadata, each.getValue()));
    }
    return own;
  }

  private static Contract contract(PackageId pkg, Toml.Table metadata, Path manifest)
      throws ProblemException {
    Contract own = Contract.ofMetadata(metadata, manifest.resolveSibling("."));
    return pkg.source().isPath() ? own : own.withoutSayInPlans();
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
