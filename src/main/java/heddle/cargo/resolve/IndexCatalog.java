package heddle.cargo.resolve;

import heddle.cargo.Dependency;
import heddle.cargo.DependencyKind;
import heddle.cargo.FeatureValue;
import heddle.cargo.PackageId;
import heddle.cargo.SourceId;
import heddle.cargo.TargetCondition;
import heddle.cargo.Version;
import heddle.cargo.VersionReq;
import heddle.fetch.Index;
import heddle.fetch.IndexEntry;
import heddle.fetch.IndexFile;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The packages of one registry, by its index. Entries are parsed when a version is looked at, and
 * those that say nonsense or are of a later schema are left out, as in cargo ({@code
 * sources/registry/index}).
 */
public final class IndexCatalog implements Catalog {
  /** The last schema version of entries that is understood. */
  private static final long SCHEMA = 2;

  private static final Place NOWHERE = new Source("index", "").all();

  private final SourceId registry;
  private final Index index;
  private final Optional<Predicate<Summary>> here;
  private final Map<String, Map<Version, Release>> crates = new HashMap<>();

  /** A version, whose entry is read when it is first looked at. */
  private static final class Release {
    private final IndexFile file;
    private final IndexFile.Line line;
    private boolean read;
    private Optional<Offer> offer = Optional.empty();
    private boolean local;

    Release(IndexFile file, IndexFile.Line line) {
      this.file = file;
      this.line = line;
    }
  }

  /**
   * @param here which archives are on this machine: given (offline), only they count if one of them
   *     will do
   */
  public IndexCatalog(SourceId registry, Index index, Optional<Predicate<Summary>> here) {
    this.registry = registry;
    this.index = index;
    this.here = here;
  }

  @Override
  public List<Offer> offers(SourceId source, String name, Predicate<Version> versions)
      throws ProblemException, InterruptedException {
    var all = new ArrayList<Offer>();
    var local = new ArrayList<Offer>();
    for (var release : releases(name).entrySet()) {
      if (versions.test(release.getKey())) {
        Optional<Offer> offer = offer(name, release.getKey(), release.getValue());
        if (offer.isEmpty()) {
          continue;
        }
        all.add(offer.get());
        if (release.getValue().local) {
          local.add(offer.get());
        }
      }
    }
    return local.isEmpty() ? all : local;
  }

  @Override
  public void expect(SourceId source, String name) {
    index.expect(name);
  }

  /** The versions of a crate; the last line of a version counts. */
  private Map<Version, Release> releases(String name)
      throws ProblemException, InterruptedException {
    Map<Version, Release> known = crates.get(name);
    if (known == null) {
      known = new LinkedHashMap<>();
      Optional<IndexFile> file = index.versions(name);
      if (file.isPresent()) {
        for (IndexFile.Line line : file.get().lines()) {
          try {
            known.put(Version.parse(line.version()), new Release(file.get(), line));
          } catch (ProblemException _) {
            // An entry with a version that is none is not there.
          }
        }
      }
      crates.put(name, known);
    }
    return known;
  }

  private Optional<Offer> offer(String name, Version version, Release release) {
    if (!release.read) {
      release.offer = read(name, version, release);
      release.local =
          here.isPresent()
              && release.offer.isPresent()
              && here.get().test(release.offer.get().summary());
      release.read = true;
    }
    return release.offer;
  }

  private Optional<Offer> read(String name, Version version, Release release) {
    try {
      IndexEntry entry = release.file.entry(release.line);
      // Cargo asks with the name in lower case; a name of another spelling is another package.
      if (entry.v() > SCHEMA || !entry.name().equals(name)) {
        return Optional.empty();
      }
      var dependencies = new ArrayList<Dependency>();
      for (IndexEntry.Dependency dependency : entry.dependencies()) {
        dependencies.add(dependency(dependency));
      }
      Optional<VersionReq> rust =
          entry.rustVersion().isPresent()
              ? Optional.of(VersionReq.parse("^" + entry.rustVersion().get()))
              : Optional.empty();
      var summary =
          new Summary(
              new PackageId(name, version, registry),
              dependencies.stream().map(Wanted::of).toList(),
              features(entry.features(), dependencies),
              Optional.of(entry.checksum()),
              entry.links(),
              rust);
      return Optional.of(new Offer(summary, entry.yanked()));
    } catch (ProblemException _) {
      return Optional.empty();
    }
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
        VersionReq.parse(d.requirement()),
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
