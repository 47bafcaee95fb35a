package heddle.cli;

import java.util.Optional;

/** Options of cargo's build commands that Heddle does not have, and what to write instead. */
final class CargoOnly {
  private CargoOnly() {}

  /** What to do in place of this option; empty if cargo has none of that name. */
  static Optional<String> instead(String option) {
    return Optional.ofNullable(
        switch (option) {
          case "build-plan" ->
              "`heddle plan` lists the units, `heddle plan --commands` their command lines";
          case "artifact-dir", "out-dir" ->
              "unstable in cargo; `--message-format json` names every file that was built";
          case "future-incompat-report" -> "-vv shows the warnings of all packages";
          case "lockfile-path" ->
              "with `-Zlockfile-path`, `resolver.lockfile-path` says where the lock file is";
          default -> null;
        });
  }
}
