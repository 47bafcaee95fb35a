package heddle.cargo;

import heddle.engine.BuildException;
import heddle.text.Cfg;
import heddle.text.JsonWriter;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The packages a workspace resolves to, and the edges between them, as {@code cargo metadata} shows
 * them. Source of the form: cargo's {@code ops/cargo_output_metadata.rs}.
 */
final class MetadataGraph {
  private static final Comparator<Dependency> KINDS =
      Comparator.comparing(Dependency::kind)
          .thenComparing(d -> d.condition().isPresent())
          .thenComparing(d -> d.condition().map(MetadataGraph::rank).orElse(0))
          .thenComparing(MetadataGraph::compareConditions);

  private final Workspace workspace;
  private final LockedGraph locked;
  private final Resolution resolution;
  private final List<MemberFeatures> members;
  private final Optional<Platforms> platforms;
  private final PackageLoader loader;
  private final Map<PackageId, Package> local = new HashMap<>();
  private final Lock lock;
  private final boolean checked;

  /** With platforms, only what counts on one of those asked for is shown. */
  MetadataGraph(
      Workspace workspace,
      Lock lock,
      BuildRequest request,
      Optional<Platforms> platforms,
      PackageLoader loader,
      boolean checked)
      throws ProblemException {
    this.lock = lock;
    this.checked = checked;
    this.workspace = workspace;
    this.platforms = platforms;
    this.loader = loader;
    workspace.members().forEach(p -> local.putIfAbsent(p.id(), p));
    workspace.pathPackages().values().forEach(p -> local.putIfAbsent(p.id(), p));
    locked = LockedGraph.join(lock, List.copyOf(local.keySet()));
    for (Dependency d : workspace.tables().overrides()) {
      local.keySet().stream()
          .filter(id -> id.source().equals(d.source()) && id.name().equals(d.packageName()))
          .findFirst()
          .ifPresent(locked::override);
    }
    Set<PackageId> ids = new HashSet<>();
    var specs = new ArrayList<PackageIdSpec>();
    for (Package p : workspace.members()) {
      ids.add(p.id());
      specs.add(PackageIdSpec.of(p.id()));
    }
    var patches = new HashMap<String, List<Dependency>>();
    workspace
        .tables()
        .patches()
        .forEach((url, list) ->
            patches
                .computeIfAbsent(SourceId.registry(url).canonicalUrl(), _ -> new ArrayList<>())
                .addAll(list));
    resolution = new Resolution(locked, ids, ids, request.policy(), patches);
    members = MemberFeatures.of(workspace, specs, request);
  }

  /** The packages that were reached, sorted, and the value of {@code resolve}. */
  record Resolved(List<Package> packages, String json) {
    Resolved {
      packages = List.copyOf(packages);
    }
  }

  Resolved resolve() throws ProblemException, BuildException, InterruptedException, StaleLock {
    check();
    OneVersionFeatures features = features();
    check();
    var nodes = new TreeMap<Integer, List<Resolution.Edge>>();
    for (Package p : workspace.members()) {
      visit(resolution.index(p.id()), features, nodes);
    }
    var text = new StringBuilder();
    var json = new JsonWriter(text).beginObject().key("nodes").beginArray();
    for (Map.Entry<Integer, List<Resolution.Edge>> node : nodes.entrySet()) {
      node(json, node.getKey(), node.getValue(), features);
    }
    json.endArray().key("root");
    Optional<Package> current = workspace.current();
    if (current.isPresent()) {
      json.string(current.get().id().spec());
    } else {
      json.nil();
    }
    json.endObject();
    return new Resolved(nodes.keySet().stream().map(resolution::pkg).toList(), text.toString());
  }

  /** Holds the lock against the manifests that are at hand, if that was asked for. */
  void check() throws ProblemException, StaleLock {
    if (checked) {
      LockDrift.of(workspace, lock, resolution, local.values()).check();
    }
  }

  private OneVersionFeatures features()
      throws ProblemException, BuildException, InterruptedException {
    for (Package p : workspace.members()) {
      resolution.add(resolution.index(p.id()), p);
    }
    while (true) {
      var features = new OneVersionFeatures(resolution);
      Set<Integer> wanted = features.run(members);
      if (wanted.isEmpty()) {
        return features;
      }
      bring(wanted);
    }
  }

  /** Brings these and all that they surely need. */
  private void bring(Set<Integer> wanted)
      throws ProblemException, BuildException, InterruptedException {
    Set<Integer> wave = new LinkedHashSet<>(wanted);
    while (!wave.isEmpty()) {
      var foreign = new ArrayList<Integer>();
      var ask = new ArrayList<LockedPackage>();
      for (int pkg : wave) {
        Package known = local.get(locked.id(pkg));
        if (known != null) {
          resolution.add(pkg, known);
        } else {
          foreign.add(pkg);
          ask.add(new LockedPackage(locked.id(pkg), locked.checksum(pkg)));
        }
      }
      List<Package> come = ask.isEmpty() ? List.of() : loader.load(ask);
      for (int i = 0; i < foreign.size(); i++) {
        resolution.add(foreign.get(i), come.get(i));
      }
      var next = new LinkedHashSet<Integer>();
      for (int pkg : wave) {
        for (Resolution.Edge edge : resolution.edges(pkg)) {
          if (!resolution.has(edge.to())
              && edge.dependencies().stream().anyMatch(d -> !d.optional())) {
            next.add(edge.to());
          }
        }
      }
      wave = next;
    }
  }

  private void visit(
      int pkg, OneVersionFeatures features, Map<Integer, List<Resolution.Edge>> nodes) {
    if (nodes.containsKey(pkg)) {
      return;
    }
    var shown = new ArrayList<Resolution.Edge>();
    for (Resolution.Edge edge : resolution.edges(pkg)) {
      List<Dependency> active =
          edge.dependencies().stream().filter(d -> features.isActive(pkg, d)).toList();
      if (!active.isEmpty()
          && active.stream().anyMatch(this::counts)
          && resolution.pkg(edge.to()).manifest().library().isPresent()) {
        shown.add(new Resolution.Edge(edge.to(), active));
      }
    }
    nodes.put(pkg, shown);
    for (Resolution.Edge edge : shown) {
      visit(edge.to(), features, nodes);
    }
  }

  private boolean counts(Dependency d) {
    return platforms.isEmpty()
        || platforms.get().requested().stream().anyMatch(p -> platforms.get().active(d, p));
  }

  private void node(
      JsonWriter json, int pkg, List<Resolution.Edge> edges, OneVersionFeatures features)
      throws ProblemException {
    json.beginObject().key("id").string(locked.id(pkg).spec());
    json.key("dependencies").beginArray();
    for (Resolution.Edge edge : edges) {
      json.string(locked.id(edge.to()).spec());
    }
    json.endArray().key("deps").beginArray();
    for (Resolution.Edge edge : edges) {
      json.beginObject().key("name").string(externName(pkg, edge));
      json.key("pkg").string(locked.id(edge.to()).spec());
      json.key("dep_kinds").beginArray();
      for (Dependency d : edge.dependencies().stream().sorted(KINDS).toList()) {
        json.beginObject().key("kind");
        switch (d.kind()) {
          case NORMAL -> json.nil();
          case DEVELOPMENT -> json.string("dev");
          case BUILD -> json.string("build");
        }
        json.key("target");
        if (d.condition().isPresent()) {
          json.string(d.condition().get().toString());
        } else {
          json.nil();
        }
        json.endObject();
      }
      json.endArray().endObject();
    }
    json.endArray().key("features").strings(features.features(pkg)).endObject();
  }

  private String externName(int from, Resolution.Edge edge) throws ProblemException {
    String crate =
        resolution.pkg(edge.to()).manifest().library().map(CargoTarget::crateName).orElse("");
    if (edge.to() == from) return crate;
    Set<String> names = new LinkedHashSet<>();
    for (Dependency d : edge.dependencies()) {
      names.add(d.rename().map(r -> r.replace('-', '_')).orElse(crate));
    }
    if (names.size() > 1) {
      throw new ProblemException(
          Problem.at(
              edge.dependencies().getLast().place(),
              "the crate `"
                  + locked.id(from)
                  + "` depends on crate `"
                  + locked.id(edge.to())
                  + "` multiple times with different names"));
    }
    return names.iterator().next();
  }

  private static int rank(TargetCondition condition) {
    return condition instanceof TargetCondition.Triple ? 1 : 2;
  }

  private static int compareConditions(Dependency left, Dependency right) {
    if (left.condition().isEmpty() || right.condition().isEmpty()) {
      return 0;
    }
    return switch (left.condition().get()) {
      case TargetCondition.Triple t ->
          Bytewise.compare(t.name(), right.condition().get().toString());
      case TargetCondition.Matching(Cfg a)
          when right.condition().get() instanceof TargetCondition.Matching(Cfg b) ->
          compare(a, b);
      case TargetCondition.Matching _ -> 0;
    };
  }

  /** The order of cargo-platform's {@code CfgExpr}. */
  private static int compare(Cfg a, Cfg b) {
    int order = Integer.compare(rank(a), rank(b));
    if (order != 0) {
      return order;
    }
    return switch (a) {
      case Cfg.Not(Cfg part) -> b instanceof Cfg.Not(Cfg other) ? compare(part, other) : 0;
      case Cfg.All(List<Cfg> parts) ->
          b instanceof Cfg.All(List<Cfg> others) ? compare(parts, others) : 0;
      case Cfg.Any(List<Cfg> parts) ->
          b instanceof Cfg.Any(List<Cfg> others) ? compare(parts, others) : 0;
      case Cfg.Name name ->
          b instanceof Cfg.Name other
              ? Bytewise.compare(name.name().name(), other.name().name())
              : 0;
      case Cfg.Pair pair -> {
        if (!(b instanceof Cfg.Pair other)) {
          yield 0;
        }
        int keys = Bytewise.compare(pair.key().name(), other.key().name());
        yield keys != 0 ? keys : Bytewise.compare(pair.value(), other.value());
      }
      case Cfg.Flag _, Cfg.Call _ -> 0;
    };
  }

  private static int compare(List<Cfg> a, List<Cfg> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static int rank(Cfg cfg) {
    return switch (cfg) {
      case Cfg.Not _ -> 0;
      case Cfg.All _ -> 1;
      case Cfg.Any _ -> 2;
      case Cfg.Name _ -> 3;
      case Cfg.Pair _ -> 4;
      case Cfg.Flag flag -> flag.value() ? 5 : 6;
      case Cfg.Call _ -> 7;
    };
  }
}
