package heddle.cargo;

import heddle.engine.BuildException;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.util.List;
import java.util.Optional;

/**
 * Where the source of a target lies whose table has no path. Warnings and what is wrong only of a
 * member are added to these lists. Source of the rules: cargo's {@code util/toml/targets.rs}.
 */
record TargetPaths(
    TargetDiscovery discovery, Edition edition, List<Problem> warnings, List<Problem> faults) {
  /** The library of this name. */
  String library(String name, Place place)
      throws ProblemException, BuildException, InterruptedException {
    if (discovery.exists("src/lib.rs")) {
      return "src/lib.rs";
    }
    String old = "src/" + name + ".rs";
    if (edition == Edition.E2015 && discovery.exists(old)) {
      accepted(old, "library", name, "rename the file to `src/lib.rs` or set lib.path", place);
      return old;
    }
    throw Fields.problem(
        place,
        "can't find library `" + name + "`, rename file to `src/lib.rs` or specify lib.path");
  }

  private void accepted(String path, String kind, String name, String advice, Place place) {
    warnings.add(
        Problem.at(
            place,
            "path `"
                + path
                + "` was erroneously implicitly accepted for "
                + kind
                + " `"
                + name
                + "`,\nplease "
                + advice
                + " in Cargo.toml"));
  }

  /** A target of another kind; empty if a fault says that there is none. */
  Optional<String> of(
      TargetDraft draft, TargetKind kind, List<TargetDiscovery.Found> found, boolean library)
      throws ProblemException, BuildException, InterruptedException {
    List<String> matching =
        found.stream()
            .filter(f -> f.name().equals(draft.name()))
            .map(TargetDiscovery.Found::path)
            .sorted()
            .toList();
    if (matching.size() == 1) {
      return Optional.of(matching.getFirst());
    }
    if (edition == Edition.E2015) {
      Optional<String> old = oldPath(draft, kind, library);
      if (old.isPresent()) {
        accepted(
            old.get(),
            kind.human(),
            draft.name(),
            "set " + kind.word() + ".path",
            draft.fields().place("name"));
        return old;
      }
    }
    Problem problem =
        matching.isEmpty()
            ? notFound(draft, kind, found)
            : Problem.at(
                draft.fields().place("name"),
                "cannot infer path for `"
                    + draft.name()
                    + "` "
                    + kind.word()
                    + "\nCargo doesn't know which to use because multiple target files found at `"
                    + matching.get(0)
                    + "` and `"
                    + matching.get(1)
                    + "`.");
    if (kind == TargetKind.BIN) {
      throw new ProblemException(problem);
    }
    faults.add(problem);
    return Optional.empty();
  }

  private Problem notFound(TargetDraft draft, TargetKind kind, List<TargetDiscovery.Found> found)
      throws ProblemException, BuildException, InterruptedException {
    String word = kind.word();
    String wrong = kind == TargetKind.BIN ? "src/bins/" : word + "/";
    String right =
        switch (kind) {
          case BIN -> "src/bin/";
          case EXAMPLE -> "examples/";
          case TEST -> "tests/";
          default -> "benches/";
        };
    Problem problem =
        Problem.at(
            draft.fields().place("name"),
            "can't find `"
                + draft.name()
                + "` "
                + word
                + " at `"
                + right
                + draft.name()
                + ".rs` or `"
                + right
                + draft.name()
                + "/main.rs`. Please specify "
                + word
                + ".path if you want to use a non-default path.");
    for (String end : List.of(".rs", "/main.rs")) {
      if (discovery.exists(wrong + draft.name() + end)) {
        problem =
            Problem.at(
                draft.fields().place("name"),
                "can't find `"
                    + draft.name()
                    + "` "
                    + word
                    + " at default paths, but found a file at `"
                    + wrong
                    + draft.name()
                    + end
                    + "`.\nPerhaps rename the file to `"
                    + right
                    + draft.name()
                    + end
                    + "` for target auto-discovery, or specify "
                    + word
                    + ".path if you want to use a non-default path.");
        break;
      }
    }
    Optional<Suggestion> near =
        Suggestion.among(
            found.stream().map(TargetDiscovery.Found::name).sorted().toList(), draft.name());
    return near.isPresent() ? problem.withHelp(near.get().help(word)) : problem;
  }

  private Optional<String> oldPath(TargetDraft draft, TargetKind kind, boolean library)
      throws ProblemException, BuildException, InterruptedException {
    List<String> candidates =
        switch (kind) {
          case BIN ->
              library
                  ? List.of("src/main.rs", "src/bin/main.rs")
                  : List.of("src/" + draft.name() + ".rs", "src/main.rs", "src/bin/main.rs");
          case BENCH -> draft.name().equals("bench") ? List.of("src/bench.rs") : List.of();
          default -> List.of();
        };
    for (String path : candidates) {
      if (discovery.exists(path)) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }
}
