package heddle.rust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The program that {@code $CARGO} names: a small script for a POSIX shell that says which cargo the
 * rustc in use belongs to. For a build script it answers {@code metadata} with what {@link
 * ScriptQuestions} laid down, or leaves the question there; all else it hands to Heddle's launcher
 * where there is one that can run, or refuses. Its bytes depend on the compiler and the launcher
 * alone, and its path on its bytes.
 *
 * @param kept where the programs lie
 */
record CargoProgram(RustcVersion rustc, Machine machine, Path kept) {
  /** The one for compilations and tests. */
  Path launching(Launch launch) throws IOException {
    return in(text("", handing(launch)));
  }

  /** The one for build scripts. */
  Path asking(Optional<Launch> launch) throws IOException {
    return in(text(ASKING, launch.map(CargoProgram::handing).orElse("")));
  }

  private Path in(String text) throws IOException {
    Machine.Blob blob = machine.keep(text.getBytes(StandardCharsets.UTF_8));
    Path file = kept.resolve("cargo").resolve(blob.hash().substring(0, 32)).resolve("cargo");
    if (!machine.shows(file, blob)) {
      machine.directory(file.resolveSibling(""));
      machine.place(blob, file, true, false);
    }
    return file;
  }

  /** Heddle's launcher, and the folder that it works in. */
  record Launch(Path launcher, Path home) {}

  /** A question is the directory and the words, a line each; the answer has its number. */
  private static final String ASKING =
      """
      if [ "${1:-}" = metadata ] && [ -n "${OUT_DIR:-}" ]; then
        question=$(printf '%s\\n' "$PWD" "$@")
        if [ -n "${HEDDLE_CARGO_ANSWERS:-}" ]; then
          for file in "$HEDDLE_CARGO_ANSWERS"/*.question; do
            if [ "$(cat "$file")" = "$question" ]; then
              if [ -e "${file%.question}.out" ]; then
                exec cat "${file%.question}.out"
              fi
              printf 'error: %s\\n' "$(cat "${file%.question}.err")" >&2
              exit 101
            fi
          done
        fi
        printf '%s\\n' "$question" >"$OUT_DIR/.heddle-asked.$$"
        echo 'error: Heddle answers this when the build script runs again' >&2
        exit 101
      fi
      """;

  private static String handing(Launch launch) {
    return """
    launcher=%s
    if [ -x "$launcher" ]; then
      HEDDLE_HOME=%s
      export HEDDLE_HOME
      exec "$launcher" "$@"
    fi
    """
        .formatted(quoted(launch.launcher()), quoted(launch.home()));
  }

  private String text(String asking, String otherwise) {
    CargoVersion cargo = CargoVersion.of(rustc);
    return """
    #!/bin/sh
    # What CARGO names where Heddle builds: it answers for the cargo of the rustc in use.
    version= verbose=
    for word in "$@"; do
      case $word in
        -V | --version | version) version=1 ;;
        -v | -vv | --verbose) verbose=1 ;;
        -vV | -Vv) version=1 verbose=1 ;;
        -*) ;;
        *) break ;;
      esac
    done
    if [ -n "$version" ]; then
      printf '%%s\\n' %s
      [ -z "$verbose" ] || printf '%%s\\n' %s
      exit 0
    fi
    case "${1:-} ${2:-} ${3:-}" in
      'rustc -- --print'*)
        shift 2
        exec "${RUSTC:-rustc}" "$@"
        ;;
    esac
    %s%sprintf 'error: Heddle builds here: `cargo %%s` is not run for %%s\\n' "$*" "${CARGO_PKG_NAME:-this process}" >&2
    echo 'help: CARGO answers `metadata`, `-V` and `rustc -- --print`; what this would build is a dependency' >&2
    echo 'or a rule of the workspace, or with --sandbox=none it is handed to Heddle' >&2
    exit 101
    """
        .formatted(quoted(cargo.line()), quoted(cargo.details()), asking, otherwise);
  }

  private static String quoted(Object value) {
    return "'" + value.toString().replace("'", "'\\''") + "'";
  }
}
