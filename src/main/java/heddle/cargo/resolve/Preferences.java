package heddle.cargo.resolve;

import heddle.cargo.PackageId;
import heddle.cargo.Version;
import heddle.cargo.VersionReq;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which candidate is tried first: what the lock or a patch has, then what suits most of the
 * versions of Rust asked for, then the highest version ({@code core/resolver/version_prefs.rs}).
 */
final class Preferences {
  /** An offer and how many others of other ranks come first; the least is the best. */
  private record Ranked(Offer offer, int rank) {}

  private static final Comparator<Ranked> BEST =
      (one, other) ->
          one.rank == other.rank
              ? other.offer.id().version().compareTo(one.offer.id().version())
              : Integer.compare(one.rank, other.rank);

  private final Map<String, List<PackageId>> locked = new HashMap<>();
  private final List<Wanted> patches;
  private final List<Version> rust;

  /**
   * @param rust the versions of Rust that count; none, and they do not
   */
  Preferences(Collection<PackageId> locked, List<Wanted> patches, List<Version> rust) {
    for (PackageId id : locked) {
      this.locked.computeIfAbsent(id.name(), _ -> new ArrayList<>()).add(id);
    }
    this.patches = List.copyOf(patches);
    this.rust = List.copyOf(rust);
  }

  List<Offer> sorted(List<Offer> offers) {
    if (offers.size() < 2) {
      return offers;
    }
    var ranked = new ArrayList<Ranked>(offers.size());
    boolean inOrder = true;
    for (Offer offer : offers) {
      var next = new Ranked(offer, rank(offer));
      // Most come in order, highest first.
      inOrder = inOrder && (ranked.isEmpty() || BEST.compare(ranked.getLast(), next) <= 0);
      ranked.add(next);
    }
    if (inOrder) {
      return offers;
    }
    ranked.sort(BEST);
    var sorted = new ArrayList<Offer>(ranked.size());
    ranked.forEach(each -> sorted.add(each.offer));
    return sorted;
  }

  private int rank(Offer offer) {
    return prefers(offer.id()) ? -1 - suits(offer) : rust.size() - suits(offer);
  }

  private boolean prefers(PackageId id) {
    if (!locked.isEmpty()) {
      for (PackageId each : locked.getOrDefault(id.name(), List.of())) {
        if (each.equals(id)) {
          return true;
        }
      }
    }
    for (Wanted patch : patches) {
      if (patch.matches(id)) {
        return true;
      }
    }
    return false;
  }

  private int suits(Offer offer) {
    if (rust.isEmpty()) {
      return 0;
    }
    Optional<VersionReq> wanted = offer.rust();
    if (wanted.isEmpty()) {
      return rust.size();
    }
    int suits = 0;
    for (Version each : rust) {
      suits += wanted.get().matches(each) ? 1 : 0;
    }
    return suits;
  }
}
