package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The packages a request selects, as specifications; those of {@code -p} may be no members. Source
 * of the rule: cargo's {@code ops/cargo_compile/packages.rs}.
 */
record SelectedPackages(List<PackageIdSpec> specs) {
  SelectedPackages {
    specs = List.copyOf(specs);
  }

  static SelectedPackages of(PackageSelection selection, Workspace workspace)
      throws ProblemException {
    List<PackageIdSpec> specs =
        switch (selection) {
          case PackageSelection.Default _ -> specs(workspace.defaultMembers());
          case PackageSelection.All(var named) -> {
            Optional<Problem> absent = absent("", named, workspace).stream().findFirst();
            if (absent.isPresent()) throw new ProblemException(absent.get());
            yield specs(workspace.members());
          }
          case PackageSelection.AllBut(var names) -> allBut(names, workspace);
          case PackageSelection.Named(var names) -> named(names, workspace);
        };
    if (specs.isEmpty()) {
      throw new ProblemException(
          Problem.of(
              workspace.members().isEmpty()
                  ? "manifest path `"
                      + workspace.rootManifest()
                      + "` contains no package: the manifest is virtual, and the workspace has no"
                      + " members"
                  : "no packages to compile"));
    }
    return new SelectedPackages(specs);
  }

  private static List<PackageIdSpec> specs(List<Package> packages) {
    return packages.stream().map(p -> PackageIdSpec.of(p.id())).toList();
  }

  /** What is to be left out need not be there: cargo warns only. */
  private static List<PackageIdSpec> allBut(List<String> names, Workspace workspace)
      throws ProblemException {
    var patterns = new ArrayList<GlobPattern>();
    var specs = new ArrayList<PackageIdSpec>();
    for (String name : names) {
      if (GlobPattern.isPattern(name)) {
        patterns.add(GlobPattern.parse(name));
      } else {
        specs.add(PackageIdSpec.parse(name));
      }
    }
    return specs(
        workspace.members().stream()
            .filter(m -> specs.stream().noneMatch(s -> s.matches(m.id())))
            .filter(m -> patterns.stream().noneMatch(p -> p.matches(m.name())))
            .toList());
  }

  /** What is to be left out and is not there, as warnings. */
  static List<Problem> unmet(PackageSelection selection, Workspace workspace)
      throws ProblemException {
    return selection instanceof PackageSelection.AllBut(List<String> names)
        ? absent("excluded ", names, workspace)
        : List.of();
  }

  /** What of these names no member has. */
  private static List<Problem> absent(String kind, List<String> names, Workspace workspace)
      throws ProblemException {
    var problems = new ArrayList<Problem>();
    for (String name : names) {
      boolean pattern = GlobPattern.isPattern(name);
      if (pattern ? !meets(GlobPattern.parse(name), workspace) : !meets(name, workspace)) {
        Problem problem =
            Problem.of(
                kind
                    + "package"
                    + (pattern ? " pattern" : "")
                    + "(s) `"
                    + name
                    + "` not found in workspace `"
                    + workspace.root()
                    + "`");
        List<String> known = workspace.members().stream().map(Package::name).toList();
        problems.add(
            Suggestion.among(known, name)
                .map(s -> problem.withHelp(s.help("package")))
                .orElse(problem));
      }
    }
    return problems;
  }

  private static boolean meets(GlobPattern pattern, Workspace workspace) {
    return workspace.members().stream().anyMatch(m -> pattern.matches(m.name()));
  }

  private static boolean meets(String text, Workspace workspace) throws ProblemException {
    PackageIdSpec spec = PackageIdSpec.parse(text);
    return workspace.members().stream().anyMatch(m -> spec.matches(m.id()));
  }

  private static List<PackageIdSpec> named(List<String> names, Workspace workspace)
      throws ProblemException {
    Set<PackageIdSpec> specs = new LinkedHashSet<>();
    for (String name : names) {
      if (name.isEmpty()) {
        throw new ProblemException(
            Problem.of(
                "\"--package <SPEC>\" requires a SPEC format value, which can be any package ID"
                    + " specifier in the dependency graph.\n\nPossible packages/workspace members:"
                    + String.join(
                        "", workspace.members().stream().map(m -> "\n    " + m.name()).toList())));
      }
      if (GlobPattern.isPattern(name)) {
        GlobPattern pattern = GlobPattern.parse(name);
        List<Package> matching =
            workspace.members().stream().filter(m -> pattern.matches(m.name())).toList();
        if (matching.isEmpty()) {
          throw new ProblemException(
              Problem.of(
                  "package pattern(s) `"
                      + name
                      + "` not found in workspace `"
                      + workspace.root()
                      + "`"));
        }
        specs.addAll(specs(matching));
      } else {
        specs.add(PackageIdSpec.parse(name));
      }
    }
    return List.copyOf(specs);
  }

  /** The one package of these that each specification means, sorted. */
  List<PackageId> among(List<PackageId> ids) throws ProblemException {
    var found = new ArrayList<PackageId>();
    for (PackageIdSpec spec : specs) {
      List<PackageId> matching = ids.stream().filter(spec::matches).toList();
      if (matching.isEmpty()) {
        Problem problem =
            Problem.of("package ID specification `" + spec + "` did not match any packages");
        List<PackageId> sameName =
            ids.stream().filter(id -> id.name().equals(spec.name())).toList();
        throw new ProblemException(
            sameName.isEmpty()
                ? Suggestion.among(ids.stream().map(PackageId::name).toList(), spec.name())
                    .map(s -> problem.withHelp(s.help("package")))
                    .orElse(problem)
                : problem.withHelp(
                    "there are similar package ID specifications: " + list(sameName)));
      }
      if (matching.size() > 1) {
        throw new ProblemException(
            Problem.of(
                    "there are multiple `"
                        + spec.name()
                        + "` packages, and the specification `"
                        + spec
                        + "` is ambiguous")
                .withHelp("name one of: " + list(matching)));
      }
      found.add(matching.getFirst());
    }
    return found.stream().distinct().sorted().toList();
  }

  private static String list(List<PackageId> ids) {
    Set<String> shown = new LinkedHashSet<>();
    for (PackageId id : ids) {
      shown.add(id.name() + "@" + id.version());
    }
    return shown.size() == ids.size()
        ? String.join(", ", shown)
        : String.join(", ", ids.stream().map(PackageId::spec).toList());
  }
}
