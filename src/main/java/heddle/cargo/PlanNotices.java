package heddle.cargo;

import heddle.text.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What planning warns of: nothing here stops a build. Source of the rules: {@code
 * warn_no_lib_packages_and_artifact_libs_overlapping_deps} of cargo's {@code core/package.rs},
 * {@code unmatched_target_filters} of {@code ops/cargo_compile/unit_generator.rs}, {@code
 * ops/resolve.rs}.
 */
final class PlanNotices {
  private final Workspace workspace;
  private final Resolution resolution;
  private final Platforms platforms;
  private final boolean dev;
  private final Set<Problem> notices = new LinkedHashSet<>();

  PlanNotices(Workspace workspace, Resolution resolution, Platforms platforms, boolean dev) {
    this.workspace = workspace;
    this.resolution = resolution;
    this.platforms = platforms;
    this.dev = dev;
  }

  List<Problem> all() {
    return List.copyOf(notices);
  }

  void add(String message) {
    notices.add(Problem.of(message));
  }

  /** Of dependencies of the package that have no library: nothing of them is used. */
  void librariesOf(int pkg) {
    for (Resolution.Edge edge : resolution.edges(pkg)) {
      if (resolution.has(edge.to())
          && resolution.pkg(edge.to()).manifest().library().isEmpty()
          && edge.dependencies().stream().anyMatch(this::counts)) {
        for (Dependency d : edge.dependencies()) {
          add(
              "`"
                  + resolution.pkg(pkg).id()
                  + "` asks for `"
                  + d.nameInToml()
                  + "`, which has no library: the dependency is ignored");
        }
      }
    }
  }

  private boolean counts(Dependency d) {
    return (dev || d.isTransitive())
        && (platforms.active(d, Platform.host())
            || platforms.requested().stream().anyMatch(p -> platforms.active(d, p)));
  }

  /** Of {@code [patch]}: words that say nothing. */
  void patches() {
    notices.addAll(workspace.tables().idleInPatches());
  }

  /** Of {@code [replace]}: entries that replace nothing, and words of theirs that say nothing. */
  void replacements() {
    for (RootTables.Replacement each : workspace.tables().replacements()) {
      Dependency by = each.dependency();
      boolean used =
          resolution.locked().ids().stream()
              .anyMatch(id -> each.spec().matches(id) && !id.source().equals(by.source()));
      if (!used) {
        add("package replacement is not used: " + each.spec());
      }
      List<String> idle = RootTables.idle(by);
      if (!idle.isEmpty()) {
        notices.add(
            Problem.of(
                    "unused field in replacement for `"
                        + by.packageName()
                        + "`: "
                        + String.join(", ", idle))
                .withHelp("say it where the package is asked for, in `[dependencies]`"));
      }
    }
  }

  /** Where targets of some kinds were asked for and there is none. */
  void nothingSelected(TargetSelection selection) {
    var filters = new ArrayList<String>();
    if (selection.allTargets()) {
      filters.add("`all-targets`");
    } else {
      filter(selection.bins(), "`bins`", filters);
      filter(selection.tests(), "`tests`", filters);
      filter(selection.examples(), "`examples`", filters);
      filter(selection.benches(), "`benches`", filters);
    }
    if (!filters.isEmpty()) {
      add(
          (filters.size() > 1 ? "target filters " : "target filter ")
              + String.join(", ", filters)
              + " specified, but no targets matched; this is a no-op");
    }
  }

  private static void filter(TargetSelection.Names names, String text, List<String> filters) {
    if (names.all()) {
      filters.add(text);
    }
  }

  void noDocumentationTests(Package pkg, CargoTarget library) {
    add(
        "doc tests are not supported for crate type(s) `"
            + String.join(", ", library.crateTypes().stream().map(CrateType::name).toList())
            + "` in package `"
            + pkg.name()
            + "`");
  }
}
