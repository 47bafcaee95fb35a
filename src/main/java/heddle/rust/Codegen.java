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
   * All of it but the profile's name, for keys. By hand: what the compiler makes for a record is
   * put together anew in each process, which costs more than all names of a build.
   */
  List<String> key() {
    return List.of(
        releaseLike ? "release" : "dev",
        optLevel,
        switch (lto) {
          case Lto.No() -> "no";
          case Lto.Off() -> "off";
          case Lto.Run(String name) -> "run " + name;
        },
        codegenUnits.map(String::valueOf).orElse("-"),
        debuginfo.orElse("-"),
        splitDebuginfo.orElse("-"),
        (debugAssertions ? "a" : "")
            + (overflowChecks ? "o" : "")
            + (rpath ? "r" : "")
            + (incremental ? "i" : ""),
        panic,
        strip.orElse("-"),
        String.join("\n", rustflags));
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
