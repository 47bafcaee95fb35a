package heddle.cargo.resolve;

import heddle.cargo.Dependency;
import heddle.cargo.DependencyKind;
import heddle.cargo.FeatureValue;
import heddle.cargo.PackageId;
import heddle.cargo.RustVersionText;
import heddle.cargo.SourceId;
import heddle.cargo.TargetCondition;
import heddle.cargo.VersionReq;
import heddle.fetch.IndexEntry;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes summaries of the entries of one registry's index; an entry that says what cannot be is a
 * problem ({@code sources/registry/index}). Requirements are read once each: a thousand crates have
 * few of them.
 */
final class EntryReading {
  /** The last schema version of entries that is understood. */
  static final long SCHEMA = 2;

  private static final Place NOWHERE = new Source("index", "").all();

  private final SourceId registry;
  private final Map<String, Requirement> requirements = new HashMap<>();
  private final Map<String, VersionReq> rusts = new HashMap<>();

  EntryReading(SourceId registry) {
    this.registry = registry;
  }

  SourceId registry() {
    return registry;
  }

  Requirement requirement(String text) throws ProblemException {
    Requirement known = requirements.get(text);
    if (known == null) {
      known = Requirement.of(VersionReq.parse(text));
      requirements.put(text, known);
    }
    return known;
  }

  /** The versions of Rust that a sound text means. */
  VersionReq rust(String text) {
    VersionReq known = rusts.get(text);
    if (known == null) {
      try {
        known = VersionReq.parse("^" + text);
      } catch (ProblemException e) {
        throw new IllegalStateException(e);
      }
      rusts.put(text, known);
    }
    return known;
  }

  /** The first 16 digits of a checksum; 0 if it is none. */
  static long sum(String checksum) {
    long sum = 0;
    for (int i = 0; i < 16; i++) {
      int digit = i < checksum.length() ? Character.digit(checksum.charAt(i), 16) : -1;
      if (digit < 0) {
        return 0;
      }
      sum = (sum << 4) | digit;
    }
    return sum;
  }

  Summary summary(IndexEntry entry, PackageId id) throws ProblemException {
    var dependencies = new ArrayList<Dependency>();
    for (IndexEntry.Dependency dependency : entry.dependencies()) {
      dependencies.add(dependency(dependency));
    }
    if (entry.rustVersion().isPresent()) {
      RustVersionText.parse(entry.rustVersion().get(), NOWHERE);
    }
    return new Summary(
        id,
        dependencies.stream().map(Wanted::of).toList(),
        features(entry.features(), dependencies),
        Optional.of(entry.checksum()),
        entry.links(),
        entry.rustVersion().map(this::rust));
  }

  private Dependency dependency(IndexEntry.Dependency d) throws ProblemException {
    DependencyKind kind =
        switch (d.kind()) {
          case "dev" -> DependencyKind.DEVELOPMENT;
          case "build" -> DependencyKind.BUILD;
          default -> DependencyKind.NORMAL;
        };
    SourceId source = d.registry().isPresent() ? SourceId.registry(d.registry().get()) : registry;
    return new Dependency(
        d.crate(),
        d.name().equals(d.crate()) ? Optional.empty() : Optional.of(d.name()),
        requirement(d.requirement()).range(),
        source,
        kind,
        d.target().isPresent()
            ? Optional.of(TargetCondition.parse(d.target().get(), NOWHERE))
            : Optional.empty(),
        d.optional(),
        d.defaultFeatures(),
        // Early versions of cargo published empty names.
        d.features().stream().filter(feature -> !feature.isEmpty()).toList(),
        Optional.empty(),
        NOWHERE);
  }

  /** The features with the implicit ones; a value that leads nowhere makes the entry invalid. */
  private static Map<String, List<FeatureValue>> features(
      Map<String, List<String>> written, List<Dependency> dependencies) throws ProblemException {
    var optional = new HashMap<String, Boolean>();
    dependencies.forEach(d -> optional.merge(d.nameInToml(), d.optional(), Boolean::logicalOr));
    var features = new TreeMap<String, List<FeatureValue>>();
    Set<String> named = new HashSet<>();
    for (var feature : written.entrySet()) {
      List<FeatureValue> values = feature.getValue().stream().map(FeatureValue::parse).toList();
      features.put(feature.getKey(), values);
      for (FeatureValue value : values) {
        if (value instanceof FeatureValue.Dep(String name)) {
          named.add(name);
        }
      }
    }
    for (Dependency d : dependencies) {
      String name = d.nameInToml();
      if (d.optional() && !written.containsKey(name) && !named.contains(name)) {
        features.put(name, List.of(new FeatureValue.Dep(name)));
      }
    }
    for (List<FeatureValue> values : features.values()) {
      for (FeatureValue value : values) {
        boolean valid =
            switch (value) {
              case FeatureValue.Feature(String name) -> features.containsKey(name);
              case FeatureValue.Dep(String name) -> optional.getOrDefault(name, false);
              case FeatureValue.DepFeature(String name, String feature, boolean weak) ->
                  !feature.contains("/")
                      && optional.containsKey(name)
                      && (!weak || optional.getOrDefault(name, false));
            };
        if (!valid) {
          throw new ProblemException(Problem.of("the feature value `" + value + "` leads nowhere"));
        }
      }
    }
    for (Dependency d : dependencies) {
      if (d.optional()
          && !features.containsKey(d.nameInToml())
          && !named.contains(d.nameInToml())) {
        throw new ProblemException(
            Problem.of("the optional dependency `" + d.nameInToml() + "` is unused"));
      }
    }
    return features;
  }
}
