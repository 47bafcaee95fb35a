package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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
  private final List<Tailored> overrides = new ArrayList<>();
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
    var all = new TreeMap<>(manifest);
    config.forEach((key, t) -> all.merge(key, t, ProfileTable::merge));
    for (String[] builtin : new String[][] {{"bench", "release"}, {"test", "dev"}}) {
      all.merge(builtin[0], inheriting(builtin[1]), (written, b) -> b.merge(written));
    }
    all.putIfAbsent("dev", ProfileTable.EMPTY);
    all.putIfAbsent("release", ProfileTable.EMPTY);
    var chain = new LinkedHashSet<String>();
    String at = name;
    ProfileTable merged = ProfileTable.EMPTY;
    while (true) {
      ProfileTable own = all.get(at);
      if (own == null) {
        throw undefined(at, chain, all.keySet());
      }
      if (!chain.add(at)) {
        throw problem("profile inheritance loop detected with profile `" + at + "`");
      }
      merged = own.merge(merged);
      boolean root = at.equals("dev") || at.equals("release");
      if (root && own.inherits().isPresent()) {
        throw problem("`inherits` must not be specified in root profile `" + at + "`");
      }
      if (root) {
        break;
      }
      if (own.inherits().isEmpty()) {
        throw problem(
            "profile `"
                + at
                + "` is missing an `inherits` directive (it is required for all profiles except"
                + " `dev` or `release`)");
      }
      at = own.inherits().get();
    }
    table = merged;
    base = at.equals("dev") ? Profile.DEV : Profile.RELEASE;
    others = Optional.ofNullable(table.packages().get("*"));
    for (var entry : table.packages().entrySet()) {
      if (!entry.getKey().equals("*")) {
        overrides.add(new Tailored(PackageIdSpec.parse(entry.getKey()), entry.getValue()));
      }
    }
  }

  private static ProfileTable inheriting(String parent) {
    ProfileTable e = ProfileTable.EMPTY;
    return new ProfileTable(
        e.optLevel(),
        e.lto(),
        e.codegenBackend(),
        e.codegenUnits(),
        e.debug(),
        e.splitDebuginfo(),
        e.debugAssertions(),
        e.rpath(),
        e.panic(),
        e.overflowChecks(),
        e.incremental(),
        e.dirName(),
        Optional.of(parent),
        e.strip(),
        e.rustflags(),
        e.hintMostlyUnused(),
        e.packages(),
        e.buildOverride());
  }

  private static ProblemException undefined(String name, Set<String> chain, Set<String> known) {
    Problem problem =
        chain.isEmpty()
            ? Problem.of("profile `" + name + "` is not defined")
            : Problem.of(
                "profile `"
                    + List.copyOf(chain).getLast()
                    + "` inherits from `"
                    + name
                    + "`, but that profile is not defined");
    return new ProblemException(
        Suggestion.among(known, name)
            .map(s -> problem.withHelp(s.help("profile")))
            .orElse(problem));
  }

  private static ProblemException problem(String message) {
    return new ProblemException(Problem.of(message));
  }

  /** Refuses overrides of which two match one of these packages. */
  void check(List<PackageId> ids) throws ProblemException {
    for (PackageId id : ids) {
      List<Tailored> matching = overrides.stream().filter(o -> o.spec.matches(id)).toList();
      if (matching.size() > 1) {
        throw problem(
            "multiple package overrides in profile `"
                + name
                + "` match package `"
                + id
                + "`: "
                + String.join(", ", matching.stream().map(o -> o.spec.toString()).toList()));
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
