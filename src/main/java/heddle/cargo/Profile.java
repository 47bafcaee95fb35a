package heddle.cargo;

import java.util.List;
import java.util.Optional;

/**
 * The settings a unit is compiled with. Units are told apart by {@link #comparable}, not by the
 * name. Source of the fields and defaults: cargo's {@code core/profiles.rs}.
 */
public record Profile(
    String name,
    String optLevel,
    Root root,
    Lto lto,
    Optional<String> codegenBackend,
    Optional<Long> codegenUnits,
    DebugInfo debuginfo,
    Optional<String> splitDebuginfo,
    boolean debugAssertions,
    boolean overflowChecks,
    boolean rpath,
    boolean incremental,
    Panic panic,
    Strip strip,
    List<String> rustflags,
    Optional<TrimPaths> trimPaths,
    Optional<Boolean> hintMostlyUnused) {

  public Profile {
    rustflags = List.copyOf(rustflags);
  }

  /** Which of the two profiles without a parent it descends from: {@code PROFILE} of scripts. */
  public enum Root {
    RELEASE,
    DEBUG
  }

  /**
   * Link-time optimisation as the profile says it; what it means for a unit depends on the graph.
   */
  public sealed interface Lto {
    /** {@code lto = "off"}: not even the thin local one. */
    record Off() implements Lto {}

    /** {@code true} is fat; {@code false} is rustc's default. */
    record Flag(boolean value) implements Lto {}

    /** {@code "thin"}, {@code "fat"}. */
    record Named(String value) implements Lto {}

    /** As {@code --unit-graph} writes it. */
    default String text() {
      return switch (this) {
        case Off() -> "off";
        case Flag(boolean value) -> Boolean.toString(value);
        case Named(String value) -> value;
      };
    }
  }

  /** How much debug information; in cargo's order. */
  public enum Debug {
    NONE("0"),
    LINE_DIRECTIVES_ONLY("line-directives-only"),
    LINE_TABLES_ONLY("line-tables-only"),
    LIMITED("1"),
    FULL("2");

    private final String text;

    Debug(String text) {
      this.text = text;
    }

    /** As rustc's {@code -C debuginfo} takes it. */
    public String text() {
      return text;
    }
  }

  /** A level; deferred if it is to be lowered unless the unit is shared with the target's side. */
  public record DebugInfo(Debug level, boolean deferred) {
    public boolean isOn() {
      return level != Debug.NONE;
    }
  }

  public enum Panic {
    UNWIND("unwind"),
    ABORT("abort"),
    IMMEDIATE_ABORT("immediate-abort");

    private final String text;

    Panic(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /** What is stripped; empty is nothing. Deferred if no one has asked, so that cargo may choose. */
  public record Strip(Optional<String> what, boolean deferred) {}

  /** {@code trim-paths}: all, or some of {@code diagnostics}, {@code macro}, {@code object}. */
  public record TrimPaths(boolean all, List<String> scopes) {
    public TrimPaths {
      scopes = List.copyOf(scopes);
    }
  }

  /** The state before anything is set; the profile of running a build script starts here. */
  static final Profile BLANK =
      new Profile(
          "",
          "0",
          Root.DEBUG,
          new Lto.Flag(false),
          Optional.empty(),
          Optional.empty(),
          new DebugInfo(Debug.NONE, false),
          Optional.empty(),
          false,
          false,
          false,
          false,
          Panic.UNWIND,
          new Strip(Optional.empty(), true),
          List.of(),
          Optional.empty(),
          Optional.empty());

  static final Profile DEV =
      new Profile(
          "dev",
          "0",
          Root.DEBUG,
          BLANK.lto,
          Optional.empty(),
          Optional.empty(),
          new DebugInfo(Debug.FULL, false),
          Optional.empty(),
          true,
          true,
          false,
          true,
          Panic.UNWIND,
          BLANK.strip,
          List.of(),
          Optional.empty(),
          Optional.empty());

  static final Profile RELEASE =
      new Profile(
          "release",
          "3",
          Root.RELEASE,
          BLANK.lto,
          Optional.empty(),
          Optional.empty(),
          BLANK.debuginfo,
          Optional.empty(),
          false,
          false,
          false,
          false,
          Panic.UNWIND,
          BLANK.strip,
          List.of(),
          Optional.empty(),
          Optional.empty());

  /** The profile of running a build script whose package is compiled with this one. */
  Profile ofScriptRun() {
    return new Profile(
        name,
        optLevel,
        root,
        BLANK.lto,
        Optional.empty(),
        Optional.empty(),
        debuginfo,
        Optional.empty(),
        debugAssertions,
        false,
        false,
        false,
        Panic.UNWIND,
        BLANK.strip,
        List.of(),
        trimPaths,
        Optional.empty());
  }

  /** The same with other debug information and strip. */
  Profile with(DebugInfo debug, Strip stripped) {
    return new Profile(
        name,
        optLevel,
        root,
        lto,
        codegenBackend,
        codegenUnits,
        debug,
        splitDebuginfo,
        debugAssertions,
        overflowChecks,
        rpath,
        incremental,
        panic,
        stripped,
        rustflags,
        trimPaths,
        hintMostlyUnused);
  }

  /**
   * What decides whether two units are one: all but the name, the root, the hint, and whether debug
   * information and strip are deferred.
   */
  public Profile comparable() {
    return new Profile(
        "",
        optLevel,
        Root.DEBUG,
        lto,
        codegenBackend,
        codegenUnits,
        new DebugInfo(debuginfo.level, false),
        splitDebuginfo,
        debugAssertions,
        overflowChecks,
        rpath,
        incremental,
        panic,
        new Strip(strip.what, false),
        rustflags,
        trimPaths,
        Optional.empty());
  }
}
