package heddle.cargo.resolve;

import heddle.cargo.PackageId;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The catalog as one resolution sees it: patches stand before their source, dependencies that the
 * lock has fixed are fixed, yanked versions are hidden unless the lock has them ({@code
 * core/registry.rs}).
 */
final class Registry {
  /** {@code --precise}: of this package at this version, exactly the other is wanted. */
  record Precise(PackageId current, Version wanted) {}

  private record Name(SourceId source, String name) {}

  private record Fixed(PackageId id, List<PackageId> dependencies) {}

  private final Catalog catalog;
  private final Optional<Precise> precise;
  private final Set<SourceId> opened;
  private final Map<Name, List<Fixed>> fixed = new HashMap<>();
  private final Set<PackageId> yankedButLocked = new HashSet<>();
  private final Map<String, List<Summary>> patches = new HashMap<>();

  Registry(Catalog catalog, Optional<Precise> precise, Set<SourceId> opened) {
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
  void expect(Wanted wanted) {
    catalog.expect(wanted.source(), wanted.name());
  }

  List<Summary> query(Wanted wanted) throws ProblemException, InterruptedException {
    List<Summary> patched =
        patches.getOrDefault(wanted.source().canonicalUrl(), List.of()).stream()
            .filter(summary -> wanted.matchesIgnoringSource(summary.id()))
            .toList();
    if (patched.size() == 1 && wanted.isLocked()) {
      return patched;
    }
    var found = new ArrayList<>(patched);
    for (Summary summary : unpatched(wanted)) {
      Version version = summary.id().version();
      if (patched.stream().noneMatch(patch -> patch.id().version().equals(version))) {
        found.add(lock(summary));
      }
    }
    return found;
  }

  /** What the source itself has for this. */
  List<Summary> unpatched(Wanted wanted) throws ProblemException, InterruptedException {
    Requirement requirement = requirement(wanted);
    List<Offer> offers =
        catalog.offers(
            wanted.source(),
            wanted.name(),
            version -> requirement.matches(version) && wanted.requirement().matches(version));
    var found = new ArrayList<Summary>();
    for (Offer offer : offers) {
      if (!offer.yanked() || requirement.exact().isPresent() || isLocked(offer.summary().id())) {
        found.add(offer.summary());
      }
    }
    return found;
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
    if (precise.isPresent() && !wanted.isLocked()) {
      PackageId current = precise.get().current;
      if (current.name().equals(wanted.name())
          && current.source().equals(wanted.source())
          && wanted.requirement().matches(current.version())) {
        return wanted.requirement().precise(precise.get().wanted);
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
