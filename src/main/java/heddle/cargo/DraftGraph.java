package heddle.cargo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The first phase of the graph: every unit that is needed, with what is built for the host by
 * request kept apart from what runs there. Source of the rules: cargo's {@code
 * compiler/unit_dependencies.rs}.
 */
final class DraftGraph {
  /**
   * An edge: the unit, what it is for, the crate's name, and the dependency's name if it has one.
   */
  record Edge(int unit, UnitFor unitFor, String crateName, String dependency) {}

  private record Pair(int from, int to) {}

  private final UnitTable table = new UnitTable();
  private final Map<Integer, List<Edge>> edges = new HashMap<>();
  private final Set<Pair> devEdges = new HashSet<>();
  private final Set<RenamedTwice> renamedTwice = new LinkedHashSet<>();
  private final Resolution resolution;
  private final ResolvedFeatures features;
  private final Platforms platforms;
  private final Profiles profiles;
  private final RequiredFeatures required;

  DraftGraph(
      Resolution resolution,
      ResolvedFeatures features,
      Platforms platforms,
      Profiles profiles,
      RequiredFeatures required) {
    this.resolution = resolution;
    this.features = features;
    this.platforms = platforms;
    this.profiles = profiles;
    this.required = required;
  }

  UnitTable table() {
    return table;
  }

  List<Edge> edges(int unit) {
    return edges.getOrDefault(unit, List.of());
  }

  boolean contains(int unit) {
    return edges.containsKey(unit);
  }

  /** A dependency that one package names in two ways; the other may not be asked for. */
  record RenamedTwice(int from, int to, Dependency other) {}

  Set<RenamedTwice> renamedTwice() {
    return renamedTwice;
  }

  /** Adds all below the roots, joins build scripts of {@code links}, and sorts the edges. */
  void grow(List<Integer> roots, boolean rustcTest) {
    for (int root : roots) {
      UnitTable.Draft d = table.draft(root);
      UnitFor unitFor =
          d.target().procMacro()
              ? UnitFor.macro(d.platform())
              : d.mode().isAnyTest() || rustcTest
                  ? UnitFor.test(d.platform())
                  : UnitFor.normal(d.platform());
      grow(root, unitFor);
    }
    joinScripts();
    Comparator<Edge> order =
        Comparator.<Edge, UnitTable.Draft>comparing(e -> table.draft(e.unit()), UnitTable.ORDER)
            .thenComparing(e -> e.unitFor().host())
            .thenComparing(e -> e.unitFor().hostFeatures())
            .thenComparing(e -> !e.unitFor().unwind())
            .thenComparing(e -> e.unitFor().root())
            .thenComparing(Edge::crateName, Bytewise.ORDER)
            .thenComparing(Edge::dependency, Bytewise.ORDER);
    edges.replaceAll((_, list) -> list.stream().sorted(order).toList());
  }

  private void grow(int unit, UnitFor unitFor) {
    if (edges.containsKey(unit)) {
      return;
    }
    List<Edge> below = below(unit, unitFor);
    edges.put(unit, below);
    for (Edge edge : below) {
      grow(edge.unit(), edge.unitFor());
    }
  }

  private List<Edge> below(int unit, UnitFor unitFor) {
    UnitTable.Draft d = table.draft(unit);
    if (d.mode() == Mode.RUN_CUSTOM_BUILD) {
      return belowScriptRun(d, unitFor);
    }
    var result = new ArrayList<Edge>();
    for (Resolution.Edge to : resolution.edges(d.pkg())) {
      List<Dependency> active = active(d, unitFor, to);
      if (active.isEmpty()) {
        continue;
      }
      var library = resolution.pkg(to.to()).manifest().library();
      if (library.isEmpty()) {
        continue;
      }
      CargoTarget lib = library.get();
      // what a package calls itself among its dependencies means nothing to cargo
      boolean own = to.to() == d.pkg();
      Edge edge =
          edge(
              d,
              to.to(),
              lib,
              unitFor.below(d.target(), lib),
              modeBelow(d.mode(), lib),
              own ? lib.crateName() : crateName(d, to, active, lib),
              own ? "" : active.getFirst().rename().orElse(""));
      result.add(edge);
      if (active.stream().noneMatch(Dependency::isTransitive)) {
        devEdges.add(new Pair(unit, edge.unit()));
      }
    }
    if (d.target().isCustomBuild()) {
      return result;
    }
    Package pkg = resolution.pkg(d.pkg());
    pkg.manifest()
        .buildScript()
        .ifPresent(script -> {
          UnitFor f = unitFor.script();
          result.add(
              new Edge(
                  intern(
                      d.pkg(),
                      script,
                      d.profile().ofScriptRun(),
                      d.platform(),
                      Mode.RUN_CUSTOM_BUILD,
                      f),
                  f,
                  script.crateName(),
                  ""));
        });
    if (d.target().isLibrary() && d.mode() != Mode.DOCTEST) {
      return result;
    }
    for (CargoTarget t : pkg.manifest().targets()) {
      if (t.isLinkable()) {
        UnitFor f = unitFor.below(d.target(), t);
        result.add(edge(d, d.pkg(), t, f, modeBelow(d.mode(), t), t.crateName(), ""));
        break;
      }
    }
    boolean harnessed = d.mode() == Mode.TEST || d.mode() == Mode.DOCTEST;
    TargetKind kind = d.target().kind();
    if (harnessed && (kind == TargetKind.TEST || kind == TargetKind.BENCH)) {
      for (CargoTarget t : pkg.manifest().targets()) {
        if (t.isBinary() && required.missing(d.pkg(), t, false, List.of(d.platform())).isEmpty()) {
          result.add(
              edge(d, d.pkg(), t, UnitFor.normal(unitFor.root()), Mode.BUILD, t.crateName(), ""));
        }
      }
    }
    return result;
  }

  /** The dependencies of an edge that count for the unit. */
  private List<Dependency> active(UnitTable.Draft d, UnitFor unitFor, Resolution.Edge to) {
    var active = new ArrayList<Dependency>(1);
    TargetKind kind = d.target().kind();
    for (Dependency dependency : to.dependencies()) {
      boolean counts =
          d.target().isCustomBuild() == dependency.isBuild()
              && (dependency.isTransitive()
                  || kind == TargetKind.TEST
                  || kind == TargetKind.EXAMPLE
                  || d.mode().isAnyTest())
              && platforms.active(dependency, d.platform())
              && (!dependency.optional()
                  || features.isActive(d.pkg(), unitFor.hostFeatures(), dependency.nameInToml()));
      if (counts) {
        active.add(dependency);
      }
    }
    return active;
  }

  private String crateName(
      UnitTable.Draft d, Resolution.Edge to, List<Dependency> active, CargoTarget lib) {
    String name = crateName(active.getFirst(), lib);
    for (Dependency other : to.dependencies()) {
      // Cargo looks at all that are on, whatever this unit takes of them.
      if (!crateName(other, lib).equals(name)) {
        renamedTwice.add(new RenamedTwice(d.pkg(), to.to(), other));
      }
    }
    return name;
  }

  private static String crateName(Dependency dependency, CargoTarget lib) {
    return dependency.rename().map(n -> n.replace('-', '_')).orElse(lib.crateName());
  }

  /** Metadata is enough below a check, but for what runs while building. */
  private static Mode modeBelow(Mode mode, CargoTarget target) {
    return mode.isCheck() && !target.forHost() ? Mode.CHECK : Mode.BUILD;
  }

  private List<Edge> belowScriptRun(UnitTable.Draft d, UnitFor unitFor) {
    var links = resolution.pkg(d.pkg()).manifest().links();
    if (links.isPresent() && platforms.overrides(d.platform(), links.get())) {
      return List.of();
    }
    UnitFor f = unitFor.script();
    Profile profile = profile(d.pkg(), f, Platform.host());
    int compile = intern(d.pkg(), d.target(), profile, Platform.host(), Mode.BUILD, f);
    return List.of(new Edge(compile, f, d.target().crateName(), ""));
  }

  private Edge edge(
      UnitTable.Draft parent,
      int pkg,
      CargoTarget target,
      UnitFor unitFor,
      Mode mode,
      String crateName,
      String dependency) {
    Platform platform = target.forHost() ? Platform.host() : parent.platform();
    Profile profile = profile(pkg, unitFor, platform);
    return new Edge(
        intern(pkg, target, profile, platform, mode, unitFor), unitFor, crateName, dependency);
  }

  Profile profile(int pkg, UnitFor unitFor, Platform platform) {
    return profiles.of(resolution.locked().id(pkg), resolution.isMember(pkg), unitFor, platform);
  }

  private int intern(
      int pkg, CargoTarget target, Profile profile, Platform platform, Mode mode, UnitFor unitFor) {
    List<String> own = features.features(pkg, unitFor.hostFeatures());
    return table.intern(new UnitTable.Draft(pkg, target, profile, platform, mode, own), List.of());
  }

  /**
   * A build script runs after those of its package's dependencies with {@code links}, whose
   * metadata it gets. Development dependencies do not count: they may form cycles.
   */
  private void joinScripts() {
    var users = new HashMap<Integer, List<Integer>>();
    for (var entry : edges.entrySet()) {
      for (Edge edge : entry.getValue()) {
        if (isScriptRun(edge.unit())) {
          users.computeIfAbsent(edge.unit(), _ -> new ArrayList<>()).add(entry.getKey());
        }
      }
    }
    var added = new HashMap<Integer, Set<Edge>>();
    users.forEach((script, parents) -> {
      int pkg = table.draft(script).pkg();
      for (int parent : parents) {
        for (Edge sibling : edges(parent)) {
          UnitTable.Draft other = table.draft(sibling.unit());
          if (other.pkg() == pkg
              || !other.target().isLinkable()
              || resolution.pkg(other.pkg()).manifest().links().isEmpty()
              || devEdges.contains(new Pair(parent, sibling.unit()))) {
            continue;
          }
          edges(sibling.unit()).stream()
              .filter(e -> isScriptRun(e.unit()))
              .findFirst()
              .ifPresent(e ->
                  added
                      .computeIfAbsent(script, _ -> new LinkedHashSet<>())
                      .add(new Edge(e.unit(), e.unitFor(), e.crateName(), sibling.dependency())));
        }
      }
    });
    added.forEach((script, more) -> {
      var all = new ArrayList<>(edges(script));
      all.addAll(more);
      edges.put(script, all);
    });
  }

  private boolean isScriptRun(int unit) {
    return table.draft(unit).mode() == Mode.RUN_CUSTOM_BUILD;
  }
}
