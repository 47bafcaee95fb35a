package heddle.cargo.resolve;

import heddle.cargo.About;
import heddle.cargo.Dependency;
import heddle.cargo.DependencyKind;
import heddle.cargo.Edition;
import heddle.cargo.FeatureValue;
import heddle.cargo.Lints;
import heddle.cargo.Manifest;
import heddle.cargo.Package;
import heddle.cargo.PackageId;
import heddle.cargo.ResolverVersion;
import heddle.cargo.RootTables;
import heddle.cargo.SourceId;
import heddle.cargo.TargetCondition;
import heddle.cargo.Version;
import heddle.cargo.VersionReq;
import heddle.cargo.Workspace;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the plain workspaces of these tests: no inheritance, no discovery. */
record MadeWorkspace(Path root) {

  Workspace read() throws IOException, ProblemException {
    Toml.Table table = toml(root.resolve("Cargo.toml"));
    Toml.Table workspace = table(table, "workspace");
    var members = new ArrayList<Package>();
    var paths = new TreeMap<Path, Package>();
    if (table.get("package").isPresent()) {
      members.add(read(root));
    }
    for (String member : strings(workspace, "members")) {
      members.add(read(root.resolve(member)));
    }
    for (String other : strings(workspace, "exclude")) {
      paths.put(root.resolve(other), read(root.resolve(other)));
    }
    var patches = new LinkedHashMap<String, List<Dependency>>();
    for (var patch : table(table, "patch").entries().values()) {
      var list = new ArrayList<Dependency>();
      for (var entry : ((Toml.Table) patch.value()).entries().values()) {
        list.add(dependency(entry, DependencyKind.NORMAL, Optional.empty(), root));
      }
      patches.put(patch.key(), list);
    }
    var tables =
        new RootTables(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            patches,
            List.of(),
            List.of());
    return new Workspace(
        root.resolve("Cargo.toml"),
        root.resolve("Cargo.lock"),
        Optional.empty(),
        members,
        members,
        paths,
        ResolverVersion.of(resolver(table)).orElseThrow(),
        tables,
        Optional.empty(),
        List.of());
  }

  private static String resolver(Toml.Table table) {
    String edition = string(table(table, "package"), "edition").orElse("2015");
    return string(table(table, "workspace"), "resolver")
        .or(() -> string(table(table, "package"), "resolver"))
        .orElse(edition.equals("2024") ? "3" : edition.equals("2021") ? "2" : "1");
  }

  private static Package read(Path directory) throws IOException, ProblemException {
    Toml.Table table = toml(directory.resolve("Cargo.toml"));
    Toml.Table pkg = table(table, "package");
    var id =
        new PackageId(
            string(pkg, "name").orElseThrow(),
            Version.parse(string(pkg, "version").orElseThrow()),
            SourceId.path(directory));
    var dependencies = new ArrayList<Dependency>();
    gather(table, Optional.empty(), directory, dependencies);
    for (var target : new TreeMap<>(table(table, "target").entries()).values()) {
      gather(
          (Toml.Table) target.value(),
          Optional.of(TargetCondition.parse(target.key(), target.keyPlace())),
          directory,
          dependencies);
    }
    var features = new TreeMap<String, List<FeatureValue>>();
    for (Dependency dependency : dependencies) {
      if (dependency.optional()) {
        features.put(
            dependency.nameInToml(), List.of(new FeatureValue.Dep(dependency.nameInToml())));
      }
    }
    for (var feature : table(table, "features").entries().values()) {
      var values = new ArrayList<FeatureValue>();
      for (Toml value : ((Toml.Array) feature.value()).items()) {
        values.add(FeatureValue.parse(((Toml.Text) value).value()));
      }
      features.put(feature.key(), values);
    }
    var none = Optional.<String>empty();
    var about =
        new About(
            List.of(),
            none,
            none,
            none,
            none,
            none,
            none,
            none,
            string(pkg, "rust-version"),
            List.of(),
            List.of());
    return new Package(
        id,
        directory,
        new Manifest(
            directory.resolve("Cargo.toml"),
            id,
            Edition.E2021,
            about,
            string(pkg, "links"),
            Optional.empty(),
            none,
            dependencies,
            features,
            List.of(),
            Lints.NONE,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            table.place()));
  }

  private static void gather(
      Toml.Table table,
      Optional<TargetCondition> condition,
      Path directory,
      List<Dependency> dependencies)
      throws ProblemException {
    var kinds =
        condition.isEmpty()
            ? List.of(DependencyKind.NORMAL, DependencyKind.DEVELOPMENT, DependencyKind.BUILD)
            : List.of(DependencyKind.NORMAL, DependencyKind.BUILD, DependencyKind.DEVELOPMENT);
    for (DependencyKind kind : kinds) {
      for (var entry : new TreeMap<>(table(table, kind.table()).entries()).values()) {
        dependencies.add(dependency(entry, kind, condition, directory));
      }
    }
  }

  private static Dependency dependency(
      Toml.Entry entry, DependencyKind kind, Optional<TargetCondition> condition, Path directory)
      throws ProblemException {
    Toml.Table value =
        entry.value() instanceof Toml.Table inner
            ? inner
            : new Toml.Table(
                Map.of("version", new Toml.Entry("version", entry.keyPlace(), entry.value())),
                entry.keyPlace());
    Optional<String> renamed = string(value, "package");
    Optional<String> path = string(value, "path");
    return new Dependency(
        renamed.orElse(entry.key()),
        renamed.map(_ -> entry.key()),
        VersionReq.parse(string(value, "version").orElse("*")),
        path.isPresent()
            ? SourceId.path(directory.resolve(path.get()).normalize())
            : SourceId.cratesIo(),
        kind,
        condition,
        flag(value, "optional", false),
        flag(value, "default-features", true),
        strings(value, "features"),
        Optional.empty(),
        entry.keyPlace());
  }

  private static Toml.Table toml(Path file) throws IOException, ProblemException {
    return Toml.parse(new Source(file.toString(), Files.readString(file)));
  }

  private static Toml.Table table(Toml.Table table, String key) {
    var none = new Toml.Table(Map.of(), table.place());
    return table.get(key).orElse(none) instanceof Toml.Table inner ? inner : none;
  }

  private static Optional<String> string(Toml.Table table, String key) {
    return table.get(key).map(value -> ((Toml.Text) value).value());
  }

  private static boolean flag(Toml.Table table, String key, boolean otherwise) {
    return table.get(key).map(value -> ((Toml.Flag) value).value()).orElse(otherwise);
  }

  private static List<String> strings(Toml.Table table, String key) {
    return table.get(key).map(value -> ((Toml.Array) value).items()).orElse(List.of()).stream()
        .map(item -> ((Toml.Text) item).value())
        .toList();
  }
}
