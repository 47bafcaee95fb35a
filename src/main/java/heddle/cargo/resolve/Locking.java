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

  /** {@code --precise}: of this package at this version, exactly the other is wanted. */
  public record Precise(PackageId current, Version wanted) {
    boolean isOf(String name, SourceId source) {
      return current.name().equals(name) && current.source().equals(source);
    }
  }

  /**
   * What is to change though the lock has it.
   *
   * @param opened the sources that cargo opens before it looks at the lock, those of what is named:
   *     where another source stands in the place of such a one, a yanked version counts that the
   *     lock has of any source
   */
  public record Change(Set<PackageId> avoid, List<Precise> precise, Set<SourceId> opened) {
    public static final Change NONE = new Change(Set.of(), List.of(), Set.of());

    public Change {
      avoid = Set.copyOf(avoid);
      precise = List.copyOf(precise);
      opened = Set.copyOf(opened);
    }
  }

  /**
   * The lock that the manifests and the previous lock give.
   *
   * <p>Registries rarely change between two commands. So the choice is made of what is known of
   * them on this machine while their answers are under way, and made again if one of these differs.
   */
  public Resolved resolve(Change change) throws ProblemException, InterruptedException {
    catalog.presume();
    try {
      Resolved resolved = chosen(change);
      if (catalog.confirm()) {
        return resolved;
      }
    } catch (ProblemException failure) {
      if (catalog.confirm()) {
        throw failure;
      }
    }
    return chosen(change);
  }

  private Resolved chosen(Change change) throws ProblemException, InterruptedException {
    var registry = new Registry(packages(), change.precise, change.opened);
    Optional<Previous> old = previous.map(lock -> Previous.of(lock, workspace));
    var avoid = new HashSet<>(change.avoid);
    var avoidSources = new HashSet<SourceId>();
    change.avoid.stream()
        .map(PackageId::source)
        .filter(source -> !source.isRegistry())
        .forEach(avoidSources::add);
    Predicate<PackageId> kept = id -> !avoidSources.contains(id.source()) && !avoid.contains(id);
    List<Wanted> patches =
        new PatchTables(workspace, registries).register(registry, old, kept, avoid);
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
    Replacements replacements = replacements(old, kept);
    var search = new Search(registry, preferences, replacements, Search.STEPS);
    Resolved resolved;
    try {
      resolved = search.run(roots);
    } catch (ProblemException failure) {
      if (search.unsolvable().isEmpty()) {
        throw failure;
      }
      throw new Remedy(
              roots,
              (changed, steps) ->
                  new Search(registry, preferences, replacements, steps).run(changed))
          .explained(failure, search.unsolvable().get());
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
  public Available available(
      Resolved resolved, Change change, boolean honors, Optional<Version> rustc)
      throws ProblemException {
    return new Available(resolved, workspace, packages(), change.precise, honors, rustc);
  }

  /** The text of the lock; that of the old one if nothing has changed. */
  public String text(Resolved resolved, Optional<String> old) throws ProblemException {
    int newest = new MemberRust(workspace.members()).lockFormat();
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
    warnings.addAll(UnusedPatches.told(resolved.unusedPatches()));
    return warnings;
  }

  /** The catalog, and the workspace's own packages. */
  private WorkspaceCatalog packages() {
    return new WorkspaceCatalog(workspace, catalog);
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
      Optional<Package> pkg = packages().pathPackage(id.source());
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
        Optional<Package> path = packages().pathPackage(dependency.source());
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

  private Replacements replacements(Optional<Previous> old, Predicate<PackageId> kept) {
    var entries = new ArrayList<Replacements.Entry>();
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
      entries.add(new Replacements.Entry(replacement.spec(), by));
    }
    return new Replacements(entries);
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
