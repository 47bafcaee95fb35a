package heddle.cargo;

import heddle.engine.BuildException;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The way from a request, a workspace and a lock to the graph of units. Packages are brought in
 * waves: what is surely needed first, then what features turn on, until nothing is missing; so a
 * package that no unit needs is not read.
 */
final class Planning {
  private final BuildRequest request;
  private final Workspace workspace;
  private final PlanSettings settings;
  private final Platforms platforms;
  private final PackageLoader loader;
  private final LockedGraph locked;
  private final Map<PackageId, Package> local = new HashMap<>();
  private final Lock lock;
  private final boolean checked;

  /**
   * The path packages are those that members reach; the workspace's own are among them. Checked:
   * {@link StaleLock} if the lock is not what the manifests ask for.
   */
  Planning(
      BuildRequest request,
      Workspace workspace,
      Lock lock,
      PlanSettings settings,
      Platforms platforms,
      PackageLoader loader,
      boolean checked) {
    this.lock = lock;
    this.checked = checked;
    this.request = request;
    this.workspace = workspace;
    this.settings = settings;
    this.platforms = platforms;
    this.loader = loader;
    var ids = new ArrayList<PackageId>();
    for (Package p : workspace.members()) {
      if (local.put(p.id(), p) == null) {
        ids.add(p.id());
      }
    }
    for (Package p : workspace.pathPackages().values()) {
      if (local.put(p.id(), p) == null) {
        ids.add(p.id());
      }
    }
    locked = LockedGraph.join(lock, ids);
    for (Dependency d : workspace.tables().overrides()) {
      local.keySet().stream()
          .filter(id -> id.source().equals(d.source()) && id.name().equals(d.packageName()))
          .findFirst()
          .ifPresent(locked::override);
    }
  }

  UnitGraph plan() throws ProblemException, BuildException, InterruptedException, StaleLock {
    SelectedPackages selected = SelectedPackages.of(request.packages(), workspace);
    List<MemberFeatures> asked = MemberFeatures.of(workspace, selected.specs(), request);
    Resolution resolution = resolution(asked);
    FeatureOptions options = FeatureOptions.of(workspace.resolver(), request.hasDevUnits());
    ResolvedFeatures features = resolve(resolution, asked, options);
    check(resolution);
    new ResolutionChecks(resolution, features).check();
    var packages = new ArrayList<Integer>();
    // A package that the lock knows but nothing selected needs is not there, as for cargo.
    List<PackageId> reached =
        locked.ids().stream()
            .filter(id ->
                features.known(resolution.index(id), false).isPresent()
                    || features.known(resolution.index(id), true).isPresent())
            .toList();
    // One that only another target needs may have the name, too.
    boolean all =
        selected.specs().stream()
            .allMatch(s -> {
              long near = reached.stream().filter(s::matches).count();
              return near > 0 && near == locked.ids().stream().filter(s::matches).count();
            });
    for (PackageId id : selected.among(all ? reached : reachedAnywhere(resolution, asked))) {
      packages.add(resolution.index(id));
    }
    bring(resolution, packages.stream().filter(p -> !resolution.has(p)).toList());
    check(resolution, packages, asked);
    Optional<ResolvedFeatures> unified =
        packages.stream().anyMatch(p -> RequiredFeatures.looksBelow(resolution.pkg(p)))
            ? Optional.of(resolve(resolution, asked, FeatureOptions.UNIFIED))
            : Optional.empty();
    var required = new RequiredFeatures(resolution, features, unified, platforms);
    var profiles =
        new Profiles(
            request.profileName(),
            workspace.tables().profiles(),
            settings.profiles(),
            settings.incremental(),
            platforms.host().triple());
    profiles.check(locked.ids());
    var draft = new DraftGraph(resolution, features, platforms, profiles, required);
    var notices = new PlanNotices(workspace, resolution, platforms, request.hasDevUnits());
    for (MemberFeatures member : asked) {
      notices.librariesOf(resolution.index(member.member().id()));
    }
    notices.patches();
    notices.replacements();
    List<Integer> rootUnits =
        new RootUnits(request, packages, resolution, features, required, platforms, draft)
            .roots(notices);
    draft.grow(rootUnits, request.intent().isRustcTest());
    if (!draft.renamedTwice().isEmpty()) {
      RequestChecks.names(draft, resolution, asked);
    }
    UnitGraph graph = new SharedGraph(draft, resolution, platforms).share(rootUnits, notices.all());
    if (!request.ignoreRustVersion()) {
      RequestChecks.rustVersions(graph, platforms.host().rustc());
    }
    return graph;
  }

  /** The packages that the selected members bring, so far only these themselves. */
  private Resolution resolution(List<MemberFeatures> asked)
      throws ProblemException, BuildException, InterruptedException, StaleLock {
    var resolution = new Resolution(locked, members(), roots(asked), request.policy(), patches());
    check(resolution);
    for (MemberFeatures member : asked) {
      add(resolution, resolution.index(member.member().id()), member.member());
    }
    return resolution;
  }

  private Set<PackageId> members() {
    Set<PackageId> members = new HashSet<>();
    workspace.members().forEach(m -> members.add(m.id()));
    return members;
  }

  private static Set<PackageId> roots(List<MemberFeatures> asked) {
    Set<PackageId> roots = new HashSet<>();
    asked.forEach(a -> roots.add(a.member().id()));
    return roots;
  }

  /** The lines of the tree of dependencies; empty if there is nothing to show. */
  String tree(TreeOptions options)
      throws ProblemException, BuildException, InterruptedException, StaleLock {
    SelectedPackages selected = SelectedPackages.of(request.packages(), workspace);
    List<MemberFeatures> asked = MemberFeatures.of(workspace, selected.specs(), request);
    Resolution resolution = resolution(asked);
    FeatureOptions how =
        FeatureOptions.of(
            workspace.resolver(), options.kinds().contains(DependencyKind.DEVELOPMENT));
    if (options.allTargets()) {
      how = new FeatureOptions(how.decoupleHost(), how.decoupleDev(), false);
    }
    ResolvedFeatures features = resolve(resolution, asked, how);
    check(resolution);
    var graph = new TreeGraph(resolution, features, platforms, options);
    asked.stream().sorted((a, b) -> a.member().id().compareTo(b.member().id())).forEach(graph::add);
    if (options.features()) {
      graph.addInner();
    }
    // A package of `-p` that is no member is the root of its own tree.
    List<PackageIdSpec> named =
        options.invert().isEmpty() ? selected.specs() : PackageIdSpec.parse(options.invert());
    Set<PackageId> shown = new HashSet<>();
    for (PackageIdSpec spec : named) {
      shown.add(named(spec, graph, resolution, asked));
    }
    for (PackageIdSpec spec : PackageIdSpec.parse(options.prune())) {
      var _ = named(spec, graph, resolution, asked);
    }
    List<Integer> nodes = graph.nodes(shown);
    if (options.duplicates()) {
      graph.keepBelow(nodes);
      nodes = graph.duplicates();
    }
    if (options.duplicates() || !options.invert().isEmpty()) {
      graph.invert();
    }
    return new TreeText(graph, options, resolution::pkg, members()).text(nodes);
  }

  /**
   * The one package that a specification names among those that the features asked for bring on
   * whatever target; the graph need not show it.
   */
  private PackageId named(
      PackageIdSpec spec, TreeGraph graph, Resolution resolution, List<MemberFeatures> asked)
      throws ProblemException, BuildException, InterruptedException {
    List<PackageId> found = locked.ids().stream().filter(spec::matches).toList();
    if (found.size() == 1 && !graph.nodes(Set.copyOf(found)).isEmpty()) {
      return found.getFirst();
    }
    return spec.only(found.isEmpty() ? found : reachedAnywhere(resolution, asked));
  }

  /** The packages that the features asked for bring on whatever target, for whatever kind. */
  private List<PackageId> reachedAnywhere(Resolution resolution, List<MemberFeatures> asked)
      throws ProblemException, BuildException, InterruptedException {
    while (true) {
      var features = new OneVersionFeatures(resolution);
      Set<Integer> wanted = features.run(asked);
      if (wanted.isEmpty()) {
        return locked.ids().stream()
            .filter(id -> features.isReached(resolution.index(id)))
            .toList();
      }
      bringAll(resolution, wanted, FeatureOptions.UNIFIED);
    }
  }

  /** With the manifests that have come, and the workspace's own. */
  private void check(Resolution resolution) throws ProblemException, StaleLock {
    if (checked) {
      LockDrift.of(workspace, lock, resolution, local.values()).check();
    }
  }

  /** Runs the resolver until all that it reaches has come. */
  private ResolvedFeatures resolve(
      Resolution resolution, List<MemberFeatures> asked, FeatureOptions options)
      throws ProblemException, BuildException, InterruptedException {
    while (true) {
      var resolver = new FeatureResolver(resolution, platforms, options, request.policy());
      ResolvedFeatures features = resolver.resolve(asked);
      if (resolver.wanted().isEmpty()) {
        if (!resolver.problems().isEmpty()) {
          throw new ProblemException(resolver.problems());
        }
        return features;
      }
      bringAll(resolution, resolver.wanted(), options);
    }
  }

  /** Brings these, and all that hangs below them whatever the features are. */
  private void bringAll(Resolution resolution, Set<Integer> wanted, FeatureOptions options)
      throws ProblemException, BuildException, InterruptedException {
    Set<Integer> wave = new TreeSet<>(wanted);
    while (!wave.isEmpty()) {
      bring(resolution, List.copyOf(wave));
      var next = new TreeSet<Integer>();
      for (int pkg : wave) {
        for (Resolution.Edge edge : resolution.edges(pkg)) {
          if (!resolution.has(edge.to())
              && edge.dependencies().stream()
                  .anyMatch(d -> !d.optional() && mayCount(d, options))) {
            next.add(edge.to());
          }
        }
      }
      wave = next;
    }
  }

  private boolean mayCount(Dependency d, FeatureOptions options) {
    return !options.ignoreInactive()
        || platforms.active(d, Platform.host())
        || platforms.requested().stream().anyMatch(p -> platforms.active(d, p));
  }

  private void bring(Resolution resolution, List<Integer> indices)
      throws ProblemException, BuildException, InterruptedException {
    var wanted = new ArrayList<LockedPackage>();
    var foreign = new ArrayList<Integer>();
    for (int index : indices) {
      Package known = local.get(locked.id(index));
      if (known != null) {
        add(resolution, index, known);
      } else {
        foreign.add(index);
        wanted.add(new LockedPackage(locked.id(index), locked.checksum(index)));
      }
    }
    List<Package> packages = wanted.isEmpty() ? List.of() : loader.load(wanted);
    for (int i = 0; i < foreign.size(); i++) {
      add(resolution, foreign.get(i), packages.get(i));
    }
  }

  private static void add(Resolution resolution, int index, Package pkg) throws ProblemException {
    resolution.add(index, pkg);
  }

  /** What the patch tables put in the place of packages of a source, by its canonical URL. */
  private Map<String, List<Dependency>> patches() {
    var patches = new HashMap<String, List<Dependency>>();
    workspace
        .tables()
        .patches()
        .forEach((key, dependencies) -> {
          SourceId source =
              key.equals("crates-io")
                  ? SourceId.cratesIo()
                  : settings.registries().getOrDefault(key, SourceId.registry(key));
          patches
              .computeIfAbsent(source.canonicalUrl(), _ -> new ArrayList<>())
              .addAll(dependencies);
        });
    return patches;
  }

  private void check(Resolution resolution, List<Integer> packages, List<MemberFeatures> asked)
      throws ProblemException, BuildException, InterruptedException {
    for (int pkg : packages) {
      if (request.intent().isTest()
          && !resolution.isMember(pkg)
          && resolution.pkg(pkg).manifest().dependencies().stream()
              .anyMatch(d -> !d.isTransitive())) {
        throw new ProblemException(
            Problem.of(
                "package `"
                    + resolution.pkg(pkg).name()
                    + "` cannot be tested because it requires dev-dependencies and is not a member"
                    + " of the workspace"));
      }
    }
    for (MemberFeatures member : asked) {
      for (FeatureValue value : member.features()) {
        RequestChecks.known(resolution, member.member(), value);
        if (value instanceof FeatureValue.DepFeature below) {
          checkBelow(resolution, member.member(), below);
        }
      }
    }
  }

  /** A feature asked of a dependency must be there, on whatever platform the dependency is. */
  private void checkBelow(Resolution resolution, Package member, FeatureValue.DepFeature value)
      throws ProblemException, BuildException, InterruptedException {
    for (Resolution.Edge edge : resolution.edges(resolution.index(member.id()))) {
      if (edge.dependencies().stream().noneMatch(d -> d.nameInToml().equals(value.dependency()))) {
        continue;
      }
      if (!resolution.has(edge.to())) {
        bring(resolution, List.of(edge.to()));
      }
      Package below = resolution.pkg(edge.to());
      if (!below.manifest().features().containsKey(value.feature())) {
        Problem problem =
            Problem.of(
                "package `"
                    + member.id()
                    + "` depends on `"
                    + below.name()
                    + "` with feature `"
                    + value.feature()
                    + "` but `"
                    + below.name()
                    + "` does not have that feature");
        throw new ProblemException(
            Suggestion.among(below.manifest().features().keySet(), value.feature())
                .map(s -> problem.withHelp(s.help("feature")))
                .orElse(problem));
      }
    }
  }
}
