package heddle.platform;

import java.util.Locale;
import java.util.Optional;

/**
 * Whose spelling of a target a text is in; the same text can mean another machine in another
 * dialect.
 */
public enum Dialect {
  /**
   * A name of rustc's target list, or the path of a JSON target specification: a table key, not a
   * triple.
   */
  RUSTC,
  /** LLVM's triples, in any order and length that {@code Triple::normalize} takes. */
  LLVM,
  /** GNU's configuration names, as {@code config.sub} canonicalises them. */
  GNU,
  /** Debian architectures: {@code armhf}, {@code musl-linux-amd64}. */
  DEBIAN,
  /** Python's platform tags: {@code linux-x86_64}, {@code macosx-11.0-arm64}, {@code win_amd64}. */
  PYTHON,
  /** Go's {@code GOOS/GOARCH}. */
  GO,
  /** Zig's {@code -target} texts: {@code x86_64-linux-gnu.2.28}. */
  ZIG,
  /** Meson's machine: {@code system/cpu_family/endian}. */
  MESON,
  /** CMake's {@code CMAKE_SYSTEM_NAME/CMAKE_SYSTEM_PROCESSOR}. */
  CMAKE;

  /** The name on the command line and in JSON: lower case. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Dialect> of(String id) {
    for (Dialect dialect : values()) {
      if (dialect.id().equals(id)) {
        return Optional.of(dialect);
      }
    }
    return Optional.empty();
  }
}
