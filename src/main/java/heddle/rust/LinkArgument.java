package heddle.rust;

/** A linker argument that a build script gave, and the targets it is meant for. */
record LinkArgument(Scope scope, String bin, String argument) {
  /**
   * Cargo's kinds of {@code rustc-link-arg*}; only {@link #SINGLE_BIN} uses the name of a binary.
   */
  enum Scope {
    ALL,
    CDYLIB,
    BINS,
    SINGLE_BIN,
    TESTS,
    BENCHES,
    EXAMPLES
  }
}
