package heddle.cargo;

import heddle.engine.BuildException;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Suggestion;
import heddle.text.Toml;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one Cargo.toml. Warnings, profiles, patches and what else counts only of a workspace's
 * members are read of path packages alone. Source of the rules: cargo's {@code util/toml/mod.rs}.
 */
final class ManifestReading {
  private static final List<String> PACKAGE_ONLY =
      List.of(
          "badges",
          "features",
          "lib",
          "bin",
          "example",
          "test",
          "bench",
          "dependencies",
          "dev-dependencies",
          "dev_dependencies",
          "build-dependencies",
          "build_dependencies",
          "target",
          "lints",
          "hints");

  private final FileTree files;
  private final Registries registries;
  private final WorkspaceSearch search;
  private final Path file;
  private final Path directory;
  private final SourceId source;
  private final List<Problem> warnings = new ArrayList<>();
  private final RootTableReading roots;

  ManifestReading(
      FileTree files, Registries registries, WorkspaceSearch search, Path file, SourceId source) {
    this.files = new ListedOnce(files);
    this.registries = registries;
    this.search = search;
    this.file = file;
    this.directory = file.resolve("..").normalize();
    this.source = source;
    this.roots =
        new RootTableReading(
            edition ->
                new DependencyReading(
                    directory,
                    source,
                    registries,
                    new Inheritance(this.files, file, Optional::empty),
                    edition,
                    warnings),
            registries,
            warnings);
  }

  /** The manifest; a missing file is a problem. */
  ManifestFile read() throws ProblemException, BuildException, InterruptedException {
    try {
      return readFile();
    } catch (InvalidPathException e) {
      throw new ProblemException(
          Problem.of("manifest `" + file + "` names a path that cannot be: " + e.getReason()));
    }
  }

  private ManifestFile readFile() throws ProblemException, BuildException, InterruptedException {
    Toml.Table toml =
        files
            .toml(file)
            .orElseThrow(
                () -> new ProblemException(Problem.of("manifest `" + file + "` does not exist")));
    var manifest = new Fields(toml);
    if (source.isPath()) {
      ManifestTypes.check(manifest);
    }
    CargoFeatures.check(manifest, warnings);
    Optional<Fields> table = manifest.table("package");
    if (table.isEmpty()) {
      table = manifest.table("project");
    }
    if (table.isEmpty()) {
      if (!manifest.has("workspace")) {
        throw Fields.problem(
            toml.place(), "manifest is missing either a `[package]` or a `[workspace]`");
      }
      for (String key : PACKAGE_ONLY) {
        if (manifest.has(key)) {
          throw Fields.problem(
              manifest.table().entry(key).orElseThrow().keyPlace(),
              "this virtual manifest specifies a `"
                  + key.replace('_', '-')
                  + "` section, which is not allowed");
        }
      }
      RootTables root = roots.read(manifest, Optional.empty(), Edition.E2015);
      UnusedKeys.of(toml, warnings);
      return new ManifestFile(file, Optional.empty(), root, warnings);
    }
    return read(manifest, table.get());
  }

  private ManifestFile read(Fields manifest, Fields fields)
      throws ProblemException, BuildException, InterruptedException {
    var inheritance =
        new Inheritance(files, file, () -> search.inheritedRoot(file, manifest.table()));
    var table = new PackageTable(fields, inheritance);
    Toml.Text name =
        fields
            .placedText("name")
            .orElseThrow(
                () -> Fields.problem(fields.table().place(), "missing field `package.name`"));
    Names.checkPackage(name.value(), name.place());
    if (fields.has("cargo-features")) {
      throw Fields.problem(
          fields.place("cargo-features"),
          "the field `cargo-features` should be set at the top of Cargo.toml before any tables");
    }
    if (fields.has("metabuild")) {
      throw Fields.problem(
          fields.place("metabuild"), "`metabuild` is an unstable feature of cargo");
    }
    Optional<Toml.Text> version = table.text("version");
    Version number =
        version.isPresent()
            ? Version.parse(version.get().value().strip(), version.get().place())
            : Version.of(0, 0, 0);
    Optional<Toml.Text> rustVersion = table.text("rust-version");
    Edition edition = edition(table, rustVersion, fields.table().place());
    if (manifest.has("project")) {
      Place place = manifest.place("project");
      if (edition.isAtLeast(Edition.E2024)) {
        throw Fields.problem(
            place, "`[project]` is not supported as of the 2024 Edition, please use `[package]`");
      }
      warnings.add(Problem.at(place, "`[project]` is deprecated in favor of `[package]`"));
    }
    var targetReading =
        new TargetReading(
            files, directory, edition, name.value(), manifest, fields, source.isPath(), warnings);
    List<CargoTarget> targets = targetReading.read();
    checkTargets(targets, fields);
    var dependencyReading =
        new DependencyReading(directory, source, registries, inheritance, edition, warnings);
    List<Dependency> dependencies = dependencyReading.all(manifest);
    Optional<Fields> features = manifest.table("features");
    Map<String, List<FeatureValue>> featureMap =
        new FeatureReading(
                features.map(Fields::table).orElse(new Toml.Table(Map.of(), name.place())),
                dependencies)
            .read(dependencies);
    if (source.isPath()) {
      new UnknownRequirements(featureMap.keySet(), dependencies, warnings).of(manifest);
      IdleConditions.of(manifest, warnings);
    }
    if (featureMap.containsKey("default-features")) {
      warnings.add(
          Problem.at(
                  manifest.place("features"),
                  "`[features]` defines a feature named `default-features`")
              .withNote("only a feature named `default` will be enabled by default"));
    }
    Lints lints = lints(manifest, inheritance);
    About about = about(table, rustVersion);
    if (about.license().isPresent() && about.licenseFile().isPresent()) {
      warnings.add(
          Problem.at(
              fields.place("license-file"),
              "only one of `license` or `license-file` is necessary\n`license` should be used if"
                  + " the package license can be expressed with a standard SPDX expression.\n"
                  + "`license-file` should be used if the package uses a non-standard license."));
    }
    RootTables root =
        source.isPath() ? roots.read(manifest, Optional.of(fields), edition) : RootTables.EMPTY;
    if (source.isPath()) {
      UnusedKeys.of(manifest.table(), warnings);
    }
    var id = new PackageId(name.value(), number, source);
    Optional<Toml> metadata = fields.any("metadata");
    var read =
        new Manifest(
            file,
            id,
            edition,
            about,
            fields.text("links"),
            table.publish(version.isPresent()),
            fields.text("default-run"),
            dependencies,
            featureMap,
            targets,
            lints,
            metadata,
            hints(manifest),
            warnings,
            targetReading.faults(),
            name.place());
    return new ManifestFile(file, Optional.of(new Package(id, directory, read)), root, warnings);
  }

  /** What {@code [hints]} says that cargo knows. */
  private static Optional<Toml> hints(Fields manifest) throws ProblemException {
    Optional<Fields> hints = manifest.table("hints");
    return hints.isPresent() ? hints.get().any("mostly-unused") : Optional.empty();
  }

  private About about(PackageTable table, Optional<Toml.Text> rustVersion)
      throws ProblemException, BuildException, InterruptedException {
    return new About(
        table.texts("authors"),
        table.plain("description"),
        table.plain("homepage"),
        table.plain("documentation"),
        table.plain("repository"),
        table.plain("license"),
        table.licenseFile(),
        table.readme(files, directory),
        rustVersion.map(Toml.Text::value),
        table.texts("keywords"),
        table.texts("categories"));
  }

  private Edition edition(PackageTable table, Optional<Toml.Text> rustVersion, Place place)
      throws ProblemException, BuildException, InterruptedException {
    Optional<Toml.Text> given = table.text("edition");
    Optional<RustVersionText> rust =
        rustVersion.isPresent()
            ? Optional.of(
                RustVersionText.parse(rustVersion.get().value(), rustVersion.get().place()))
            : Optional.empty();
    if (given.isPresent()) {
      Edition edition = edition(given.get());
      if (rust.isPresent() && !rust.get().covers(first(edition))) {
        throw Fields.problem(
            rustVersion.get().place(),
            "rust-version "
                + rustVersion.get().value()
                + " is incompatible with the version ("
                + edition.firstRelease()
                + ") required by the specified edition ("
                + edition
                + ")");
      }
      return edition;
    }
    Edition possible = Edition.E2015;
    for (Edition e : Edition.values()) {
      possible = rust.isPresent() && rust.get().covers(first(e)) ? e : possible;
    }
    if (rust.isEmpty() || possible != Edition.E2015) {
      warnings.add(
          Problem.at(
              place,
              "no edition set: defaulting to the 2015 edition while "
                  + (rust.isEmpty() || possible == Edition.E2024
                      ? "the latest is 2024"
                      : possible + " is compatible with `rust-version`")));
    }
    return Edition.E2015;
  }

  private static RustVersionText first(Edition edition) throws ProblemException {
    String text = edition.firstRelease();
    return RustVersionText.parse(text, new Source("edition", text).all());
  }

  static Edition edition(Toml.Text text) throws ProblemException {
    return Edition.of(text.value())
        .orElseThrow(() ->
            new ProblemException(
                Problem.at(
                        text.place(),
                        "the edition `" + text.value() + "` is not known to stable Rust")
                    .withHelp("supported edition values are `2015`, `2018`, `2021` and `2024`")));
  }

  private void checkTargets(List<CargoTarget> targets, Fields fields) throws ProblemException {
    if (targets.stream().allMatch(CargoTarget::isCustomBuild)) {
      throw new ProblemException(
          Problem.at(fields.table().place(), "no targets specified in the manifest")
              .withHelp(
                  "either src/lib.rs, src/main.rs, a [lib] section, or [[bin]] section must be"
                      + " present"));
    }
    Optional<Toml.Text> links = fields.placedText("links");
    if (links.isPresent() && targets.stream().noneMatch(CargoTarget::isCustomBuild)) {
      throw Fields.problem(
          links.get().place(),
          "package specifies that it links to `"
              + links.get().value()
              + "` but does not have a custom build script");
    }
    Optional<Toml.Text> run = fields.placedText("default-run");
    if (run.isPresent()) {
      List<String> names =
          targets.stream().filter(CargoTarget::isBinary).map(CargoTarget::name).toList();
      if (!names.contains(run.get().value())) {
        Problem problem =
            Problem.at(
                run.get().place(), "default-run target `" + run.get().value() + "` not found");
        Optional<Suggestion> near = Suggestion.among(names, run.get().value());
        throw new ProblemException(
            near.isPresent() ? problem.withHelp(near.get().help("target")) : problem);
      }
    }
    if (source.isPath()) {
      warnOfSharedFiles(targets, fields.table().place());
    }
  }

  private void warnOfSharedFiles(List<CargoTarget> targets, Place place) {
    var byPath = new LinkedHashMap<Path, List<CargoTarget>>();
    targets.forEach(t -> byPath.computeIfAbsent(t.path(), _ -> new ArrayList<>()).add(t));
    byPath.forEach((path, shared) -> {
      if (shared.size() > 1) {
        var text =
            new StringBuilder("file `" + path + "` found to be present in multiple build targets:");
        shared.forEach(t ->
            text.append("\n  * `")
                .append(t.kind().description())
                .append("` target `")
                .append(t.name())
                .append('`'));
        warnings.add(Problem.at(place, text.toString()));
      }
    });
  }

  private Lints lints(Fields manifest, Inheritance inheritance)
      throws ProblemException, BuildException, InterruptedException {
    Optional<Fields> own = manifest.table("lints");
    if (own.isEmpty()) {
      return Lints.NONE;
    }
    Toml.Table table = own.get().table();
    Optional<Boolean> inherited = own.get().flag("workspace");
    if (inherited.isPresent()) {
      if (!inherited.get()) {
        throw Fields.problem(own.get().place("workspace"), "`workspace` cannot be false");
      }
      if (table.entries().size() > 1) {
        throw new ProblemException(
            Problem.at(table.place(), "cannot override `workspace.lints` in `lints`")
                .withHelp(
                    "either remove the overrides or `lints.workspace = true` and manually specify"
                        + " the lints"));
      }
      table = inheritance.lints(own.get().place("workspace"));
    }
    return new LintTable(table, warnings).read();
  }
}
