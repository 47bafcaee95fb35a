package heddle.cargo;

import heddle.text.ProblemException;
import heddle.text.Toml;
import java.util.List;
import java.util.Map;

/**
 * Types of values that cargo reads and Heddle does not need: a wrong one is refused all the same.
 * Source of the types: cargo-util-schemas, {@code manifest/mod.rs}.
 */
final class ManifestTypes {
  /** Refuses a value of a wrong type. */
  @FunctionalInterface
  private interface Type {
    void check(Toml value) throws ProblemException;
  }

  private static final Type TEXT = Fields::text;
  private static final Type FLAG = Fields::flag;
  private static final Type TEXTS = Fields::texts;
  private static final Type TEXT_OR_TEXTS = ManifestTypes::textOrTexts;
  private static final Type BADGES = ManifestTypes::badges;

  private static final Map<String, Type> SHARED =
      Map.ofEntries(
          Map.entry("authors", TEXTS),
          Map.entry("description", TEXT),
          Map.entry("homepage", TEXT),
          Map.entry("documentation", TEXT),
          Map.entry("readme", ManifestTypes::flagOrText),
          Map.entry("keywords", TEXTS),
          Map.entry("categories", TEXTS),
          Map.entry("license", TEXT),
          Map.entry("license-file", TEXT),
          Map.entry("repository", TEXT),
          Map.entry("publish", ManifestTypes::flagOrTexts),
          Map.entry("edition", TEXT),
          Map.entry("badges", BADGES),
          Map.entry("exclude", TEXTS),
          Map.entry("include", TEXTS),
          Map.entry("version", value -> version(Fields.text(value))),
          Map.entry("rust-version", value -> rustVersion(Fields.text(value))));

  private static final Map<String, Type> PACKAGE =
      Map.of(
          "exclude", ManifestTypes::inheritedTexts,
          "include", ManifestTypes::inheritedTexts,
          "metabuild", TEXT_OR_TEXTS,
          "default-target", ManifestTypes::target,
          "forced-target", ManifestTypes::target,
          "im-a-teapot", FLAG,
          "autolib", FLAG,
          "resolver", TEXT,
          "workspace", TEXT);

  private static final Map<String, Type> TARGET =
      Map.ofEntries(
          Map.entry("name", TEXT),
          Map.entry("path", TEXT),
          Map.entry("filename", TEXT),
          Map.entry("crate-type", TEXTS),
          Map.entry("crate_type", TEXTS),
          Map.entry("test", FLAG),
          Map.entry("doctest", FLAG),
          Map.entry("bench", FLAG),
          Map.entry("doc", FLAG),
          Map.entry("doc-scrape-examples", FLAG),
          Map.entry("proc-macro", FLAG),
          Map.entry("proc_macro", FLAG),
          Map.entry("harness", FLAG),
          Map.entry("required-features", TEXTS),
          Map.entry("edition", TEXT));

  private static final Map<String, Type> DEPENDENCY =
      Map.ofEntries(
          Map.entry("version", TEXT),
          Map.entry("registry", TEXT),
          Map.entry("registry-index", TEXT),
          Map.entry("path", TEXT),
          Map.entry("base", TEXT),
          Map.entry("git", TEXT),
          Map.entry("branch", TEXT),
          Map.entry("tag", TEXT),
          Map.entry("rev", TEXT),
          Map.entry("features", TEXTS),
          Map.entry("optional", FLAG),
          Map.entry("default-features", FLAG),
          Map.entry("default_features", FLAG),
          Map.entry("package", ManifestTypes::packageName),
          Map.entry("public", FLAG),
          Map.entry("artifact", TEXT_OR_TEXTS),
          Map.entry("lib", FLAG),
          Map.entry("target", TEXT));

  private static final Map<String, Type> INHERITED =
      Map.of(
          "features", TEXTS,
          "optional", FLAG,
          "default-features", FLAG,
          "default_features", FLAG,
          "public", FLAG);

  private ManifestTypes() {}

  static void check(Fields manifest) throws ProblemException {
    for (String key : List.of("package", "project")) {
      if (manifest.has(key)) {
        table(manifest.table(key).orElseThrow().table(), PACKAGE);
      }
    }
    if (manifest.has("badges")) {
      badges(manifest.any("badges").orElseThrow());
    }
    if (manifest.has("hints")) {
      hints(manifest.any("hints").orElseThrow());
    }
    if (manifest.has("lib")) {
      table(manifest.table("lib").orElseThrow().table(), TARGET);
    }
    for (String kind : List.of("bin", "example", "test", "bench")) {
      for (Fields each : manifest.tables(kind)) {
        table(each.table(), TARGET);
      }
    }
    dependencies(manifest);
    if (manifest.has("target")) {
      for (Toml.Entry each : manifest.table("target").orElseThrow().table().entries().values()) {
        dependencies(new Fields(Fields.table(each.value())));
      }
    }
    if (manifest.has("workspace")) {
      workspace(manifest.table("workspace").orElseThrow());
    }
  }

  private static void workspace(Fields workspace) throws ProblemException {
    if (workspace.has("package")) {
      table(workspace.table("package").orElseThrow().table(), SHARED);
    }
    if (workspace.has("dependencies")) {
      dependencies(workspace.table("dependencies").orElseThrow().table(), false);
    }
  }

  private static void dependencies(Fields tables) throws ProblemException {
    for (String name :
        List.of(
            "dependencies",
            "dev-dependencies",
            "dev_dependencies",
            "build-dependencies",
            "build_dependencies")) {
      if (tables.has(name)) {
        dependencies(tables.table(name).orElseThrow().table(), true);
      }
    }
  }

  private static void dependencies(Toml.Table table, boolean inherit) throws ProblemException {
    for (Toml.Entry each : table.entries().values()) {
      Names.checkPackage(each.key(), each.keyPlace());
      if (each.value() instanceof Toml.Table fields) {
        boolean inherits = inherit && fields.get("workspace").orElse(fields) instanceof Toml.Flag;
        table(fields, inherits ? INHERITED : DEPENDENCY);
      } else if (!inherit) {
        Fields.text(each.value());
      }
    }
  }

  private static void table(Toml.Table table, Map<String, Type> types) throws ProblemException {
    for (Toml.Entry each : table.entries().values()) {
      Type type = types.get(each.key());
      if (type != null) {
        type.check(each.value());
      }
    }
  }

  private static void inheritedTexts(Toml value) throws ProblemException {
    if (value instanceof Toml.Table table) {
      PackageTable.checkInherited(table);
    } else {
      Fields.texts(value);
    }
  }

  private static void textOrTexts(Toml value) throws ProblemException {
    if (value instanceof Toml.Array) {
      Fields.texts(value);
    } else if (!(value instanceof Toml.Text)) {
      throw Fields.wrongType(value, "string or list of strings");
    }
  }

  private static void flagOrText(Toml value) throws ProblemException {
    if (!(value instanceof Toml.Flag || value instanceof Toml.Text)) {
      throw Fields.wrongType(value, "a boolean or a string");
    }
  }

  private static void flagOrTexts(Toml value) throws ProblemException {
    if (value instanceof Toml.Array) {
      Fields.texts(value);
    } else if (!(value instanceof Toml.Flag)) {
      throw Fields.wrongType(value, "a boolean or vector of strings");
    }
  }

  private static void badges(Toml value) throws ProblemException {
    for (Toml.Entry badge : Fields.table(value).entries().values()) {
      for (Toml.Entry each : Fields.table(badge.value()).entries().values()) {
        Fields.text(each.value());
      }
    }
  }

  private static void hints(Toml value) throws ProblemException {
    if (!(value instanceof Toml.Moment)) {
      Fields.table(value);
    }
  }

  private static void packageName(Toml value) throws ProblemException {
    Names.checkPackage(Fields.text(value).value(), value.place());
  }

  private static void target(Toml value) throws ProblemException {
    if (Fields.text(value).value().isBlank()) {
      throw Fields.problem(value.place(), "the name of a target cannot be empty");
    }
  }

  private static void version(Toml.Text text) throws ProblemException {
    Version.parse(text.value().strip(), text.place());
  }

  private static void rustVersion(Toml.Text text) throws ProblemException {
    RustVersionText.parse(text.value(), text.place());
  }
}
