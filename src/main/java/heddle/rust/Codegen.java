package heddle.rust;

import java.util.List;
import java.util.Optional;

/**
 * The profile of one unit as rustc's options take it: {@code debuginfo} is empty for none, {@code
 * splitDebuginfo}, {@code strip} and {@code codegenUnits} are empty where rustc's default holds.
 */
record Codegen(
    String profileName,
    boolean releaseLike,
    String optLevel,
    Lto lto,
    Optional<Integer> codegenUnits,
    Optional<String> debuginfo,
    Optional<String> splitDebuginfo,
    boolean debugAssertions,
    boolean overflowChecks,
    boolean rpath,
    boolean incremental,
    String panic,
    Optional<String> strip,
    List<String> rustflags) {
  Codegen {
    rustflags = List.copyOf(rustflags);
  }

  /**
   * The {@code lto} key of a profile: unset or false, {@code "off"}, or run with a name ({@code
   * fat} without one).
   */
  sealed interface Lto {
    record No() implements Lto {}

    record Off() implements Lto {}

    record Run(String name) implements Lto {}
  }
}
