package heddle.cargo;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.Toml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Warns of keys of a manifest that mean nothing to cargo, with cargo's words. Source of the keys:
 * cargo-util-schemas, {@code manifest/mod.rs}.
 */
final class UnusedKeys {
  private static final Set<String> TOP =
      Set.of(
          "cargo-features",
          "package",
          "project",
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
          "hints",
          "workspace",
          "profile",
          "patch",
          "replace");
  private static final Set<String> PACKAGE =
      Set.of(
          "edition",
          "rust-version",
          "name",
          "version",
          "authors",
          "build",
          "metabuild",
          "default-target",
          "forced-target",
          "links",
          "exclude",
          "include",
          "publish",
          "workspace",
          "im-a-teapot",
          "autolib",
          "autobins",
          "autoexamples",
          "autotests",
          "autobenches",
          "default-run",
          "description",
          "homepage",
          "documentation",
          "readme",
          "keywords",
          "categories",
          "license",
          "license-file",
          "repository",
          "resolver",
          "metadata",
          "cargo-features");
  private static final Set<String> INHERITABLE =
      Set.of(
          "version",
          "authors",
          "description",
          "homepage",
          "documentation",
          "readme",
          "keywords",
          "categories",
          "license",
          "license-file",
          "repository",
          "publish",
          "edition",
          "badges",
          "exclude",
          "include",
          "rust-version");
  private static final Set<String> WORKSPACE =
      Set.of(
          "members",
          "exclude",
          "default-members",
          "resolver",
          "metadata",
          "package",
          "dependencies",
          "lints");
  private static final Set<String> TARGET =
      Set.of(
          "name",
          "crate-type",
          "crate_type",
          "path",
          "filename",
          "test",
          "doctest",
          "bench",
          "doc",
          "doc-scrape-examples",
          "proc-macro",
          "proc_macro",
          "harness",
          "required-features",
          "edition");
  private static final Set<String> DEPENDENCY =
      Set.of(
          "version",
          "registry",
          "registry-index",
          "path",
          "base",
          "git",
          "branch",
          "tag",
          "rev",
          "features",
          "optional",
          "default-features",
          "default_features",
          "package",
          "public",
          "artifact",
          "lib",
          "target");
  private static final Set<String> INHERITED =
      Set.of("workspace", "features", "default-features", "default_features", "optional", "public");
  private static final Set<String> PLATFORM =
      Set.of(
          "dependencies",
          "dev-dependencies",
          "dev_dependencies",
          "build-dependencies",
          "build_dependencies");
  static final Set<String> PROFILE =
      Set.of(
          "opt-level",
          "lto",
          "codegen-backend",
          "codegen-units",
          "debug",
          "split-debuginfo",
          "debug-assertions",
          "rpath",
          "panic",
          "overflow-checks",
          "incremental",
          "dir-name",
          "inherits",
          "strip",
          "rustflags",
          "package",
          "build-override",
          "trim-paths",
          "hint-mostly-unused");
  private static final Set<String> CONFIG =
      Set.of(
          "paths",
          "alias",
          "build",
          "credential-alias",
          "doc",
          "env",
          "future-incompat-report",
          "cache",
          "cargo-new",
          "http",
          "install",
          "net",
          "patch",
          "profile",
          "resolver",
          "registries",
          "registry",
          "source",
          "target",
          "term");

  private final Map<String, Place> unused = new TreeMap<>(Bytewise.ORDER);

  private UnusedKeys() {}

  static void of(Toml.Table manifest, List<Problem> warnings) {
    var keys = new UnusedKeys();
    keys.manifest(manifest);
    keys.unused.forEach((key, place) -> {
      Problem problem = Problem.at(place, "unused manifest key: " + key);
      warnings.add(
          CONFIG.contains(key)
              ? problem.withHelp(key + " is a valid .cargo/config.toml key")
              : problem);
    });
  }

  private void manifest(Toml.Table manifest) {
    keys("", manifest, TOP);
    each(
        manifest,
        "package",
        (name, table) -> {
          keys(name, table, PACKAGE);
          for (String key : INHERITABLE) {
            inner(table, key).ifPresent(t -> keys(name + "." + key, t, Set.of("workspace")));
          }
        });
    each(manifest, "project", (name, table) -> keys(name, table, PACKAGE));
    each(
        manifest,
        "workspace",
        (name, table) -> {
          keys(name, table, WORKSPACE);
          each(table, "package", (_, t) -> keys("workspace.package", t, INHERITABLE));
          each(table, "dependencies", (_, t) -> dependencies("workspace.dependencies", t));
        });
    each(manifest, "lib", (name, table) -> keys(name, table, TARGET));
    for (String kind : List.of("bin", "example", "test", "bench")) {
      if (manifest.get(kind).orElse(manifest) instanceof Toml.Array array) {
        for (int i = 0; i < array.items().size(); i++) {
          if (array.items().get(i) instanceof Toml.Table table) {
            keys(kind + "." + i, table, TARGET);
          }
        }
      }
    }
    platform("", manifest);
    each(
        manifest,
        "target",
        (_, targets) ->
            targets
                .entries()
                .values()
                .forEach(e -> {
                  if (e.value() instanceof Toml.Table table) {
                    String name = "target." + e.key();
                    keys(name, table, PLATFORM);
                    platform(name + ".", table);
                  }
                }));
    each(
        manifest,
        "profile",
        (_, profiles) ->
            profiles
                .entries()
                .values()
                .forEach(e -> {
                  if (e.value() instanceof Toml.Table table) {
                    profile("profile." + e.key(), table);
                  }
                }));
    each(
        manifest,
        "patch",
        (_, sources) ->
            sources
                .entries()
                .values()
                .forEach(e -> {
                  if (e.value() instanceof Toml.Table table) {
                    dependencies("patch." + e.key(), table);
                  }
                }));
    each(manifest, "replace", (_, table) -> dependencies("replace", table));
  }

  private void platform(String prefix, Toml.Table tables) {
    for (String name : PLATFORM) {
      each(tables, name, (_, table) -> dependencies(prefix + name.replace('_', '-'), table));
    }
  }

  private void dependencies(String prefix, Toml.Table table) {
    for (Toml.Entry e : table.entries().values()) {
      if (e.value() instanceof Toml.Table dependency) {
        boolean inherited = dependency.entries().containsKey("workspace");
        keys(prefix + "." + e.key(), dependency, inherited ? INHERITED : DEPENDENCY);
      }
    }
  }

  private void profile(String name, Toml.Table table) {
    keys(name, table, PROFILE);
    each(table, "build-override", (_, t) -> profile(name + ".build-override", t));
    each(
        table,
        "package",
        (_, packages) ->
            packages
                .entries()
                .values()
                .forEach(e -> {
                  if (e.value() instanceof Toml.Table t) {
                    profile(name + ".package." + e.key(), t);
                  }
                }));
  }

  private void keys(String prefix, Toml.Table table, Set<String> known) {
    for (Toml.Entry e : table.entries().values()) {
      if (!known.contains(e.key())) {
        unused.put(prefix.isEmpty() ? e.key() : prefix + "." + e.key(), e.keyPlace());
      }
    }
  }

  @FunctionalInterface
  private interface Visit {
    void table(String name, Toml.Table table);
  }

  private static void each(Toml.Table table, String key, Visit visit) {
    inner(table, key).ifPresent(t -> visit.table(key, t));
  }

  private static Optional<Toml.Table> inner(Toml.Table table, String key) {
    return table
        .get(key)
        .flatMap(v -> v instanceof Toml.Table t ? Optional.of(t) : Optional.empty());
  }
}
