package heddle.cargo;

import java.util.List;
import java.util.Optional;

/** A profile that is being put together, table over table, the strongest last. */
final class ProfileDraft {
  private final Profile base;
  private String optLevel;
  private Profile.Lto lto;
  private Optional<String> codegenBackend;
  private Optional<Long> codegenUnits;
  private Profile.DebugInfo debuginfo;
  private Optional<String> splitDebuginfo;
  private boolean debugAssertions;
  private boolean overflowChecks;
  private boolean rpath;
  private boolean incremental;
  private Profile.Panic panic;
  private Profile.Strip strip;
  private List<String> rustflags;
  private Optional<Boolean> hintMostlyUnused;

  ProfileDraft(Profile base) {
    this.base = base;
    optLevel = base.optLevel();
    lto = base.lto();
    codegenBackend = base.codegenBackend();
    codegenUnits = base.codegenUnits();
    debuginfo = base.debuginfo();
    splitDebuginfo = base.splitDebuginfo();
    debugAssertions = base.debugAssertions();
    overflowChecks = base.overflowChecks();
    rpath = base.rpath();
    incremental = base.incremental();
    panic = base.panic();
    strip = base.strip();
    rustflags = base.rustflags();
    hintMostlyUnused = base.hintMostlyUnused();
  }

  void apply(ProfileTable t) {
    optLevel = t.optLevel().orElse(optLevel);
    lto = t.lto().map(ProfileDraft::lto).orElse(lto);
    codegenBackend = t.codegenBackend().or(() -> codegenBackend);
    codegenUnits = t.codegenUnits().or(() -> codegenUnits);
    debuginfo = t.debug().map(d -> new Profile.DebugInfo(debug(d), false)).orElse(debuginfo);
    splitDebuginfo = t.splitDebuginfo().or(() -> splitDebuginfo);
    debugAssertions = t.debugAssertions().orElse(debugAssertions);
    overflowChecks = t.overflowChecks().orElse(overflowChecks);
    rpath = t.rpath().orElse(rpath);
    incremental = t.incremental().orElse(incremental);
    panic = t.panic().map(ProfileDraft::panic).orElse(panic);
    rustflags = t.rustflags().orElse(rustflags);
    hintMostlyUnused = t.hintMostlyUnused().or(() -> hintMostlyUnused);
    // Unlike the rest, strip is set by every table: one that does not name it takes it back.
    strip = t.strip().map(ProfileDraft::strip).orElse(new Profile.Strip(Optional.empty(), true));
  }

  /** What only runs while building is compiled quickly, unless an override says otherwise. */
  void forHost() {
    optLevel = "0";
    codegenUnits = Optional.empty();
    debuginfo = new Profile.DebugInfo(debuginfo.level(), true);
  }

  void unwind() {
    panic = Profile.Panic.UNWIND;
  }

  void unpackDebuginfo() {
    if (debuginfo.isOn() && splitDebuginfo.isEmpty()) {
      splitDebuginfo = Optional.of("unpacked");
    }
  }

  void incremental(Optional<Boolean> global, boolean local) {
    incremental = local && global.orElse(incremental);
  }

  Profile profile(String name) {
    return new Profile(
        name,
        optLevel,
        base.root(),
        lto,
        codegenBackend,
        codegenUnits,
        debuginfo,
        splitDebuginfo,
        debugAssertions,
        overflowChecks,
        rpath,
        incremental,
        panic,
        strip,
        rustflags,
        base.trimPaths(),
        hintMostlyUnused);
  }

  private static Profile.Lto lto(FlagOrText value) {
    return switch (value) {
      case FlagOrText.Flag flag -> new Profile.Lto.Flag(flag.value());
      case FlagOrText.Text text ->
          switch (text.value()) {
            case "off", "n", "no", "none" -> new Profile.Lto.Off();
            default -> new Profile.Lto.Named(text.value());
          };
    };
  }

  private static Profile.Debug debug(String level) {
    return switch (level) {
      case "0" -> Profile.Debug.NONE;
      case "line-directives-only" -> Profile.Debug.LINE_DIRECTIVES_ONLY;
      case "line-tables-only" -> Profile.Debug.LINE_TABLES_ONLY;
      case "1" -> Profile.Debug.LIMITED;
      default -> Profile.Debug.FULL;
    };
  }

  private static Profile.Panic panic(String value) {
    return switch (value) {
      case "abort" -> Profile.Panic.ABORT;
      case "immediate-abort" -> Profile.Panic.IMMEDIATE_ABORT;
      default -> Profile.Panic.UNWIND;
    };
  }

  private static Profile.Strip strip(FlagOrText value) {
    Optional<String> what =
        switch (value) {
          case FlagOrText.Flag flag -> flag.value() ? Optional.of("symbols") : Optional.empty();
          case FlagOrText.Text text ->
              text.value().equals("none") ? Optional.empty() : Optional.of(text.value());
        };
    return new Profile.Strip(what, false);
  }
}
