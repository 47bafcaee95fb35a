package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import heddle.text.Toml;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The {@code cargo-features} of a manifest, as stable cargo takes them: unstable ones are refused.
 * Source of the names: cargo's {@code core/features.rs}.
 */
final class CargoFeatures {
  private static final List<String> STABLE =
      List.of(
          "test-dummy-stable",
          "alternative-registries",
          "edition",
          "rename-dependency",
          "profile-overrides",
          "default-run",
          "named-profiles",
          "resolver",
          "strip",
          "rust-version",
          "edition2021",
          "workspace-inheritance",
          "edition2024");
  private static final List<String> UNSTABLE =
      List.of(
          "test-dummy-unstable",
          "metabuild",
          "public-dependency",
          "per-package-target",
          "codegen-backend",
          "different-binary-name",
          "profile-rustflags",
          "trim-paths",
          "open-namespaces",
          "path-bases",
          "unstable-editions",
          "multiple-build-scripts",
          "panic-immediate-abort");

  private CargoFeatures() {}

  static void check(Fields manifest, List<Problem> warnings) throws ProblemException {
    Optional<Toml> given = manifest.any("cargo-features");
    if (given.isEmpty()) {
      return;
    }
    Fields.texts(given.get());
    for (Toml item : ((Toml.Array) given.get()).items()) {
      Toml.Text feature = Fields.text(item);
      String name = feature.value();
      if (STABLE.contains(name)) {
        warnings.add(
            Problem.at(
                feature.place(),
                "the cargo feature `"
                    + name
                    + "` has been stabilized and is no longer necessary to be listed in the"
                    + " manifest"));
      } else if (UNSTABLE.contains(name)) {
        throw Fields.problem(
            feature.place(),
            "the cargo feature `" + name + "` requires a nightly version of Cargo");
      } else if (name.equals("publish-lockfile")) {
        throw Fields.problem(
            feature.place(), "the cargo feature `publish-lockfile` has been removed");
      } else {
        Problem problem = Problem.at(feature.place(), "unknown cargo feature `" + name + "`");
        Optional<Suggestion> near =
            Suggestion.among(Stream.concat(STABLE.stream(), UNSTABLE.stream()).toList(), name);
        throw new ProblemException(
            near.isPresent() ? problem.withHelp(near.get().help("feature")) : problem);
      }
    }
  }
}
