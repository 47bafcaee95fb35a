package heddle.cargo;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code [patch]} and {@code [replace]}. */
final class PatchReading {
  private PatchReading() {}

  /** What takes the place of packages, by the URL of their source. */
  static Map<String, List<Dependency>> read(
      Toml.Table table, Registries registries, DependencyReading reading) throws ProblemException {
    var patches = new LinkedHashMap<String, List<Dependency>>();
    for (Toml.Entry source : table.entries().values()) {
      var list = new ArrayList<Dependency>();
      for (Toml.Entry e : Fields.table(source.value()).entries().values()) {
        Names.checkPackage(e.key(), e.keyPlace());
        list.add(reading.one(e, DependencyKind.NORMAL, Optional.empty()));
      }
      list.sort((a, b) -> Bytewise.compare(a.nameInToml(), b.nameInToml()));
      patches.merge(
          url(source.key(), source.keyPlace(), registries),
          List.copyOf(list),
          (first, second) -> {
            var both = new ArrayList<>(first);
            both.addAll(second);
            return List.copyOf(both);
          });
    }
    return patches;
  }

  /** The {@code [patch]} of the configuration; its paths start where it was set. */
  static Map<String, List<Dependency>> ofConfig(
      FileTree files,
      Config config,
      Registries registries,
      Path rootManifest,
      List<Problem> warnings)
      throws ProblemException {
    Optional<ConfigValue.Table> table = config.table("patch");
    var patches = new LinkedHashMap<String, List<Dependency>>();
    if (table.isEmpty()) {
      return patches;
    }
    for (Map.Entry<String, ConfigValue> source : table.get().entries().entrySet()) {
      Place place = source.getValue().origin().place();
      Toml.Table entries = Fields.table(ConfigToml.of(source.getValue()));
      var list = new ArrayList<Dependency>();
      for (Toml.Entry e : entries.entries().values()) {
        Optional<ConfigValue> set = config.value("patch", source.getKey(), e.key());
        Path base = set.map(v -> v.origin().base(config.directory())).orElse(config.directory());
        var reading =
            new DependencyReading(
                base,
                SourceId.path(rootManifest.resolve("..").normalize()),
                registries,
                new Inheritance(files, rootManifest, Optional::empty),
                Edition.E2015,
                warnings);
        list.add(reading.one(e, DependencyKind.NORMAL, Optional.empty()));
      }
      patches.put(url(source.getKey(), place, registries), List.copyOf(list));
    }
    return patches;
  }

  private static String url(String key, Place place, Registries registries)
      throws ProblemException {
    if (key.equals("crates-io")) {
      return SourceId.cratesIo().url();
    }
    Optional<String> index = registries.index(key);
    if (index.isPresent()) {
      return index.get();
    }
    if (key.indexOf(':') > 0) {
      return key;
    }
    Problem problem =
        Problem.at(place, "[patch] entry `" + key + "` should be a URL or registry name");
    throw new ProblemException(
        key.equals("crates")
            ? problem.withHelp("for crates.io, use [patch.crates-io] (with a dash)")
            : problem);
  }

  static List<RootTables.Replacement> replacements(Toml.Table table, DependencyReading reading)
      throws ProblemException {
    var list = new ArrayList<RootTables.Replacement>();
    for (Toml.Entry e : table.entries().values()) {
      PackageIdSpec spec = PackageIdSpec.parse(e.key(), e.keyPlace()).orOf(SourceId.cratesIo());
      if (spec.version().isEmpty()) {
        throw Fields.problem(
            e.keyPlace(),
            "replacements must specify a version to replace, but `" + e.key() + "` does not");
      }
      if (e.value() instanceof Toml.Text
          || (e.value() instanceof Toml.Table t && t.entries().containsKey("version"))) {
        throw Fields.problem(
            e.value().place(),
            "replacements cannot specify a version requirement, but found one for `"
                + e.key()
                + "`");
      }
      Dependency dependency =
          reading.one(
              new Toml.Entry(spec.name(), e.keyPlace(), e.value()),
              DependencyKind.NORMAL,
              Optional.empty());
      list.add(new RootTables.Replacement(spec, dependency));
    }
    return list;
  }
}
