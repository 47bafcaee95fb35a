package heddle.cli;

import heddle.cargo.Package;
import heddle.cargo.PackageIdSpec;
import heddle.cargo.Workspace;
import heddle.text.ProblemException;
import java.util.List;
import java.util.Optional;

/** Which manifest, and which table of it, {@code add} and {@code remove} are to change. */
final class ManifestChoice {
  private ManifestChoice() {}

  static List<Option> options() {
    return List.of(
        Option.value("package", 'p', "SPEC", "Package to change"),
        Option.flag("dev", "As a development dependency"),
        Option.flag("build", "As a dependency of the build script"),
        Option.value("target", "TARGET", "As a dependency of this target only"),
        Option.flag("dry-run", 'n', "Say what would change, and write nothing"));
  }

  /** The path of the table from the manifest's root. */
  static List<String> path(Arguments given) throws UsageException {
    if (given.has("dev") && given.has("build")) {
      throw new UsageException("`--dev` and `--build` cannot be used together");
    }
    String table =
        given.has("dev")
            ? "dev-dependencies"
            : given.has("build") ? "build-dependencies" : "dependencies";
    return given
        .value("target")
        .map(target -> List.of("target", target, table))
        .orElse(List.of(table));
  }

  static Package pkg(Workspace workspace, Optional<String> spec)
      throws ProblemException, UsageException {
    List<Package> members = workspace.members();
    if (spec.isPresent()) {
      PackageIdSpec wanted = PackageIdSpec.parse(spec.get());
      for (Package member : members) {
        if (wanted.matches(member.id())) {
          return member;
        }
      }
      throw new UsageException("there is no package `" + spec.get() + "` in the workspace");
    }
    Optional<Package> current = workspace.current();
    if (current.isPresent()) {
      return current.get();
    }
    if (members.size() == 1) {
      return members.getFirst();
    }
    throw new UsageException("the workspace has several packages: choose one with `-p`");
  }

  /** The table in cargo's words. */
  static String shown(List<String> path) {
    return path.size() == 1 ? path.getFirst() : path.get(2) + " for target `" + path.get(1) + "`";
  }
}
