package heddle.rust;

import heddle.cargo.PackageId;
import heddle.cargo.UnitGraph;
import heddle.contract.Contract;
import heddle.contract.ContractGraph;
import heddle.contract.Fact;
import heddle.contract.FactVariables;
import heddle.contract.Node;
import heddle.contract.OptionRequests;
import heddle.contract.OptionType;
import heddle.contract.Origin;
import heddle.contract.Overlays;
import heddle.contract.Providers;
import heddle.contract.Published;
import heddle.contract.ScriptContext;
import heddle.contract.ScriptTerms;
import heddle.contract.Setting;
import heddle.contract.Supplies;
import heddle.contract.Supply;
import heddle.contract.policy.Policy;
import heddle.engine.BuildException;
import heddle.platform.Dialect;
import heddle.platform.RustcTarget;
import heddle.platform.Target;
import heddle.text.Json;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The contracts of a build's packages, joined with what the root says: one for each package and
 * triple, whatever units it has. Units find theirs by index.
 */
final class Contracts {
  private final Toolchain toolchain;
  private final ContractNodes drawn;
  private final Map<Integer, Map<String, String>> compiling = new LinkedHashMap<>();
  private final Path caches;
  private final RustcQueries tools;
  private final Optional<ChosenPython> python;
  private final ContractGraph graph;
  private final ProviderRuns providers;
  private final List<Node> nodes;
  private final List<List<Supply>> supplies = new ArrayList<>();

  /** Reads what declarations of downloads name, once the nodes are known. */
  interface Supplying {
    Supplies of(List<Node> nodes) throws ProblemException, BuildException, InterruptedException;
  }

  Contracts(
      UnitGraph graph,
      Path root,
      Toolchain toolchain,
      Policy policy,
      Overlays overlays,
      OptionRequests requests,
      Set<String> elsewhere,
      Map<PackageId, Contract> own,
      Path caches,
      RustcQueries tools,
      Optional<ChosenPython> python,
      Supplying supplying)
      throws ProblemException, BuildException, InterruptedException {
    this.toolchain = toolchain;
    this.caches = caches;
    this.tools = tools;
    this.python = python;
    this.drawn = ContractNodes.of(graph, toolchain, overlays, own);
    this.providers = new ProviderRuns(graph, drawn);
    this.graph = ContractGraph.join(drawn.nodes(), root, policy, overlays, requests, elsewhere);
    this.nodes = this.graph.nodes();
    var byPackage = new LinkedHashMap<PackageId, Map<String, String>>();
    drawn
        .ofUnit()
        .forEach((unit, node) ->
            byPackage.putIfAbsent(
                graph.units().get(unit).pkg().id(),
                this.graph.terms().get(node).compileVariables()));
    for (int i = 0; i < graph.units().size(); i++) {
      Map<String, String> variables =
          byPackage.getOrDefault(graph.units().get(i).pkg().id(), Map.of());
      Optional<Integer> node = Optional.ofNullable(drawn.ofUnit().get(i));
      if (node.isPresent()) variables = this.graph.terms().get(node.get()).compileVariables();
      if (!variables.isEmpty()) compiling.put(i, variables);
    }
    Supplies downloads = supplying.of(nodes);
    for (int i = 0; i < nodes.size(); i++)
      supplies.add(downloads.of(nodes.get(i), this.graph.settings().get(i)));
  }

  /** The contracts as joined, whatever units they have. */
  ContractGraph graph() {
    return graph;
  }

  /** The directory of each node's package. */
  List<Path> packages() {
    return drawn.packages();
  }

  /** The file of each node's build script. */
  List<Optional<Path>> scripts() {
    return drawn.scripts();
  }

  /** The package and triple that a unit belongs to. */
  Node of(int unit) {
    return nodes.get(node(unit));
  }

  /** The options of a unit's package. */
  Map<String, Setting> options(int unit) {
    return graph.settings().get(node(unit));
  }

  /** The terms that the script of this unit runs on. */
  ScriptTerms terms(int unit) {
    return graph.terms().get(node(unit));
  }

  /** The units whose scripts give facts that this one requires, by fact. */
  Map<String, Integer> providers(int unit) throws ProblemException {
    var all = new LinkedHashMap<String, Integer>();
    for (var each : graph.providers().get(node(unit)).entrySet()) {
      boolean host = requirement(unit, each.getKey()).host();
      Optional<Integer> run = providers.nearest(unit, each.getValue(), host);
      if (run.isEmpty())
        throw new ProblemException(
            Problem.at(
                requirement(unit, each.getKey()).place(),
                nodes.get(each.getValue()).shown()
                    + " has no build script that could give the fact `"
                    + each.getKey()
                    + "`"));
      all.put(each.getKey(), run.get());
    }
    return all;
  }

  /** Whether the package's script has anything to read or to say. */
  boolean speaks(int unit) {
    return drawn.speaking().contains(node(unit));
  }

  /** The directories that the script of this unit keeps from run to run. */
  Map<String, Path> caches(int unit) {
    var all = new LinkedHashMap<String, Path>();
    Node node = of(unit);
    String owner = drawn.owners().get(node(unit));
    for (String name : node.contract().caches().keySet())
      all.put(name, caches.resolve(owner).resolve(name));
    return all;
  }

  /** The variables that hand facts and caches to the script of this unit. */
  Map<String, String> handed(int unit, Map<String, Fact> facts) {
    var all = new LinkedHashMap<String, String>(FactVariables.of(of(unit).contract(), facts));
    caches(unit)
        .forEach((name, path) ->
            Optional.ofNullable(of(unit).contract().caches().get(name))
                .flatMap(Contract.Cache::env)
                .ifPresent(variable -> all.put(variable, path.toString())));
    return all;
  }

  /** The variables that options set for a compilation of the package, be it of its script. */
  Map<String, String> compiling(int unit) {
    return compiling.getOrDefault(unit, Map.of());
  }

  /** The interpreter, for scripts of packages that have an option for it. */
  List<Handed> interpreter(int unit) {
    boolean follows =
        of(unit).contract().options().values().stream()
            .anyMatch(option ->
                option.follows().filter(policy -> policy.startsWith("python")).isPresent());
    return follows && python.isPresent() ? python.get().handed() : List.of();
  }

  /** What the script of this unit is to have from elsewhere. */
  List<Supply> supplies(int unit) {
    return supplies.get(node(unit));
  }

  /** What each node is to have from elsewhere, by its index. */
  List<List<Supply>> supplies() {
    return supplies;
  }

  /** What the script of this unit finds in its context. */
  byte[] context(int unit, Map<String, Fact> facts, Map<String, Path> downloads)
      throws IOException, InterruptedException, ProblemException {
    Node node = nodes.get(node(unit));
    Target target = target(node.triple());
    Target host = target(toolchain.version().host());
    var context =
        new ScriptContext(node, target, host, options(unit), downloads, caches(unit), facts);
    return tools
        .tools(toolchain.version().host(), node.triple())
        .map(NativeTools::given)
        .map(context::with)
        .orElse(context)
        .encode();
  }

  private Target target(String triple) throws IOException, InterruptedException, ProblemException {
    Optional<RustcTarget> row = tools.target(triple);
    return row.isPresent() ? row.get().target() : Target.parse(triple, Dialect.RUSTC);
  }

  /** What the script of this unit published from this OUT_DIR, checked. */
  Published published(int unit, Path root, Path out, Machine machine)
      throws IOException, ProblemException {
    return speaks(unit)
        ? new PublishedFile(of(unit), options(unit), root, out).read(machine)
        : Published.NOTHING;
  }

  /**
   * A fact that a unit requires of a script, which published it or said it in cargo's words.
   *
   * @param overridden whether cargo's configuration speaks in the place of the script
   */
  Fact fact(
      int consumer,
      String name,
      int provider,
      Published published,
      ScriptOutput output,
      boolean overridden)
      throws ProblemException {
    Node node = of(provider);
    boolean promised = node.contract().publications().containsKey(name);
    boolean bridged = overridden && Providers.bridged(requirement(consumer, name).schema());
    if (promised && !bridged) return published.fact(name, node);
    Contract.Requirement asked = requirement(consumer, name);
    Json.Obj value =
        asked.schema().equals("cargo-links/1")
            ? Bridge.metadata(output)
            : Bridge.library(output)
                .orElseThrow(() ->
                    new ProblemException(
                        Problem.at(
                            asked.place(),
                            "the build script of "
                                + node.shown()
                                + " names no library, so there is no fact `"
                                + name
                                + "`")));
    return new Fact(name, asked.schema(), value, node.pkg(), node.version());
  }

  private Contract.Requirement requirement(int unit, String name) {
    return Optional.ofNullable(of(unit).contract().requirements().get(name)).orElseThrow();
  }

  /** Options whose values take features that are off, or dependencies that are there. */
  List<String> unmet() {
    var all = new ArrayList<String>();
    for (int i = 0; i < nodes.size(); i++) {
      for (Setting setting : graph.settings().get(i).values()) {
        if (setting.origin() instanceof Origin.Default || setting.value().isEmpty()) continue;
        String value = OptionType.shown(setting.value().get());
        for (String feature : setting.option().features().getOrDefault(value, List.of())) {
          if (!nodes.get(i).features().contains(feature))
            all.add(
                "option `"
                    + setting.option().name()
                    + "` of "
                    + nodes.get(i).shown()
                    + " is `"
                    + value
                    + "` ("
                    + setting.origin()
                    + "), which takes its feature `"
                    + feature
                    + "`; turn it on in a Cargo.toml that depends on it");
        }
      }
    }
    return all;
  }

  private int node(int unit) {
    return Optional.ofNullable(drawn.ofUnit().get(unit)).orElseThrow();
  }
}
