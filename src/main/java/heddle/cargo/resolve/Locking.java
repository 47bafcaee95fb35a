package heddle.cargo.resolve;

import heddle.cargo.Dependency;
import heddle.cargo.Lock;
import heddle.cargo.Package;
import heddle.cargo.PackageId;
import heddle.cargo.RootTables;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.cargo.VersionReq;
import heddle.cargo.Workspace;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Chooses the versions of a workspace as cargo does ({@code ops/resolve.rs}): what the previous
 * lock has stays where the manifests allow it, what was asked to change changes, and the rest
 * follows.
 *
 * @param catalog the packages of registries and git; path packages come from the workspace
 * @param previous the lock as it is
 * @param rust the versions of Rust that candidates should suit; none, and they do not count
 * @param registries those of the configuration by name, which a patch table may be named by
 */
public record Locking(
    Workspace workspace,
    Catalog catalog,
    Optional<Lock> previous,
    List<Version> rust,
    Map<String, SourceId> registries) {
  public Locking {
    rust = List.copyOf(rust);
    registries = Map.copyOf(registries);
  }

  /**
   * What is to change though the lock has it.
   *
   * @param opened the sources that cargo opens before it looks at the lock, those of what is named:
   *     where another source stands in the place of such a one, a yanked version counts that the
   *     lock has of any source
   */
  public record Change(
      Set<PackageId> avoid,
      Optional<PackageId> of,
      Optional<Version> precise,
      Set<SourceId> opened) {
    public static final Change NONE =
        new Change(Set.of(), Optional.empty(), Optional.empty(), Set.of());

    public Change {
      avoid = Set.copyOf(avoid);
      opened = Set.copyOf(opened);
    }
  }

  /** The lock that the manifests and the previous lock give. */
  public Resolved resolve(Change change) throws ProblemException, InterruptedException {
    Optional<Registry.Precise> precise =
        change.of.isPresent() && change.precise.isPresent()
            ? Optional.of(new Registry.Precise(change.of.get(), change.precise.get()))
            : Optional.empty();
    var registry = new Registry(new WithPaths(), precise, change.opened);
    Optional<Previous> old = previous.map(lock -> Previous.of(lock, workspace));
    var avoid = new HashSet<>(change.avoid);
    var avoidSources = new HashSet<SourceId>();
    change.avoid.stream()
        .map(PackageId::source)
        .filter(source -> !source.isRegistry())
        .forEach(avoidSources::add);
    Predicate<PackageId> kept = id -> !avoidSources.contains(id.source()) && !avoid.contains(id);
    List<Wanted> patches = registerPatches(registry, old, kept, avoid);
    var preferred = new HashSet<PackageId>();
    if (old.isPresent()) {
      registerPrevious(registry, old.get(), kept);
      old.get().ids().stream().filter(kept).forEach(preferred::add);
    }
    registry.lockPatches();
    var roots = new ArrayList<Summary>();
    for (Package member : workspace.members()) {
      roots.add(registry.lock(Summary.of(member)));
    }
    var preferences = new Preferences(preferred, patches, rust);
    List<Search.Replace> replacements = replacements(old, kept);
    var search = new Search(registry, preferences, replacements, Search.STEPS);
    Resolved resolved;
    try {
      resolved = search.run(roots);
    } catch (ProblemException failure) {
      throw new Remedy(
              roots,
              (changed, steps) ->
                  new Search(registry, preferences, replacements, steps).run(changed))
          .explained(failure, search.suspects());
    }
    checkSums(old, resolved);
    return resolved.with(warnings(registry, resolved));
  }

  /**
   * The oldest release of a source that a requirement takes; a pre-release if there is no other.
   */
  public Optional<Summary> oldest(SourceId source, String name, VersionReq requirement)
      throws ProblemException, InterruptedException {
    Optional<Offer> found =
        catalog.offers(source, name, requirement::matches).stream()
            .filter(offer -> !offer.yanked())
            .min(
                Comparator.comparing((Offer each) -> !each.id().version().pre().isEmpty())
                    .thenComparing(each -> each.id().version()));
    return found.isPresent() ? Optional.of(found.get().summary()) : Optional.empty();
  }

  /** The version of a crate that a package gets where none was asked for. */
  public Latest latest(
      SourceId source, String key, String name, Package pkg, Optional<Version> rust)
      throws ProblemException, InterruptedException {
    return Latest.of(catalog.offers(source, name, _ -> true), key, name, pkg, rust);
  }

  /** What is to be said of the packages of a choice. */
  public Available available(Resolved resolved, boolean honors, Optional<Version> rustc)
      throws ProblemException {
    return new Available(resolved, workspace, new WithPaths(), honors, rustc);
  }

  /** The text of the lock; that of the old one if nothing has changed. */
  public String text(Resolved resolved, Optional<String> old) throws ProblemException {
    int newest = newestFormat();
    int format = previous.map(Lock::format).orElse(newest);
    Map<String, String> kept = previous.map(Lock::metadata).orElse(Map.of());
    String text = new LockText(resolved, format, kept).text(old);
    if (old.isPresent() && old.get().lines().toList().equals(text.lines().toList())) {
      return old.get();
    }
    return format < newest ? new LockText(resolved, newest, kept).text(old) : text;
  }

  /** Whether two locks say the same, however they are laid out ({@code are_equal_lockfiles}). */
  public boolean saysSame(Lock one, Lock other) {
    return Previous.of(one, workspace).saysSame(Previous.of(other, workspace))
        && one.metadata().equals(other.metadata());
  }

  /** The newest format that the oldest Rust of a member reads. */
  private int newestFormat() throws ProblemException {
    Optional<Version> lowest = Optional.empty();
    for (Package member : workspace.members()) {
      Optional<String> rust = member.manifest().about().rustVersion();
      if (rust.isPresent()) {
        Version version = full(rust.get());
        if (lowest.isEmpty() || version.compareTo(lowest.get()) < 0) {
          lowest = Optional.of(version);
        }
      }
    }
    if (lowest.isEmpty() || lowest.get().compareTo(Version.of(1, 83, 0)) >= 0) {
      return 4;
    }
    if (lowest.get().compareTo(Version.of(1, 53, 0)) >= 0) {
      return 3;
    }
    return lowest.get().compareTo(Version.of(1, 41, 0)) >= 0 ? 2 : 1;
  }

  /** The versions of Rust of the members, which count with resolver 3; that of rustc if none. */
  public static List<Version> rustVersions(Workspace workspace, Optional<Version> rustc)
      throws ProblemException {
    var versions = new ArrayList<Version>();
    for (Package member : workspace.members()) {
      Optional<String> rust = member.manifest().about().rustVersion();
      if (rust.isPresent()) {
        versions.add(full(rust.get()));
      }
    }
    if (versions.isEmpty()) {
      rustc.map(v -> Version.of(v.major(), v.minor(), v.patch())).ifPresent(versions::add);
    }
    return versions;
  }

  /** A version of Rust with zeros for what it leaves out. */
  public static Version full(String partial) throws ProblemException {
    long dots = partial.chars().filter(c -> c == '.').count();
    return Version.parse(partial + ".0".repeat((int) Math.max(0, 2 - dots)));
  }

  /** The catalog, and the workspace's own packages. */
  private final class WithPaths implements Catalog {
    @Override
    public List<Offer> offers(SourceId source, String name, Predicate<Version> versions)
        throws ProblemException, InterruptedException {
      return Locking.this.offers(source, name, versions);
    }

    @Override
    public List<Offer> locked(SourceId source, String name, Predicate<Version> versions)
        throws ProblemException, InterruptedException {
      return source.isPath()
          ? Locking.this.offers(source, name, versions)
          : catalog.locked(source, name, versions);
    }

    @Override
    public List<Offer> told(SourceId source, String name, Predicate<Version> versions)
        throws ProblemException, InterruptedException {
      return source.isPath()
          ? Locking.this.offers(source, name, versions)
          : catalog.told(source, name, versions);
    }

    @Override
    public boolean holds(SourceId source, String name) {
      return catalog.holds(source, name);
    }

    @Override
    public List<Rejected> rejected(SourceId source, String name, Predicate<Version> versions)
        throws ProblemException, InterruptedException {
      return source.isPath() ? List.of() : catalog.rejected(source, name, versions);
    }

    @Override
    public boolean isOffline(SourceId source) {
      return catalog.isOffline(source);
    }

    @Override
    public boolean isReplaced(SourceId source) throws ProblemException {
      return catalog.isReplaced(source);
    }

    @Override
    public void expect(SourceId source, String name) throws ProblemException {
      if (!source.isPath()) {
        catalog.expect(source, name);
      }
    }
  }

  private List<Offer> offers(SourceId source, String name, Predicate<Version> versions)
      throws ProblemException, InterruptedException {
    if (source.isPath()) {
      Optional<Package> known = pathPackage(source);
      if (known.isPresent()) {
        Package pkg = known.get();
        return pkg.name().equals(name) && versions.test(pkg.version())
            ? List.of(Offer.of(Summary.of(pkg), false))
            : List.of();
      }
    }
    return catalog.offers(source, name, versions);
  }

  private Optional<Package> pathPackage(SourceId source) {
    if (!source.isPath()) {
      return Optional.empty();
    }
    for (Package member : workspace.members()) {
      if (member.id().source().equals(source)) {
        return Optional.of(member);
      }
    }
    return Optional.ofNullable(workspace.pathPackages().get(source.folder()));
  }

  /** Reads the patches; what one no longer matches is to be avoided. Their dependencies. */
  private List<Wanted> registerPatches(
      Registry registry, Optional<Previous> old, Predicate<PackageId> kept, Set<PackageId> avoid)
      throws ProblemException, InterruptedException {
    var all = new ArrayList<Wanted>();
    for (var patch : workspace.tables().patches().entrySet()) {
      var summaries = new ArrayList<Summary>();
      String key = patch.getKey();
      SourceId patched =
          key.equals("crates-io")
              ? SourceId.cratesIo()
              : registries.getOrDefault(key, SourceId.registry(key));
      String url = patched.canonicalUrl();
      for (Dependency dependency : patch.getValue()) {
        Wanted wanted = Wanted.of(dependency);
        all.add(wanted);
        Optional<PackageId> locked =
            old.flatMap(previousLock ->
                Stream.concat(previousLock.ids().stream(), previousLock.unusedPatches().stream())
                    .filter(kept)
                    .filter(wanted::matches)
                    .findFirst());
        List<Offer> found = registry.unpatched(locked.map(wanted::lockedTo).orElse(wanted));
        if (found.isEmpty() && locked.isPresent()) {
          found = registry.unpatched(wanted);
          avoid.add(locked.get());
          for (PackageId id : old.map(Previous::ids).orElse(List.of())) {
            if (wanted.matchesIgnoringSource(id) && id.source().canonicalUrl().equals(url)) {
              avoid.add(id);
            }
          }
        }
        Summary one = single(dependency, wanted, found);
        if (one.id().source().canonicalUrl().equals(url)) {
          throw new ProblemException(
              Problem.at(
                  dependency.place(),
                  "patch for `"
                      + wanted.name()
                      + "` points to the same source, but patches must point to different sources"));
        }
        for (Summary other : summaries) {
          if (other.id().name().equals(one.id().name())
              && other.id().version().equals(one.id().version())) {
            throw new ProblemException(
                Problem.at(
                        dependency.place(),
                        "several `[patch]` entries resolving to same version `"
                            + one.id().name()
                            + " v"
                            + one.id().version()
                            + "`")
                    .withHelp("keep one of `" + other.id() + "` and `" + one.id() + "`"));
          }
        }
        summaries.add(one);
      }
      registry.patch(url, summaries);
    }
    return all;
  }

  private static Summary single(Dependency dependency, Wanted wanted, List<Offer> found)
      throws ProblemException {
    if (found.size() == 1) {
      return found.getFirst().summary();
    }
    throw new ProblemException(
        Problem.at(
            dependency.place(),
            found.isEmpty()
                ? "the patch for `"
                    + wanted.name()
                    + "` finds no package that matches `"
                    + wanted
                    + "`"
                : "the patch for `"
                    + wanted.name()
                    + "` finds several packages: "
                    + found.stream().map(s -> s.id().version().toString()).toList()));
  }

  /** What cargo warns of after a choice: a yanked version that was asked for, unused patches. */
  private static List<Problem> warnings(Registry registry, Resolved resolved) {
    var warnings = new ArrayList<Problem>();
    for (PackageId id : registry.yankedAsked()) {
      warnings.add(
          Problem.of(
                  "selected package `"
                      + id.name()
                      + "@"
                      + id.version()
                      + "` was yanked by the author")
              .withHelp("if possible, try a compatible non-yanked version"));
    }
    for (PackageId id : resolved.unusedPatches()) {
      Problem unused = Problem.of("patch `" + id + "` was not used in the crate graph");
      boolean last = id.equals(resolved.unusedPatches().getLast());
      warnings.add(
          last
              ? unused.withHelp(
                  "Check that the patched package version and available features are compatible\n"
                      + "with the dependency requirements. If the patch has a different version from\n"
                      + "what is locked in the Cargo.lock file, run `heddle update` to use the new\n"
                      + "version. This may also occur with an optional dependency that is not"
                      + " enabled.")
              : unused);
    }
    return warnings;
  }

  /** Fixes what the previous lock has, but for what must be free to move. */
  private void registerPrevious(Registry registry, Previous old, Predicate<PackageId> kept) {
    old.ids().stream().filter(kept).forEach(registry::allowYanked);
    var free = new HashSet<PackageId>();
    for (PackageId id : old.ids()) {
      if (!kept.test(id)) {
        addBelow(old, id, free);
      }
    }
    freeChangedSources(old, free);
    for (PackageId id : old.ids()) {
      Optional<Package> pkg = pathPackage(id.source());
      if (pkg.isPresent() && !pkg.get().id().equals(id)) {
        free.add(id);
      }
    }
    Predicate<PackageId> fixed = kept.and(id -> !free.contains(id));
    for (var entry : old.graph().entrySet()) {
      if (fixed.test(entry.getKey())) {
        registry.fix(entry.getKey(), entry.getValue().stream().filter(fixed).toList());
      }
    }
  }

  /**
   * A dependency of a manifest that nothing of the lock satisfies frees everything from its source:
   * what it brings may need other versions of anything there.
   */
  private void freeChangedSources(Previous old, Set<PackageId> free) {
    var next = new ArrayDeque<>(workspace.members());
    var seen = new HashSet<PackageId>();
    while (!next.isEmpty()) {
      Package pkg = next.removeLast();
      if (!seen.add(pkg.id())) {
        continue;
      }
      boolean member = workspace.isMember(pkg.id());
      for (Dependency dependency : pkg.manifest().dependencies()) {
        if (!member && (dependency.optional() || !dependency.isTransitive())) {
          continue;
        }
        Optional<Package> path = pathPackage(dependency.source());
        if (path.isPresent()) {
          next.addLast(path.get());
          continue;
        }
        Wanted wanted = Wanted.of(dependency);
        if (old.ids().stream().noneMatch(wanted::matchesIgnoringSource)) {
          for (PackageId id : old.ids()) {
            if (id.source().equals(dependency.source())) {
              addBelow(old, id, free);
            }
          }
        }
      }
    }
  }

  private static void addBelow(Previous old, PackageId id, Set<PackageId> free) {
    var next = new ArrayDeque<PackageId>();
    next.add(id);
    while (!next.isEmpty()) {
      PackageId one = next.remove();
      if (free.add(one)) {
        next.addAll(old.graph().getOrDefault(one, new TreeSet<>()));
      }
    }
  }

  private List<Search.Replace> replacements(Optional<Previous> old, Predicate<PackageId> kept) {
    var replacements = new ArrayList<Search.Replace>();
    for (RootTables.Replacement replacement : workspace.tables().replacements()) {
      Wanted by = Wanted.of(replacement.dependency());
      Map<PackageId, PackageId> before = old.map(Previous::replacements).orElse(new HashMap<>());
      for (var entry : before.entrySet()) {
        if (replacement.spec().matches(entry.getKey())
            && by.matches(entry.getValue())
            && kept.test(entry.getValue())) {
          by = by.lockedTo(entry.getValue());
          break;
        }
      }
      replacements.add(new Search.Replace(replacement.spec(), by));
    }
    return replacements;
  }

  /** A registry that changes what it has published is not to be trusted. */
  private static void checkSums(Optional<Previous> old, Resolved resolved) throws ProblemException {
    for (var sum : old.map(Previous::checksums).orElse(Map.of()).entrySet()) {
      String now = resolved.checksums().getOrDefault(sum.getKey(), sum.getValue());
      if (!now.equals(sum.getValue())) {
        throw new ProblemException(
            Problem.of("the checksum of `" + sum.getKey() + "` has changed since it was locked")
                .withNote("the lock has " + sum.getValue() + "\nthe source has " + now)
                .withHelp("if you trust the source, remove the package from Cargo.lock"));
      }
    }
  }
}
