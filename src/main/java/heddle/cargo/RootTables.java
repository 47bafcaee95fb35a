package heddle.cargo;

import heddle.text.Problem;
import heddle.text.Toml;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tables of a manifest that count only where it is the root of its workspace. Profiles and
 * patches keep the order of their names; {@code patches} maps the URL of a source to what takes the
 * place of its packages. Overrides are the packages of the configuration's {@code paths}: each
 * stands in for whatever the lock holds of its name.
 */
public record RootTables(
    Optional<WorkspaceTable> workspace,
    Optional<Toml.Text> workspacePointer,
    Optional<Toml.Text> resolver,
    Map<String, ProfileTable> profiles,
    Map<String, List<Dependency>> patches,
    List<Replacement> replacements,
    List<Dependency> overrides) {
  public static final RootTables EMPTY =
      new RootTables(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          Map.of(),
          List.of(),
          List.of());

  public RootTables {
    profiles = Collections.unmodifiableMap(new LinkedHashMap<>(profiles));
    patches = Collections.unmodifiableMap(new LinkedHashMap<>(patches));
    replacements = List.copyOf(replacements);
    overrides = List.copyOf(overrides);
  }

  /** An entry of {@code [replace]}: a package id specification, and what stands in for it. */
  public record Replacement(PackageIdSpec spec, Dependency dependency) {}

  /** What entries of {@code [patch]} say that belongs where their package is asked for. */
  public List<Problem> idleInPatches() {
    var problems = new ArrayList<Problem>();
    for (List<Dependency> table : patches.values()) {
      for (Dependency by : table) {
        String idle = String.join(", ", idle(by));
        if (!idle.isEmpty()) {
          problems.add(
              Problem.of("unused field in patch for `" + by.packageName() + "`: " + idle)
                  .withHelp("configure " + idle + " in the `dependencies` entry"));
        }
      }
    }
    return problems;
  }

  static List<String> idle(Dependency by) {
    var idle = new ArrayList<String>();
    if (!by.features().isEmpty()) {
      idle.add("`features`");
    }
    if (!by.defaultFeatures()) {
      idle.add("`default-features`");
    }
    return idle;
  }
}
