package heddle.cargo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Units in the making, each once: two are one if all that decides what is compiled is equal, and
 * the first one found stays. What lies below a unit counts only once its own units are final.
 */
final class UnitTable {
  /** A unit without its edges; the package is its index in the lock. */
  record Draft(
      int pkg,
      CargoTarget target,
      Profile profile,
      Platform platform,
      Mode mode,
      List<String> features) {}

  private record Key(
      int pkg,
      int target,
      int profile,
      Platform platform,
      Mode mode,
      int features,
      List<Integer> below) {}

  static final Comparator<Draft> ORDER =
      Comparator.comparingInt(Draft::pkg)
          .thenComparing(Draft::target)
          .thenComparing(Draft::profile, ProfileOrder.ORDER)
          .thenComparing(Draft::platform)
          .thenComparing(Draft::mode)
          .thenComparing(Draft::features, ProfileOrder::lists);

  private final List<Draft> drafts = new ArrayList<>();
  private final Map<Key, Integer> indices = new HashMap<>();

  /** By identity: a package comes once, and comparing its targets would cost much. */
  private final IdentityHashMap<CargoTarget, Integer> targets = new IdentityHashMap<>();

  private final IdentityHashMap<Profile, Integer> seenProfiles = new IdentityHashMap<>();
  private final Map<Profile, Integer> profiles = new HashMap<>();
  private final Map<List<String>, Integer> features = new HashMap<>();

  Draft draft(int unit) {
    return drafts.get(unit);
  }

  int size() {
    return drafts.size();
  }

  /** The unit that equals this draft and has these units below it. */
  int intern(Draft draft, List<Integer> below) {
    Key key = key(draft, below);
    Integer known = indices.get(key);
    if (known != null) {
      return known;
    }
    indices.put(key, drafts.size());
    drafts.add(draft);
    return drafts.size() - 1;
  }

  Optional<Integer> find(Draft draft, List<Integer> below) {
    return Optional.ofNullable(indices.get(key(draft, below)));
  }

  private Key key(Draft d, List<Integer> below) {
    return new Key(
        d.pkg(),
        targets.computeIfAbsent(d.target(), _ -> targets.size()),
        seenProfiles.computeIfAbsent(
            d.profile(), p -> profiles.computeIfAbsent(p.comparable(), _ -> profiles.size())),
        d.platform(),
        d.mode(),
        features.computeIfAbsent(d.features(), _ -> features.size()),
        below);
  }
}
