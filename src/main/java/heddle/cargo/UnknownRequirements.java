package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import heddle.text.Toml;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Warns of {@code required-features} that the package does not have: a target that requires one is
 * never built. Source of the words: {@code validate_required_features} of cargo's {@code
 * ops/cargo_compile/unit_generator.rs}.
 */
record UnknownRequirements(
    Set<String> features, List<Dependency> dependencies, List<Problem> warnings) {
  void of(Fields manifest) throws ProblemException {
    for (TargetKind kind :
        List.of(TargetKind.BIN, TargetKind.EXAMPLE, TargetKind.TEST, TargetKind.BENCH)) {
      for (Fields target : manifest.tables(kind.word())) {
        if (target.any("required-features").orElse(target.table()) instanceof Toml.Array array) {
          for (Toml item : array.items()) {
            check(Fields.text(item), target.text("name").orElse(""));
          }
        }
      }
    }
  }

  private void check(Toml.Text feature, String target) {
    String start =
        "invalid feature `"
            + feature.value()
            + "` in required-features of target `"
            + target
            + "`: ";
    switch (FeatureValue.parse(feature.value())) {
      case FeatureValue.Feature(String name) -> {
        if (!features.contains(name)) {
          warn(feature, start + "`" + name + "` is not present in [features] section", features);
        }
      }
      case FeatureValue.DepFeature(String name, String _, boolean _) -> {
        var names = new TreeSet<String>();
        dependencies.forEach(d -> names.add(d.nameInToml()));
        if (!names.contains(name)) {
          warn(feature, start + "dependency `" + name + "` does not exist", names);
        }
      }
      case FeatureValue.Dep _ -> {} // refused where the target is asked for
    }
  }

  private void warn(Toml.Text feature, String message, Set<String> known) {
    Problem problem = Problem.at(feature.place(), message);
    Optional<Suggestion> near = Suggestion.among(known, feature.value());
    warnings.add(near.isPresent() ? problem.withHelp(near.get().help("feature")) : problem);
  }
}
