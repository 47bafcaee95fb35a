package heddle.cargo;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.HashSet;
import java.util.List;

/**
 * What a target may be called and say. Warnings and what is wrong only of a member are added to
 * these lists. Source of the rules: cargo's {@code util/toml/targets.rs}.
 */
record TargetChecks(Edition edition, List<Problem> warnings, List<Problem> faults) {
  static void checkName(String name, TargetKind kind, Place place) throws ProblemException {
    if (name.isBlank()) {
      throw Fields.problem(place, kind.human() + " target names cannot be empty");
    }
    if (kind == TargetKind.BIN) {
      switch (name) {
        case "deps", "examples", "build", "incremental" ->
            throw Fields.problem(
                place,
                "the binary target name `"
                    + name
                    + "` is forbidden, it conflicts with cargo's build directory names");
        default -> {}
      }
    }
  }

  void checkTypes(TargetDraft draft, TargetKind kind) throws ProblemException {
    checkUnderscores(draft.fields(), kind);
    if (kind != TargetKind.BIN) {
      return;
    }
    List<String> types = draft.types().orElse(List.of());
    String named = "the target `" + draft.name() + "` is a binary and can't have ";
    if (!types.isEmpty()) {
      faults.add(
          Problem.at(
              draft.typesPlace(),
              named + "any crate-types set (currently \"" + String.join(", ", types) + "\")"));
    }
    if (draft.procMacro()) {
      faults.add(Problem.at(draft.fields().place("proc-macro"), named + "`proc-macro` set `true`"));
    }
  }

  void checkUnderscores(Fields target, TargetKind kind) throws ProblemException {
    for (String key : new String[] {"proc-macro", "crate-type"}) {
      String old = key.replace('-', '_');
      if (target.has(old)) {
        Underscores.check(
            target.place(old), key, target.has(key), kind.human() + " target", edition, warnings);
      }
    }
  }

  static void checkUnique(List<CargoTarget> targets, List<TargetDraft> drafts, TargetKind kind)
      throws ProblemException {
    var seen = new HashSet<String>();
    for (CargoTarget target : targets) {
      if (!seen.add(target.name())) {
        Place place =
            drafts.stream()
                .filter(d -> d.name().equals(target.name()))
                .map(d -> d.fields().place("name"))
                .reduce((_, last) -> last)
                .orElseThrow();
        throw Fields.problem(
            place,
            "found duplicate "
                + (kind == TargetKind.BIN ? "binary" : kind.word())
                + " name "
                + target.name()
                + ", but all "
                + (kind == TargetKind.BIN ? "binary" : kind.word())
                + " targets must have a unique name");
      }
    }
  }
}
