package heddle.cargo;

import heddle.engine.BuildException;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads dependency tables of one manifest: inheritance, where a package comes from, what is asked
 * of it. Relative paths start at the directory given.
 */
final class DependencyReading {
  private final Path directory;
  private final DependencySources sources;
  private final Inheritance inheritance;
  private final Edition edition;
  private final List<Problem> warnings;

  DependencyReading(
      Path directory,
      SourceId source,
      Registries registries,
      Inheritance inheritance,
      Edition edition,
      List<Problem> warnings) {
    this.directory = directory;
    this.sources = new DependencySources(source, registries, warnings);
    this.inheritance = inheritance;
    this.edition = edition;
    this.warnings = warnings;
  }

  /** All dependencies of a manifest, in cargo's order. */
  List<Dependency> all(Fields manifest)
      throws ProblemException, BuildException, InterruptedException {
    var all = new ArrayList<Dependency>();
    tables(
        manifest,
        Optional.empty(),
        List.of(DependencyKind.NORMAL, DependencyKind.DEVELOPMENT, DependencyKind.BUILD),
        all);
    Optional<Fields> targets = manifest.table("target");
    if (targets.isPresent()) {
      for (Toml.Entry e : sorted(targets.get().table())) {
        tables(
            new Fields(Fields.table(e.value())),
            Optional.of(TargetCondition.parse(e.key(), e.keyPlace())),
            List.of(DependencyKind.NORMAL, DependencyKind.BUILD, DependencyKind.DEVELOPMENT),
            all);
      }
    }
    checkSources(all);
    return all;
  }

  private void tables(
      Fields tables,
      Optional<TargetCondition> condition,
      List<DependencyKind> order,
      List<Dependency> all)
      throws ProblemException, BuildException, InterruptedException {
    for (DependencyKind kind : order) {
      String name = kind.table();
      Optional<Fields> table = tables.table(name);
      if (kind != DependencyKind.NORMAL) {
        String old = name.replace('-', '_');
        Optional<Fields> before = tables.table(old);
        if (before.isPresent()) {
          underscore(
              before.get().table().place(),
              name,
              table.isPresent(),
              condition.isEmpty() ? "package" : "platform target");
        }
        table = table.isPresent() ? table : before;
      }
      if (table.isPresent()) {
        for (Toml.Entry e : sorted(table.get().table())) {
          all.add(inherited(e, kind, condition));
        }
      }
    }
  }

  private static Iterable<Toml.Entry> sorted(Toml.Table table) {
    if (isSorted(table)) {
      return table.entries().values();
    }
    var sorted = new TreeMap<String, Toml.Entry>(Bytewise.ORDER);
    sorted.putAll(table.entries());
    return sorted.values();
  }

  /** Published manifests are. */
  private static boolean isSorted(Toml.Table table) {
    String last = "";
    for (String key : table.entries().keySet()) {
      if (Bytewise.compare(last, key) > 0) {
        return false;
      }
      last = key;
    }
    return true;
  }

  private void underscore(Place place, String name, boolean redundant, String kind)
      throws ProblemException {
    Underscores.check(place, name, redundant, kind, edition, warnings);
  }

  private Dependency inherited(
      Toml.Entry e, DependencyKind kind, Optional<TargetCondition> condition)
      throws ProblemException, BuildException, InterruptedException {
    Names.checkPackage(e.key(), e.keyPlace());
    // Of another type, the key means nothing, as an unknown one.
    if (!(e.value() instanceof Toml.Table table)
        || !(table.get("workspace").orElse(table) instanceof Toml.Flag)) {
      return one(e, kind, condition);
    }
    var own = new Fields(table);
    if (!own.flag("workspace").orElse(false)) {
      throw Fields.problem(own.place("workspace"), "`workspace` cannot be false");
    }
    Toml root = inheritance.dependency(e.key(), table.place());
    var fields =
        root instanceof Toml.Table t
            ? new Fields(t)
            : new Fields(
                new Toml.Table(
                    Map.of("version", new Toml.Entry("version", root.place(), Fields.text(root))),
                    root.place()));
    Optional<Boolean> defaults = fields.flag("default-features", "default_features");
    Optional<Boolean> mine = own.flag("default-features", "default_features");
    if (mine.equals(Optional.of(true)) && defaults.equals(Optional.of(false))) {
      defaults = mine;
    } else if (mine.equals(Optional.of(false)) && !defaults.equals(Optional.of(false))) {
      Place place = table.place();
      if (edition.isAtLeast(Edition.E2024)) {
        throw Fields.problem(
            place, "`default-features = false` cannot override workspace's `default-features`");
      }
      String text = defaults.isPresent() ? "true" : "not specified";
      warnings.add(
          Problem.at(
              place,
              "`default-features` is ignored for "
                  + e.key()
                  + ", since `default-features` was "
                  + text
                  + " for `workspace.dependencies."
                  + e.key()
                  + "`, this could become a hard error in the future"));
    }
    var features = new ArrayList<>(fields.texts("features").orElse(List.of()));
    features.addAll(own.texts("features").orElse(List.of()));
    Optional<Toml.Text> path = fields.placedText("path");
    Optional<Path> folder =
        path.isPresent()
            ? Optional.of(
                directory.resolve(inheritance.relative(path.get().value(), table.place())))
            : Optional.empty();
    return build(
        e,
        fields,
        kind,
        condition,
        own.flag("optional").orElse(false),
        defaults.orElse(true),
        features,
        folder);
  }

  /** The dependency of one entry that takes over nothing, as in {@code [patch]}. */
  Dependency one(Toml.Entry e, DependencyKind kind, Optional<TargetCondition> condition)
      throws ProblemException {
    return switch (e.value()) {
      case Toml.Text version ->
          new Dependency(
              e.key(),
              Optional.empty(),
              requirement(version, e.key()),
              SourceId.cratesIo(),
              kind,
              condition,
              false,
              true,
              List.of(),
              Optional.empty(),
              e.keyPlace());
      case Toml.Table table -> detailed(e, new Fields(table), kind, condition);
      case Toml.Flag flag when flag.value() ->
          throw new ProblemException(
              Fields.wrongType(flag, EXPECTED)
                  .problems()
                  .getFirst()
                  .withNote(
                      "if you meant to use a workspace member, you can write `"
                          + e.key()
                          + ".workspace = true`"));
      default -> throw Fields.wrongType(e.value(), EXPECTED);
    };
  }

  private Dependency detailed(
      Toml.Entry e, Fields fields, DependencyKind kind, Optional<TargetCondition> condition)
      throws ProblemException {
    Optional<Boolean> defaults = fields.flag("default-features", "default_features");
    if (fields.has("default_features")) {
      Underscores.check(
          fields.place("default_features"),
          "default-features",
          fields.has("default-features"),
          "dependency",
          edition,
          warnings);
    }
    Optional<Toml.Text> path = fields.placedText("path");
    return build(
        e,
        fields,
        kind,
        condition,
        fields.flag("optional").orElse(false),
        defaults.orElse(true),
        fields.texts("features").orElse(List.of()),
        path.isPresent() ? Optional.of(folder(path.get())) : Optional.empty());
  }

  private static final String EXPECTED =
      "a version string like \"0.9.8\" or a detailed dependency like { version = \"0.9.8\" }";

  private Path folder(Toml.Text path) throws ProblemException {
    try {
      return directory.resolve(path.value());
    } catch (InvalidPathException _) {
      throw Fields.problem(path.place(), "`" + path.value() + "` is not a path");
    }
  }

  private Dependency build(
      Toml.Entry e,
      Fields fields,
      DependencyKind kind,
      Optional<TargetCondition> condition,
      boolean optional,
      boolean defaultFeatures,
      List<String> features,
      Optional<Path> folder)
      throws ProblemException {
    String name = e.key();
    Place place = e.keyPlace();
    if (!fields.has("version") && folder.isEmpty() && !fields.has("git")) {
      throw Fields.problem(
          place,
          "dependency ("
              + name
              + ") specified without providing a local path, Git repository, version, or workspace"
              + " dependency to use");
    }
    if (!fields.has("git")) {
      for (String key : new String[] {"branch", "tag", "rev"}) {
        if (fields.has(key)) {
          throw Fields.problem(
              fields.place(key), "key `" + key + "` is ignored for dependency (" + name + ").");
        }
      }
    }
    for (String key : new String[] {"artifact", "lib", "target"}) {
      if (fields.has(key)) {
        throw Fields.problem(
            fields.place(key),
            fields.has("artifact")
                ? "`artifact = …` requires `-Z bindeps` ("
                    + name
                    + "): artifact dependencies are not part of stable Rust"
                : "'"
                    + key
                    + "' specifier cannot be used without an 'artifact = …' value ("
                    + name
                    + ")");
      }
    }
    if (fields.has("base")) {
      throw Fields.problem(
          fields.place("base"), "`base` requires the unstable feature `path-bases` of cargo");
    }
    if (fields.has("public")) {
      fields.flag("public");
      warnings.add(
          Problem.at(
              fields.place("public"),
              kind == DependencyKind.NORMAL
                  ? "ignoring `public` on dependency "
                      + name
                      + ", pass `-Zpublic-dependency` to enable support for it"
                  : "'public' specifier can only be used on regular dependencies, not "
                      + kind.table()));
    }
    checkFeatures(features, name, fields.place("features"));
    if (optional && kind == DependencyKind.DEVELOPMENT) {
      throw Fields.problem(
          place, "dev-dependencies are not allowed to be optional: `" + name + "`");
    }
    Optional<Toml.Text> renamed = fields.placedText("package");
    if (renamed.isPresent()) {
      Names.checkPackage(renamed.get().value(), renamed.get().place());
    }
    Optional<Toml.Text> version = fields.placedText("version");
    return new Dependency(
        renamed.map(Toml.Text::value).orElse(name),
        renamed.isPresent() ? Optional.of(name) : Optional.empty(),
        version.isPresent() ? requirement(version.get(), name) : VersionReq.ANY,
        sources.of(name, fields, place, folder),
        kind,
        condition,
        optional,
        defaultFeatures,
        features,
        sources.registry(fields),
        place);
  }

  private VersionReq requirement(Toml.Text version, String name) throws ProblemException {
    if (version.value().indexOf('+') >= 0) {
      warnings.add(
          Problem.at(
              version.place(),
              "version requirement `"
                  + version.value()
                  + "` for dependency `"
                  + name
                  + "` includes semver metadata which will be ignored, removing the metadata is"
                  + " recommended to avoid confusion"));
    }
    return VersionReq.parse(version.value(), version.place());
  }

  private static void checkFeatures(List<String> features, String name, Place place)
      throws ProblemException {
    for (String feature : features) {
      String shown = "feature `" + feature + "` in dependency `" + name + "` is not allowed to ";
      if (feature.indexOf('/') >= 0) {
        throw new ProblemException(
            Problem.at(place, shown + "contain slashes")
                .withHelp(
                    "to enable features of a transitive dependency, the direct dependency needs to"
                        + " re-export those features from the `[features]` table"));
      }
      if (feature.startsWith("dep:")) {
        throw new ProblemException(
            Problem.at(place, shown + "use explicit `dep:` syntax")
                .withHelp(
                    "to enable an optional dependency, specify its name without the `dep:` prefix,"
                        + " or a feature of the dependency that enables it"));
      }
    }
  }

  private static void checkSources(List<Dependency> dependencies) throws ProblemException {
    var sources = new HashMap<String, SourceId>();
    for (Dependency d : dependencies) {
      SourceId other = sources.put(d.nameInToml(), d.source());
      if (other != null && !other.equals(d.source())) {
        throw Fields.problem(
            d.place(),
            "Dependency '"
                + d.nameInToml()
                + "' has different source paths depending on the build target. Each dependency must"
                + " have a single canonical source path irrespective of build target.");
      }
    }
  }
}
