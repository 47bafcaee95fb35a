package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Refuses, before anything is built, what {@code run} could not start: it starts one program.
 * Source of the rule: cargo's {@code ops/cargo_run.rs}.
 */
record OneProgram(List<Proposed> proposed) {
  /** A target that would be built, and the name of its package. */
  record Proposed(CargoTarget target, String pkg) {}

  OneProgram {
    proposed = List.copyOf(proposed);
  }

  /** Where the command line names no target. */
  void checkDefaults() throws ProblemException {
    var names = new TreeSet<String>();
    for (Proposed p : proposed) {
      if (p.target.isBinary()) {
        names.add(p.target.name());
      }
    }
    if (names.isEmpty()) {
      throw new ProblemException(Problem.of("a bin target must be available for `cargo run`"));
    }
    if (names.size() > 1) {
      throw new ProblemException(
          Problem.of(
              "`cargo run` could not determine which binary to run. Use the `--bin` option to"
                  + " specify a binary, or the `default-run` manifest key.\n"
                  + "available binaries: "
                  + String.join(", ", names)));
    }
  }

  /** Where it names some. */
  void checkSelected(TargetSelection selection) throws ProblemException {
    if (Stream.of(selection.bins(), selection.examples())
        .flatMap(each -> each.names().stream())
        .anyMatch(GlobPattern::isPattern)) {
      throw new ProblemException(
          Problem.of("`cargo run` does not support glob patterns on target selection"));
    }
    var several = new TreeSet<String>();
    for (Proposed p : proposed) {
      String kind = p.target.kind().word();
      several.add(kind + " `" + p.target.name() + "` in package `" + p.pkg + "`");
    }
    if (several.size() > 1) {
      throw new ProblemException(
          Problem.of("`cargo run` can run at most one executable, but multiple were specified")
              .withHelp("available targets: " + String.join(", ", several)));
    }
    for (Proposed p : proposed) {
      if (p.target.isExampleLibrary()) {
        throw new ProblemException(
            Problem.of(
                "example target `" + p.target.name() + "` is a library and cannot be executed"));
      }
    }
  }
}
