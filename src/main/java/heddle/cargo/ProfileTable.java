package heddle.cargo;

import heddle.text.Place;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code [profile.NAME]} table as written, before any is derived from another: what is absent is
 * not set. Optimisation level is {@code 0}–{@code 3}, {@code s} or {@code z}; debug is {@code 0},
 * {@code line-directives-only}, {@code line-tables-only}, {@code 1} or {@code 2}, however it was
 * spelt. Packages map a package id specification or {@code *} to its overrides, sorted. The place
 * is that of {@code inherits}, or else the table's.
 */
record ProfileTable(
    Optional<String> optLevel,
    Optional<FlagOrText> lto,
    Optional<String> codegenBackend,
    Optional<Long> codegenUnits,
    Optional<String> debug,
    Optional<String> splitDebuginfo,
    Optional<Boolean> debugAssertions,
    Optional<Boolean> rpath,
    Optional<String> panic,
    Optional<Boolean> overflowChecks,
    Optional<Boolean> incremental,
    Optional<String> dirName,
    Optional<String> inherits,
    Optional<FlagOrText> strip,
    Optional<List<String>> rustflags,
    Optional<Boolean> hintMostlyUnused,
    Map<String, ProfileTable> packages,
    Optional<ProfileTable> buildOverride,
    Optional<Place> place) {
  public static final ProfileTable EMPTY =
      new ProfileTable(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          Optional.empty(),
          Optional.empty());

  public ProfileTable {
    packages = Collections.unmodifiableMap(new LinkedHashMap<>(packages));
  }

  /** A table that says nothing but from which profile it inherits. */
  static ProfileTable inheriting(String parent) {
    ProfileTable e = EMPTY;
    return new ProfileTable(
        e.optLevel,
        e.lto,
        e.codegenBackend,
        e.codegenUnits,
        e.debug,
        e.splitDebuginfo,
        e.debugAssertions,
        e.rpath,
        e.panic,
        e.overflowChecks,
        e.incremental,
        e.dirName,
        Optional.of(parent),
        e.strip,
        e.rustflags,
        e.hintMostlyUnused,
        e.packages,
        e.buildOverride,
        e.place);
  }

  /** This table with what the stronger one sets laid over it, overrides table by table. */
  public ProfileTable merge(ProfileTable stronger) {
    var merged = new LinkedHashMap<>(packages);
    stronger.packages.forEach((spec, table) -> merged.merge(spec, table, ProfileTable::merge));
    return new ProfileTable(
        stronger.optLevel.or(() -> optLevel),
        stronger.lto.or(() -> lto),
        stronger.codegenBackend.or(() -> codegenBackend),
        stronger.codegenUnits.or(() -> codegenUnits),
        stronger.debug.or(() -> debug),
        stronger.splitDebuginfo.or(() -> splitDebuginfo),
        stronger.debugAssertions.or(() -> debugAssertions),
        stronger.rpath.or(() -> rpath),
        stronger.panic.or(() -> panic),
        stronger.overflowChecks.or(() -> overflowChecks),
        stronger.incremental.or(() -> incremental),
        stronger.dirName.or(() -> dirName),
        stronger.inherits.or(() -> inherits),
        stronger.strip.or(() -> strip),
        stronger.rustflags.or(() -> rustflags),
        stronger.hintMostlyUnused.or(() -> hintMostlyUnused),
        merged,
        stronger.buildOverride.isPresent() && buildOverride.isPresent()
            ? Optional.of(buildOverride.get().merge(stronger.buildOverride.get()))
            : stronger.buildOverride.or(() -> buildOverride),
        stronger.place.or(() -> place));
  }
}
