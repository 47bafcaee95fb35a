package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what a manifest says as the root of a workspace. Dependencies of these tables inherit
 * nothing; warnings are added to the list.
 */
record RootTableReading(
    Function<Edition, DependencyReading> dependencies,
    Registries registries,
    List<Problem> warnings) {
  /** Of a manifest without a package, the fields are empty. */
  RootTables read(Fields manifest, Optional<Fields> fields, Edition edition)
      throws ProblemException {
    Optional<Fields> workspace = manifest.table("workspace");
    Optional<Toml.Text> pointer =
        fields.isPresent() ? fields.get().placedText("workspace") : Optional.empty();
    Optional<Toml.Text> resolver =
        fields.isPresent() ? fields.get().placedText("resolver") : Optional.empty();
    if (workspace.isPresent() && pointer.isPresent()) {
      throw Fields.problem(
          pointer.get().place(),
          "cannot configure both `package.workspace` and `[workspace]`, only one can be specified");
    }
    Optional<WorkspaceTable> table =
        workspace.isPresent() ? Optional.of(workspaceTable(workspace.get())) : Optional.empty();
    Optional<Toml.Text> shared = table.flatMap(WorkspaceTable::resolver);
    if (resolver.isPresent() && shared.isPresent()) {
      throw Fields.problem(
          resolver.get().place(),
          "cannot specify `resolver` field in both `[workspace]` and `[package]`");
    }
    resolver = resolver.isPresent() ? resolver : shared;
    if (resolver.isPresent() && ResolverVersion.of(resolver.get().value()).isEmpty()) {
      throw Fields.problem(
          resolver.get().place(),
          "`resolver` setting `"
              + resolver.get().value()
              + "` is not valid, valid options are \"1\", \"2\" or \"3\"");
    }
    Optional<Fields> profiles = manifest.table("profile");
    return new RootTables(
        table,
        pointer,
        resolver,
        profiles.isPresent() ? new ProfileReading(warnings).all(profiles.get().table()) : Map.of(),
        patches(manifest, edition),
        replacements(manifest, edition),
        List.of());
  }

  private WorkspaceTable workspaceTable(Fields table) throws ProblemException {
    Optional<Fields> dependencies = table.table("dependencies");
    if (dependencies.isPresent()) {
      for (Toml.Entry e : dependencies.get().table().entries().values()) {
        if (e.value() instanceof Toml.Table t) {
          for (String key : List.of("optional", "public")) {
            if (new Fields(t).flag(key).orElse(false)) {
              throw Fields.problem(
                  new Fields(t).place(key),
                  e.key() + " is " + key + ", but workspace dependencies cannot be " + key);
            }
          }
        }
      }
    }
    Optional<Fields> lints = table.table("lints");
    if (lints.isPresent()) {
      new LintTable(lints.get().table(), warnings).read();
    }
    return new WorkspaceTable(
        table.texts("members"),
        table.texts("default-members"),
        table.texts("exclude").orElse(List.of()),
        table.placedText("resolver"),
        table.any("metadata"),
        table.table());
  }

  private Map<String, List<Dependency>> patches(Fields manifest, Edition edition)
      throws ProblemException {
    Optional<Fields> table = manifest.table("patch");
    if (table.isEmpty()) {
      return Map.of();
    }
    return PatchReading.read(table.get().table(), registries, dependencies.apply(edition));
  }

  private List<RootTables.Replacement> replacements(Fields manifest, Edition edition)
      throws ProblemException {
    Optional<Fields> table = manifest.table("replace");
    if (table.isEmpty()) {
      return List.of();
    }
    if (manifest.has("patch")) {
      throw Fields.problem(manifest.place("replace"), "cannot specify both [replace] and [patch]");
    }
    return PatchReading.replacements(table.get().table(), dependencies.apply(edition));
  }
}
