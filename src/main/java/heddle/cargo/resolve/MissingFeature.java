package heddle.cargo.resolve;

import heddle.cargo.FeatureValue;
import heddle.text.Problem;
import heddle.text.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The words for a feature that a package does not have.
 *
 * @param who asks for it
 * @param own whether that is a package of the workspace
 * @param best the package, in the version that would be taken
 */
record MissingFeature(Pid who, boolean own, String feature, Summary best) {
  Problem unknown(Problem problem) {
    Problem told = listed(problem.withNote(asked(" does not have")));
    return helped(
        told,
        Suggestion.among(features().keySet(), feature).map(Suggestion::name).stream().toList());
  }

  /** It has the name of a dependency that is required. */
  Problem required(Problem problem) {
    return problem
        .withNote(asked(" has as a required dependency: that is no feature"))
        .withHelp("leave this feature out: the dependency is there without it");
  }

  /** It has the name of an optional dependency that other features turn on. */
  Problem hidden(Problem problem) {
    Problem told = listed(problem.withNote(asked(" has as an optional dependency behind `dep:`")));
    return helped(
        told,
        features().entrySet().stream()
            .filter(each -> each.getValue().contains(new FeatureValue.Dep(feature)))
            .map(Map.Entry::getKey)
            .toList());
  }

  private String asked(String has) {
    return "`"
        + who
        + "` asks for the feature `"
        + feature
        + "`, which `"
        + best.id().name()
        + "`"
        + has;
  }

  private Map<String, List<FeatureValue>> features() {
    var features = new TreeMap<>(best.features());
    features.remove("default");
    return features;
  }

  private Problem listed(Problem problem) {
    String having = "`" + best.id().name() + " v" + best.id().version() + "` has ";
    return problem.withNote(
        features().isEmpty()
            ? having + "no features"
            : having
                + "the features "
                + features().keySet().stream()
                    .map(name -> "`" + name + "`")
                    .collect(Collectors.joining(", ")));
  }

  private Problem helped(Problem problem, List<String> meant) {
    if (meant.isEmpty()) {
      return own ? problem.withHelp("leave the feature `" + feature + "` out") : problem;
    }
    return problem.withHelp("the feature `" + meant.getFirst() + "` may be meant");
  }
}
