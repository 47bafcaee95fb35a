package heddle.cargo;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import heddle.text.Toml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads {@code [features]}, adds the implicit feature of each optional dependency that no {@code
 * dep:} names, and checks what features turn on. Source of the rules: cargo's {@code
 * core/summary.rs}.
 */
final class FeatureReading {
  private final Toml.Table table;
  private final Map<String, Boolean> optional = new HashMap<>();
  private final Set<String> named = new HashSet<>();
  private final Set<String> used = new HashSet<>();

  FeatureReading(Toml.Table table, List<Dependency> dependencies) {
    this.table = table;
    for (Dependency d : dependencies) {
      optional.merge(d.nameInToml(), d.optional(), Boolean::logicalOr);
    }
  }

  Map<String, List<FeatureValue>> read(List<Dependency> dependencies) throws ProblemException {
    var features = new TreeMap<String, List<FeatureValue>>(Bytewise.ORDER);
    for (Toml.Entry e : table.entries().values()) {
      Names.checkFeature(e.key(), e.keyPlace());
      var values = new ArrayList<FeatureValue>();
      for (String text : Fields.texts(e.value())) {
        FeatureValue value = FeatureValue.parse(text);
        if (value instanceof FeatureValue.Dep dep) {
          named.add(dep.name());
        }
        values.add(value);
      }
      features.put(e.key(), List.copyOf(values));
    }
    for (Dependency d : dependencies) {
      String name = d.nameInToml();
      if (d.optional() && !table.entries().containsKey(name) && !named.contains(name)) {
        features.put(name, List.of(new FeatureValue.Dep(name)));
      }
    }
    for (Toml.Entry e : table.entries().values()) {
      check(e, features);
    }
    for (List<FeatureValue> values : features.values()) {
      for (FeatureValue value : values) {
        switch (value) {
          case FeatureValue.Dep dep -> used.add(dep.name());
          case FeatureValue.DepFeature feature -> used.add(feature.dependency());
          case FeatureValue.Feature _ -> {}
        }
      }
    }
    for (Dependency d : dependencies) {
      String name = d.nameInToml();
      if (d.optional() && !used.contains(name)) {
        throw new ProblemException(
            Problem.at(
                    d.place(), "optional dependency `" + name + "` is not included in any feature")
                .withHelp(
                    "make sure that `dep:"
                        + name
                        + "` is included in one of features in the [features] table"));
      }
    }
    return features;
  }

  private void check(Toml.Entry feature, Map<String, List<FeatureValue>> features)
      throws ProblemException {
    List<FeatureValue> values = features.getOrDefault(feature.key(), List.of());
    if (!(feature.value() instanceof Toml.Array array)) {
      return;
    }
    for (int i = 0; i < values.size(); i++) {
      check(feature.key(), values.get(i), array.items().get(i).place(), features);
    }
  }

  private void check(
      String feature, FeatureValue value, Place place, Map<String, List<FeatureValue>> features)
      throws ProblemException {
    String includes = "feature `" + feature + "` includes `" + value + "`";
    switch (value) {
      case FeatureValue.Feature(String name) -> checkFeature(includes, name, place, features);
      case FeatureValue.Dep(String name) -> {
        if (!optional.containsKey(name)) {
          throw suggest(
              Problem.at(place, includes + ", but `" + name + "` is not listed as a dependency"),
              optional.keySet(),
              name,
              "dependency");
        }
        if (!isOptional(name)) {
          throw notOptional(includes, name, place);
        }
      }
      case FeatureValue.DepFeature of -> checkDepFeature(feature, includes, of, place);
    }
  }

  private void checkFeature(
      String includes, String name, Place place, Map<String, List<FeatureValue>> features)
      throws ProblemException {
    if (table.entries().containsKey(name)) {
      return;
    }
    if (!optional.containsKey(name)) {
      throw suggest(
          Problem.at(place, includes + " which is neither a dependency nor another feature"),
          table.entries().keySet(),
          name,
          "feature");
    }
    if (!isOptional(name)) {
      throw notOptional(includes, name, place);
    }
    if (!features.containsKey(name)) {
      throw new ProblemException(
          Problem.at(
                  place,
                  includes
                      + ", but `"
                      + name
                      + "` is an optional dependency without an implicit feature")
              .withHelp("use `dep:" + name + "` to enable the dependency"));
    }
  }

  private void checkDepFeature(
      String feature, String includes, FeatureValue.DepFeature value, Place place)
      throws ProblemException {
    String name = value.dependency();
    if (value.feature().indexOf('/') >= 0) {
      throw Fields.problem(
          place,
          "multiple slashes in feature `"
              + value
              + "` (included by feature `"
              + feature
              + "`) are not allowed");
    }
    if (name.startsWith("dep:")) {
      throw new ProblemException(
          Problem.at(place, includes + " with both `dep:` and `/`")
              .withHelp("to fix this, remove the `dep:` prefix"));
    }
    if (!optional.containsKey(name)) {
      throw suggest(
          Problem.at(place, includes + ", but `" + name + "` is not a dependency"),
          optional.keySet(),
          name,
          "dependency");
    }
    if (value.weak() && !isOptional(name)) {
      throw new ProblemException(
          Problem.at(
                  place, includes + " with a `?`, but `" + name + "` is not an optional dependency")
              .withNote("a non-optional dependency of the same name is defined")
              .withHelp("consider removing the `?` or changing the dependency to be optional"));
    }
  }

  private boolean isOptional(String name) {
    return optional.getOrDefault(name, false);
  }

  private static ProblemException notOptional(String includes, String name, Place place) {
    return new ProblemException(
        Problem.at(place, includes + ", but `" + name + "` is not an optional dependency")
            .withNote("a non-optional dependency of the same name is defined")
            .withHelp("consider adding `optional = true` to its definition"));
  }

  private static ProblemException suggest(
      Problem problem, Set<String> names, String name, String kind) {
    Optional<Suggestion> near = Suggestion.among(new TreeSet<>(names), name);
    return new ProblemException(
        near.isPresent() ? problem.withHelp(near.get().help(kind)) : problem);
  }
}
