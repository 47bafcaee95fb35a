package heddle.cargo;

import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The profile asked for, with its overrides, and what it comes to for a unit. Tables of the config
 * are laid over those of the manifest, then each profile over the one it inherits. Source of the
 * rules: cargo's {@code core/profiles.rs}.
 */
final class Profiles {
  private record Tailored(PackageIdSpec spec, ProfileTable table) {}

  private final String name;
  private final Profile base;
  private final ProfileTable table;
  private final ProfileChains chains;
  private final List<Tailored> overrides;
  private final Optional<ProfileTable> others;
  private final Optional<Boolean> incremental;
  private final String hostTriple;
  private final Map<List<Object>, Profile> known = new HashMap<>();

  /**
   * The profile of this name from the manifest's and the config's tables; incremental is what the
   * environment or the config says of all units.
   */
  Profiles(
      String name,
      Map<String, ProfileTable> manifest,
      Map<String, ProfileTable> config,
      Optional<Boolean> incremental,
      String hostTriple)
      throws ProblemException {
    this.name = name;
    this.incremental = incremental;
    this.hostTriple = hostTriple;
    chains = ProfileChains.of(name, manifest, config);
    chains.check();
    ProfileChains.Chain chain = chains.chain(name);
    table = chain.table();
    base = chain.root();
    others = Optional.ofNullable(table.packages().get("*"));
    overrides = tailored(table);
  }

  private static List<Tailored> tailored(ProfileTable table) throws ProblemException {
    var overrides = new ArrayList<Tailored>();
    for (var entry : table.packages().entrySet()) {
      if (!entry.getKey().equals("*")) {
        overrides.add(new Tailored(PackageIdSpec.parse(entry.getKey()), entry.getValue()));
      }
    }
    return overrides;
  }

  /** Refuses overrides of which two match one of these packages, in any profile. */
  void check(List<PackageId> ids) throws ProblemException {
    for (Map.Entry<String, ProfileTable> profile : chains.written().entrySet()) {
      if (!profile.getValue().packages().isEmpty()) {
        check(profile.getKey(), tailored(chains.chain(profile.getKey()).table()), ids);
      }
    }
  }

  private static void check(String profile, List<Tailored> overrides, List<PackageId> ids)
      throws ProblemException {
    if (overrides.size() < 2) {
      return;
    }
    for (PackageId id : ids) {
      List<Tailored> matching = overrides.stream().filter(o -> o.spec.matches(id)).toList();
      if (matching.size() > 1) {
        throw new ProblemException(
            ProfileChains.at(
                matching.getLast().table,
                "multiple package overrides in profile `"
                    + profile
                    + "` match package `"
                    + id
                    + "`: "
                    + String.join(", ", matching.stream().map(o -> o.spec.toString()).toList())));
      }
    }
  }

  /** The profile of a unit of the package. */
  Profile of(PackageId id, boolean member, UnitFor unitFor, Platform platform) {
    boolean apple =
        switch (platform) {
          case Platform.Host _ -> hostTriple.contains("-apple-");
          case Platform.Target(String triple) -> triple.contains("-apple-");
        };
    List<Object> key = List.of(id, member, unitFor.host(), unitFor.unwind(), apple);
    Profile p = known.get(key);
    if (p == null) {
      p = compute(id, member, unitFor, apple);
      known.put(key, p);
    }
    return p;
  }

  private Profile compute(PackageId id, boolean member, UnitFor unitFor, boolean apple) {
    var draft = new ProfileDraft(base);
    draft.apply(table);
    if (unitFor.host()) {
      draft.forHost();
      table.buildOverride().ifPresent(draft::apply);
    }
    if (!member) {
      others.ifPresent(draft::apply);
    }
    overrides.stream()
        .filter(o -> o.spec.matches(id))
        .findFirst()
        .ifPresent(o -> draft.apply(o.table));
    if (unitFor.unwind()) {
      draft.unwind();
    }
    if (apple) {
      draft.unpackDebuginfo();
    }
    // What the user cannot edit changes too seldom for incremental compilation to pay.
    draft.incremental(incremental, id.source().isPath());
    return draft.profile(name);
  }
}
