package heddle.rust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The program that {@code $CARGO} names: a small script for a POSIX shell that says which cargo the
 * rustc in use belongs to, and hands the rest to Heddle's launcher, where there is one that can
 * run. Its bytes depend on the compiler and the launcher alone, and its path on its bytes.
 */
final class CargoProgram {
  private CargoProgram() {}

  /** Writes the program below {@code kept}, unless it is there, and returns its path. */
  static Path in(Path kept, RustcVersion rustc, Optional<Launch> launch, Machine machine)
      throws IOException {
    Machine.Blob blob = machine.keep(text(rustc, launch).getBytes(StandardCharsets.UTF_8));
    Path file = kept.resolve("cargo").resolve(blob.hash().substring(0, 32)).resolve("cargo");
    if (!machine.shows(file, blob)) {
      machine.directory(file.resolveSibling(""));
      machine.place(blob, file, true, false);
    }
    return file;
  }

  /** Heddle's launcher, and the folder that it works in. */
  record Launch(Path launcher, Path home) {}

  private static String text(RustcVersion rustc, Optional<Launch> launch) {
    String otherwise =
        launch
            .map(each ->
                """
                launcher=%s
                if [ -x "$launcher" ]; then
                  HEDDLE_HOME=%s
                  export HEDDLE_HOME
                  exec "$launcher" "$@"
                fi
                """
                    .formatted(quoted(each.launcher()), quoted(each.home())))
            .orElse("");
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
    %sprintf 'error: Heddle builds here, and `cargo %%s` is not to be had from this process\\n' "$*" >&2
    exit 101
    """
        .formatted(quoted(line(rustc)), quoted(details(rustc)), otherwise);
  }

  /** As rustc's own first line, which has the form of cargo's. */
  private static String line(RustcVersion rustc) {
    String first = rustc.text().lines().findFirst().orElse("");
    String start = "rustc " + rustc.release();
    return "cargo "
        + rustc.release()
        + (first.startsWith(start) ? first.substring(start.length()) : "");
  }

  private static String details(RustcVersion rustc) {
    StringBuilder lines = new StringBuilder("release: " + rustc.release());
    for (String name : new String[] {"commit-hash: ", "commit-date: ", "host: "}) {
      rustc
          .text()
          .lines()
          .filter(each -> each.startsWith(name))
          .forEach(each -> lines.append('\n').append(each));
    }
    return lines.toString();
  }

  private static String quoted(Object value) {
    return "'" + value.toString().replace("'", "'\\''") + "'";
  }
}
