package heddle.cargo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The graph that {@code tree} shows: a node for each package as it is built, that is with its
 * features and for the host or a target; edges by kind. Source of the rules: cargo's {@code
 * ops/tree/graph.rs}.
 */
final class TreeGraph {
  /** A package as it is built: for the host, or for the target of this number. */
  record Node(PackageId id, int pkg, List<String> features, int target)
      implements Comparable<Node> {
    static final int HOST = -1;

    @Override
    public int compareTo(Node other) {
      int order = id.compareTo(other.id);
      if (order == 0) {
        order = compare(features, other.features);
      }
      return order == 0 ? Integer.compare(target, other.target) : order;
    }

    private static int compare(List<String> a, List<String> b) {
      for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
        int order = a.get(i).compareTo(b.get(i));
        if (order != 0) {
          return order;
        }
      }
      return Integer.compare(a.size(), b.size());
    }
  }

  private final Resolution resolution;
  private final ResolvedFeatures features;
  private final Platforms platforms;
  private final TreeOptions options;
  private Map<Node, EnumMap<DependencyKind, TreeSet<Node>>> edges = new HashMap<>();

  TreeGraph(
      Resolution resolution, ResolvedFeatures features, Platforms platforms, TreeOptions options) {
    this.resolution = resolution;
    this.features = features;
    this.platforms = platforms;
    this.options = options;
  }

  /** Adds a member and all below it. */
  void add(Package member) {
    int pkg = resolution.index(member.id());
    for (int target = 0; target < platforms.requested().size(); target++) {
      add(pkg, member.hasProcMacro(), target);
    }
  }

  private Node add(int pkg, boolean host, int target) {
    PackageId id = resolution.locked().id(pkg);
    // Without a target named all is for the host, and one node where the features are the same.
    boolean forHost = host || platforms.requested().get(target).equals(Platform.host());
    var node =
        new Node(
            id, pkg, features.known(pkg, host).orElse(List.of()), forHost ? Node.HOST : target);
    if (edges.containsKey(node)) {
      return node;
    }
    edges.put(node, new EnumMap<>(DependencyKind.class));
    for (Resolution.Edge edge : resolution.edges(pkg)) {
      for (Dependency dependency : edge.dependencies()) {
        if (!counts(dependency, node, host, target)) {
          continue;
        }
        boolean procMacro = resolution.pkg(edge.to()).hasProcMacro();
        if (procMacro && !options.procMacros()) {
          continue;
        }
        Node below = add(edge.to(), host || dependency.isBuild() || procMacro, target);
        link(node, dependency.kind(), below);
      }
    }
    return node;
  }

  private boolean counts(Dependency dependency, Node node, boolean host, int target) {
    Platform platform =
        node.target == Node.HOST || dependency.isBuild()
            ? Platform.host()
            : platforms.requested().get(target);
    return options.kinds().contains(dependency.kind())
        && (options.allTargets() || platforms.active(dependency, platform))
        && (!dependency.optional() || features.isActive(node.pkg, host, dependency.nameInToml()));
  }

  private void link(Node from, DependencyKind kind, Node to) {
    edges
        .computeIfAbsent(from, _ -> new EnumMap<>(DependencyKind.class))
        .computeIfAbsent(kind, _ -> new TreeSet<>())
        .add(to);
  }

  /** The nodes of these packages, sorted. */
  List<Node> nodes(Set<PackageId> ids) {
    return edges.keySet().stream().filter(node -> ids.contains(node.id)).sorted().toList();
  }

  /** The nodes below one by this kind of dependency, sorted. */
  Set<Node> below(Node node, DependencyKind kind) {
    return edges
        .getOrDefault(node, new EnumMap<>(DependencyKind.class))
        .getOrDefault(kind, new TreeSet<>());
  }

  boolean isLeaf(Node node) {
    return edges.getOrDefault(node, new EnumMap<>(DependencyKind.class)).isEmpty();
  }

  /** Turns every edge round. */
  void invert() {
    var old = edges;
    edges = new HashMap<>();
    old.keySet().forEach(node -> edges.put(node, new EnumMap<>(DependencyKind.class)));
    old.forEach((from, byKind) ->
        byKind.forEach((kind, nodes) -> nodes.forEach(to -> link(to, kind, from))));
  }

  /** Leaves only what can be reached from these. */
  void keepBelow(List<Node> roots) {
    var seen = new HashSet<Node>();
    var next = new ArrayList<>(roots);
    while (!next.isEmpty()) {
      Node node = next.removeLast();
      if (seen.add(node)) {
        edges
            .getOrDefault(node, new EnumMap<>(DependencyKind.class))
            .values()
            .forEach(next::addAll);
      }
    }
    edges.keySet().retainAll(seen);
  }

  /** The packages that are built more than once, but for the host and a target alike. */
  List<Node> duplicates() {
    var byName = new HashMap<String, List<Node>>();
    edges.keySet().forEach(n -> byName.computeIfAbsent(n.id.name(), _ -> new ArrayList<>()).add(n));
    return byName.values().stream()
        .filter(nodes ->
            nodes.stream().map(n -> new Node(n.id, n.pkg, n.features, Node.HOST)).distinct().count()
                > 1)
        .flatMap(List::stream)
        .sorted(Comparator.naturalOrder())
        .toList();
  }
}
