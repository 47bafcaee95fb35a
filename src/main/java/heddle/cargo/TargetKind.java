package heddle.cargo;

/** What part of a package a target is. */
public enum TargetKind {
  LIB,
  BIN,
  TEST,
  BENCH,
  EXAMPLE,
  CUSTOM_BUILD;

  /** The word of cargo's messages and JSON; a library's JSON kind is its crate types instead. */
  public String word() {
    return switch (this) {
      case LIB -> "lib";
      case BIN -> "bin";
      case TEST -> "test";
      case BENCH -> "bench";
      case EXAMPLE -> "example";
      case CUSTOM_BUILD -> "custom-build";
    };
  }

  /** What cargo calls it in sentences. */
  String description() {
    return switch (this) {
      case LIB -> "lib";
      case BIN -> "bin";
      case TEST -> "integration-test";
      case BENCH -> "bench";
      case EXAMPLE -> "example";
      case CUSTOM_BUILD -> "build-script";
    };
  }

  /** What cargo calls it where it is wrong. */
  String human() {
    return switch (this) {
      case LIB -> "library";
      case BIN -> "binary";
      case BENCH -> "benchmark";
      default -> word();
    };
  }

  /** The key of {@code [package]} that turns its discovery off. */
  String autoKey() {
    return switch (this) {
      case BENCH -> "autobenches";
      default -> "auto" + word() + "s";
    };
  }
}
