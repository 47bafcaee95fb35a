package heddle.cargo.resolve;

import heddle.cargo.FeatureValue;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The features of a package that a request turns on, and the features it asks of dependencies
 * ({@code core/resolver/dep_cache.rs}). It knows no target: a lock is for all of them.
 */
final class FeatureRequirements {
  private final Summary summary;
  private final Optional<Pid> parent;
  private final Map<String, TreeSet<String>> dependencies = new HashMap<>();
  private final Set<String> features = new HashSet<>();

  private FeatureRequirements(Summary summary, Optional<Pid> parent) {
    this.summary = summary;
    this.parent = parent;
  }

  static FeatureRequirements of(Summary summary, Optional<Pid> parent, Requested requested)
      throws Clash, ProblemException {
    var requirements = new FeatureRequirements(summary, parent);
    for (String feature : requested.root() ? summary.features().keySet() : requested.features()) {
      requirements.feature(feature);
    }
    if (requested.defaultFeatures() && summary.features().containsKey("default")) {
      requirements.feature("default");
    }
    return requirements;
  }

  Set<String> features() {
    return features;
  }

  /** Whether a dependency, by its key, counts. */
  boolean uses(Wanted wanted) {
    return !wanted.optional() || dependencies.containsKey(wanted.key());
  }

  /** The features asked of a dependency. */
  Set<String> featuresOf(Wanted wanted) {
    var all = new TreeSet<>(dependencies.getOrDefault(wanted.key(), new TreeSet<>()));
    all.addAll(wanted.features());
    return all;
  }

  private void feature(String name) throws Clash, ProblemException {
    if (!features.add(name)) {
      return;
    }
    List<FeatureValue> values = summary.features().get(name);
    if (values == null) {
      throw missing(name);
    }
    for (FeatureValue value : values) {
      switch (value) {
        case FeatureValue.Feature(String other) -> {
          if (other.equals(name)) {
            throw new ProblemException(
                Problem.of(
                    "the feature `" + name + "` of `" + summary.id() + "` depends on itself"));
          }
          feature(other);
        }
        case FeatureValue.Dep(String key) ->
            dependencies.computeIfAbsent(key, _ -> new TreeSet<>());
        case FeatureValue.DepFeature(String key, String feature, boolean weak) -> {
          boolean optional =
              summary.dependencies().stream().anyMatch(d -> d.key().equals(key) && d.optional());
          if (!weak && optional && summary.features().containsKey(key)) {
            feature(key);
          }
          dependencies.computeIfAbsent(key, _ -> new TreeSet<>()).add(feature);
        }
      }
    }
  }

  private Clash missing(String name) throws ProblemException {
    List<Wanted> named = summary.dependencies().stream().filter(d -> d.key().equals(name)).toList();
    if (parent.isEmpty()) {
      var problem =
          Problem.of("the package `" + summary.id() + "` does not have the feature `" + name + "`");
      throw new ProblemException(
          Suggestion.among(summary.features().keySet(), name)
              .map(suggestion -> problem.withHelp(suggestion.help("feature")))
              .orElse(problem));
    }
    Reason reason =
        named.isEmpty()
            ? new Reason.Feature(name)
            : named.stream().anyMatch(Wanted::optional)
                ? new Reason.HiddenDependency(name)
                : new Reason.RequiredDependency(name);
    return new Clash(parent.get(), reason);
  }
}
