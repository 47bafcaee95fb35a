package heddle.cargo;

import heddle.cargo.TreeNode.Built;
import heddle.cargo.TreeNode.Edge;
import heddle.cargo.TreeNode.Feature;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The graph that {@code tree} shows: a node for each package as it is built, and, where features
 * are asked for, one for each feature between a package and who turns it on. Nodes are numbered as
 * they come. Source of the rules: cargo's {@code ops/tree/graph.rs}.
 */
final class TreeGraph {
  /** A dependency of a package as another node answers it. */
  private record Answer(int node, boolean optional) {}

  private final Resolution resolution;
  private final ResolvedFeatures features;
  private final Platforms platforms;
  private final TreeOptions options;
  private final List<TreeNode> nodes = new ArrayList<>();
  private final Map<TreeNode, Integer> numbers = new HashMap<>();
  private final Map<Integer, Map<String, Set<Answer>>> answers = new HashMap<>();
  private final BitSet ofCommandLine = new BitSet();
  private List<EnumMap<Edge, Set<Integer>>> edges = new ArrayList<>();

  TreeGraph(
      Resolution resolution, ResolvedFeatures features, Platforms platforms, TreeOptions options) {
    this.resolution = resolution;
    this.features = features;
    this.platforms = platforms;
    this.options = options;
  }

  /** Adds a member and all below it, and the features that the command line turns on. */
  void add(MemberFeatures asked) {
    Package member = asked.member();
    int pkg = resolution.index(member.id());
    for (Platform platform : platforms.requested()) {
      int node = add(pkg, member.hasProcMacro(), platform);
      if (options.features()) {
        addAsked(node, asked);
      }
    }
  }

  private int add(int pkg, boolean host, Platform platform) {
    String target =
        switch (platform) {
          case Platform.Target(String triple) when !host -> triple;
          default -> Built.HOST;
        };
    PackageId id = resolution.locked().id(pkg);
    var node = new Built(id, pkg, features.known(pkg, host).orElse(List.of()), target);
    Optional<Integer> known = Optional.ofNullable(numbers.get(node));
    if (known.isPresent()) {
      return known.get();
    }
    int number = add(node);
    answers.put(number, new HashMap<>());
    for (Resolution.Edge edge : resolution.edges(pkg)) {
      for (Dependency dependency : sorted(edge.dependencies())) {
        if (!counts(dependency, node, host, platform)) {
          continue;
        }
        boolean procMacro = resolution.pkg(edge.to()).hasProcMacro();
        if (!procMacro || options.procMacros()) {
          int below = add(edge.to(), host || dependency.isBuild() || procMacro, platform);
          link(number, dependency, below);
        }
      }
    }
    return number;
  }

  private static List<Dependency> sorted(List<Dependency> dependencies) {
    return dependencies.stream()
        .sorted(
            Comparator.comparing(Dependency::kind)
                .thenComparing(Dependency::nameInToml, Bytewise.ORDER))
        .toList();
  }

  private void link(int from, Dependency dependency, int to) {
    Edge kind = Edge.of(dependency.kind());
    if (!options.features()) {
      link(from, kind, to);
      return;
    }
    answers
        .computeIfAbsent(from, _ -> new HashMap<>())
        .computeIfAbsent(dependency.nameInToml(), _ -> new LinkedHashSet<>())
        .add(new Answer(to, dependency.optional()));
    if (dependency.defaultFeatures()) {
      link(from, kind, feature("default", to));
    }
    for (String name : dependency.features()) {
      link(from, kind, feature(name, to));
    }
    if (!dependency.defaultFeatures() && dependency.features().isEmpty()) {
      link(from, kind, to);
    }
  }

  private boolean counts(Dependency dependency, Built node, boolean host, Platform requested) {
    Platform platform =
        node.target().isEmpty() || dependency.isBuild() ? Platform.host() : requested;
    return options.kinds().contains(dependency.kind())
        && (options.allTargets() || platforms.active(dependency, platform))
        && (!dependency.optional() || features.isActive(node.pkg(), host, dependency.nameInToml()));
  }

  private int add(TreeNode node) {
    nodes.add(node);
    edges.add(new EnumMap<>(Edge.class));
    numbers.put(node, nodes.size() - 1);
    return nodes.size() - 1;
  }

  private void link(int from, Edge kind, int to) {
    edges.get(from).computeIfAbsent(kind, _ -> new LinkedHashSet<>()).add(to);
  }

  /** The node of a feature of a package, which it leads to. */
  private int feature(String name, int pkg) {
    var node = new Feature(pkg, name);
    Optional<Integer> known = Optional.ofNullable(numbers.get(node));
    if (known.isPresent()) {
      return known.get();
    }
    int number = add(node);
    link(number, Edge.FEATURE, pkg);
    return number;
  }

  private void addAsked(int pkg, MemberFeatures asked) {
    var values = new LinkedHashSet<FeatureValue>(asked.features());
    if (asked.all()) {
      asked
          .member()
          .manifest()
          .features()
          .keySet()
          .forEach(name -> values.add(new FeatureValue.Feature(name)));
    }
    if (asked.defaults()) {
      values.add(new FeatureValue.Feature("default"));
    }
    for (FeatureValue value : values) {
      switch (value) {
        case FeatureValue.Feature(String name) -> ofCommandLine.set(feature(name, pkg));
        case FeatureValue.Dep _ -> {}
        case FeatureValue.DepFeature(String key, String name, _) -> {
          for (Answer answer : answers(pkg, key)) {
            if (answer.optional) {
              ofCommandLine.set(feature(key, pkg));
            }
            ofCommandLine.set(feature(name, answer.node));
          }
        }
      }
    }
  }

  private Set<Answer> answers(int pkg, String key) {
    return answers.getOrDefault(pkg, Map.of()).getOrDefault(key, Set.of());
  }

  /** Adds what features turn on; after all members. */
  void addInner() {
    int size = nodes.size();
    for (int number = 0; number < size; number++) {
      if (nodes.get(number) instanceof Feature(int pkg, String name)) {
        addInner(number, pkg, name);
      }
    }
  }

  private void addInner(int from, int pkg, String name) {
    if (!(nodes.get(pkg) instanceof Built built)) {
      return;
    }
    List<FeatureValue> values =
        resolution.pkg(built.pkg()).manifest().features().getOrDefault(name, List.of());
    for (FeatureValue value : values) {
      switch (value) {
        case FeatureValue.Feature(String other) -> lead(from, pkg, other);
        case FeatureValue.Dep _ -> {}
        case FeatureValue.DepFeature(String key, String other, boolean weak) -> {
          for (Answer answer : answers(pkg, key)) {
            if (answer.optional && !weak) {
              link(from, Edge.FEATURE, feature(key, pkg));
            }
            lead(from, answer.node, other);
          }
        }
      }
    }
  }

  /** From a feature to another of a package, and on if that one is new. */
  private void lead(int from, int pkg, String name) {
    boolean fresh = !numbers.containsKey(new Feature(pkg, name));
    int to = feature(name, pkg);
    link(from, Edge.FEATURE, to);
    if (fresh) {
      addInner(to, pkg, name);
    }
  }

  TreeNode node(int number) {
    return nodes.get(number);
  }

  /** Whether the command line turned this feature on. */
  boolean isAsked(int number) {
    return ofCommandLine.get(number);
  }

  /** The nodes of these packages, sorted. */
  List<Integer> nodes(Set<PackageId> ids) {
    return sorted(
        numbers.entrySet().stream()
            .filter(each -> each.getKey() instanceof Built built && ids.contains(built.id()))
            .map(Map.Entry::getValue)
            .toList());
  }

  /** The nodes below one by this kind of edge, sorted. */
  List<Integer> below(int node, Edge kind) {
    return sorted(edges.get(node).getOrDefault(kind, Set.of()));
  }

  boolean isLeaf(int node) {
    return edges.get(node).isEmpty();
  }

  /** Packages, then features by when their package came. */
  private List<Integer> sorted(Iterable<Integer> numbers) {
    var packages = new ArrayList<Map.Entry<Built, Integer>>();
    var features = new ArrayList<Map.Entry<Feature, Integer>>();
    for (int number : numbers) {
      switch (nodes.get(number)) {
        case Built built -> packages.add(Map.entry(built, number));
        case Feature feature -> features.add(Map.entry(feature, number));
      }
    }
    packages.sort(Map.Entry.comparingByKey());
    features.sort(
        Comparator.comparingInt((Map.Entry<Feature, Integer> each) -> each.getKey().of())
            .thenComparing(each -> each.getKey().name(), Bytewise.ORDER));
    var sorted = new ArrayList<Integer>();
    packages.forEach(each -> sorted.add(each.getValue()));
    features.forEach(each -> sorted.add(each.getValue()));
    return sorted;
  }

  /** Turns every edge round. */
  void invert() {
    var old = edges;
    edges = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      edges.add(new EnumMap<>(Edge.class));
    }
    for (int from = 0; from < old.size(); from++) {
      int to = from;
      old.get(from).forEach((kind, below) -> below.forEach(each -> link(each, kind, to)));
    }
  }

  /** Leaves only what can be reached from these. */
  void keepBelow(List<Integer> roots) {
    var seen = new BitSet();
    var next = new ArrayList<>(roots);
    while (!next.isEmpty()) {
      int node = next.removeLast();
      if (!seen.get(node)) {
        seen.set(node);
        edges.get(node).values().forEach(next::addAll);
      }
    }
    numbers.values().removeIf(number -> !seen.get(number));
    for (int i = 0; i < edges.size(); i++) {
      if (!seen.get(i)) {
        edges.get(i).clear();
      }
    }
  }

  /** The packages that are built more than once, but for the host and a target alike. */
  List<Integer> duplicates() {
    var byName = new HashMap<String, Set<Built>>();
    var all = new HashMap<String, List<Integer>>();
    numbers.forEach((node, number) -> {
      if (node instanceof Built built) {
        String name = built.id().name();
        byName
            .computeIfAbsent(name, _ -> new LinkedHashSet<>())
            .add(new Built(built.id(), built.pkg(), built.features(), Built.HOST));
        all.computeIfAbsent(name, _ -> new ArrayList<>()).add(number);
      }
    });
    var found = new ArrayList<Integer>();
    byName.forEach((name, different) -> {
      if (different.size() > 1) {
        found.addAll(all.getOrDefault(name, List.of()));
      }
    });
    return sorted(found);
  }
}
