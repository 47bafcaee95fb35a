package heddle.cargo.resolve;

import heddle.cargo.PackageId;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.cargo.VersionReq;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
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
 * The catalog as one resolution sees it: patches stand before their source, dependencies that the
 * lock has fixed are fixed, yanked versions are hidden unless the lock has them ({@code
 * core/registry.rs}).
 */
final class Registry {
  private record Name(SourceId source, String name) {

    // Written out, as the other keys of every command: the JVM takes long to link what it makes
    // itself.
    @Override
    public boolean equals(Object other) {
      return other instanceof Name that && source.equals(that.source) && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return 31 * source.hashCode() + name.hashCode();
    }
  }

  /** What is asked of a source: dependencies that differ in features only ask the same. */
  private record Question(SourceId source, String name, Requirement requirement) {

    // Written out, as the other keys of every command: the JVM takes long to link what it makes
    // itself.
    @Override
    public boolean equals(Object other) {
      return other instanceof Question that
          && source.equals(that.source)
          && name.equals(that.name)
          && requirement.equals(that.requirement);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * source.hashCode() + name.hashCode()) + requirement.hashCode();
    }
  }

  /** An offer whose dependencies are fixed when they are asked for. */
  private record Locked(Offer offer, PackageId id, Registry registry) implements Offer {
    @Override
    public boolean yanked() {
      return offer.yanked();
    }

    @Override
    public Optional<String> links() {
      return offer.links();
    }

    @Override
    public Optional<VersionReq> rust() {
      return offer.rust();
    }

    @Override
    public Summary summary() throws ProblemException {
      return registry.lock(offer.summary());
    }
  }

  private record Fixed(PackageId id, List<PackageId> dependencies) {}

  private final Catalog catalog;
  private final List<Locking.Precise> precise;
  private final Set<SourceId> opened;
  private final Map<Name, List<Fixed>> fixed = new HashMap<>();
  private final Set<PackageId> yankedButLocked = new HashSet<>();
  private final Map<String, List<Summary>> patches = new HashMap<>();
  private final Map<Question, List<Offer>> answers = new HashMap<>();
  private final Set<PackageId> yankedAsked = new TreeSet<>();

  Registry(Catalog catalog, List<Locking.Precise> precise, Set<SourceId> opened) {
    this.catalog = catalog;
    this.opened = opened;
    this.precise = precise;
  }

  void allowYanked(PackageId id) {
    yankedButLocked.add(id);
  }

  void fix(PackageId id, List<PackageId> dependencies) {
    fixed
        .computeIfAbsent(new Name(id.source(), id.name()), _ -> new ArrayList<>())
        .add(new Fixed(id, dependencies));
  }

  /** Patches for the source of this canonical URL. */
  void patch(String canonicalUrl, List<Summary> summaries) {
    patches.put(canonicalUrl, summaries);
  }

  /** Fixes what the lock says of the patches themselves; after all {@link #fix}. */
  void lockPatches() {
    var locked = new HashMap<String, List<Summary>>();
    patches.forEach((url, list) -> locked.put(url, list.stream().map(this::lock).toList()));
    patches.putAll(locked);
  }

  List<Summary> patches() {
    return patches.values().stream()
        .flatMap(List::stream)
        .sorted((a, b) -> a.id().compareTo(b.id()))
        .toList();
  }

  /** Says that this will be asked for. */
  void expect(Wanted wanted) throws ProblemException {
    if (!wanted.isLocked() || !catalog.holds(wanted.source(), wanted.name())) {
      catalog.expect(wanted.source(), wanted.name());
    }
  }

  List<Offer> query(Wanted wanted) throws ProblemException, InterruptedException {
    var patched = new ArrayList<Offer>();
    if (!patches.isEmpty()) {
      for (Summary patch : patches.getOrDefault(wanted.source().canonicalUrl(), List.of())) {
        if (wanted.matchesIgnoringSource(patch.id())) {
          patched.add(Offer.of(patch, false));
        }
      }
    }
    if (patched.size() == 1 && wanted.isLocked()) {
      return patched;
    }
    var question = new Question(wanted.source(), wanted.name(), wanted.requirement());
    List<Offer> found = answers.get(question);
    if (found == null) {
      found = new ArrayList<>();
      for (Offer offer : unpatched(wanted)) {
        found.add(fixed.isEmpty() ? offer : new Locked(offer, fixed(offer.id()), this));
      }
      answers.put(question, found);
    }
    if (patched.isEmpty()) {
      return found;
    }
    for (Offer offer : found) {
      Version version = offer.id().version();
      if (patched.stream().noneMatch(patch -> patch.id().version().equals(version))) {
        patched.add(offer);
      }
    }
    return patched;
  }

  /** What the source itself has for this. */
  List<Offer> unpatched(Wanted wanted) throws ProblemException, InterruptedException {
    Requirement requirement = requirement(wanted);
    Requirement own = wanted.requirement();
    boolean same = requirement.equals(own);
    Predicate<Version> versions =
        version -> requirement.matches(version) && (same || own.matches(version));
    List<Offer> offers =
        wanted.isLocked()
            ? catalog.locked(wanted.source(), wanted.name(), versions)
            : catalog.offers(wanted.source(), wanted.name(), versions);
    var found = new ArrayList<Offer>();
    for (Offer offer : offers) {
      boolean hidden = offer.yanked() && !isLocked(offer.id());
      if (hidden && !wanted.isLocked() && requirement.exact().isPresent()) {
        yankedAsked.add(offer.id());
      }
      if (!hidden || requirement.exact().isPresent()) {
        found.add(offer);
      }
    }
    return found;
  }

  /** Yanked packages that were asked for precisely. */
  Set<PackageId> yankedAsked() {
    return yankedAsked;
  }

  /** The versions that would do for this and may not be taken. */
  List<Catalog.Rejected> rejected(Wanted wanted) throws ProblemException, InterruptedException {
    return catalog.rejected(wanted.source(), wanted.name(), requirement(wanted)::matches);
  }

  boolean isOffline(SourceId source) {
    return catalog.isOffline(source);
  }

  /** What the source has, whatever was asked for, its patches included; highest first. */
  List<Version> versions(Wanted wanted) throws ProblemException, InterruptedException {
    var all = new TreeSet<Version>(Comparator.reverseOrder());
    for (Summary patch : patches.getOrDefault(wanted.source().canonicalUrl(), List.of())) {
      if (patch.id().name().equals(wanted.name())) {
        all.add(patch.id().version());
      }
    }
    for (Offer offer : catalog.offers(wanted.source(), wanted.name(), _ -> true)) {
      if (!offer.yanked()) {
        all.add(offer.id().version());
      }
    }
    return List.copyOf(all);
  }

  /** The version that the command line asks for in the place of what is there. */
  Optional<Version> asked(Wanted wanted) {
    Requirement requirement = requirement(wanted);
    return requirement.locked() || requirement.equals(wanted.requirement())
        ? Optional.empty()
        : requirement.exact();
  }

  /** A package that may be meant: one with a similar name, or the only one at a path. */
  Optional<String> similar(Wanted wanted) throws ProblemException, InterruptedException {
    List<String> names = catalog.names(wanted.source(), wanted.name());
    return names.size() == 1
        ? Optional.of(names.getFirst())
        : Suggestion.among(names, wanted.name()).map(Suggestion::name);
  }

  /** A source as one is told of it, with what stands in its place. */
  String shown(SourceId source) {
    String name = source.isCratesIo() ? "the registry crates-io" : "`" + source + "`";
    return catalog
        .standIn(source)
        .map(other -> "`" + other + "`, which stands in the place of " + name)
        .orElse(name);
  }

  /** The package as the lock has it, where it has it. */
  private PackageId fixed(PackageId id) {
    for (Fixed each : fixed.getOrDefault(new Name(id.source(), id.name()), List.of())) {
      if (each.id.equals(id)) {
        return each.id;
      }
    }
    return id;
  }

  private boolean isLocked(PackageId id) throws ProblemException {
    return yankedButLocked.contains(id)
        || (opened.contains(id.source())
            && yankedButLocked.stream()
                .anyMatch(
                    each -> each.name().equals(id.name()) && each.version().equals(id.version()))
            && catalog.isReplaced(id.source()));
  }

  private Requirement requirement(Wanted wanted) {
    for (Locking.Precise each : precise) {
      if (!wanted.isLocked()
          && each.isOf(wanted.name(), wanted.source())
          && wanted.requirement().matches(each.current().version())) {
        return wanted.requirement().precise(each.wanted());
      }
    }
    return wanted.requirement();
  }

  /** The summary with its dependencies fixed to what the lock has for them. */
  Summary lock(Summary summary) {
    if (fixed.isEmpty()) {
      return summary;
    }
    PackageId id = summary.id();
    Optional<Fixed> own =
        fixed.getOrDefault(new Name(id.source(), id.name()), List.of()).stream()
            .filter(f -> f.id.equals(id))
            .findFirst();
    return summary.with(
        own.map(Fixed::id).orElse(id),
        wanted -> {
          Optional<PackageId> listed =
              own.flatMap(f -> f.dependencies.stream().filter(d -> fits(wanted, d)).findFirst());
          if (listed.isPresent()) {
            return listed.get().source().equals(wanted.source())
                ? wanted.lockedTo(listed.get())
                : wanted.lockedTo(listed.get().version());
          }
          return fixed.getOrDefault(new Name(wanted.source(), wanted.name()), List.of()).stream()
              .map(Fixed::id)
              .filter(wanted::matches)
              .findFirst()
              .map(wanted::lockedTo)
              .orElse(wanted);
        });
  }

  private boolean fits(Wanted wanted, PackageId id) {
    return wanted.matches(id)
        || (wanted.matchesIgnoringSource(id)
            && patches.getOrDefault(wanted.source().canonicalUrl(), List.of()).stream()
                .anyMatch(patch -> patch.id().equals(id)));
  }
}
