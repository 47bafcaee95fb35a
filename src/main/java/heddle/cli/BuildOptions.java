package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.cargo.BuildRequest.Intent;
import heddle.cargo.FeaturePolicy;
import heddle.cargo.PackageSelection;
import heddle.cargo.TargetSelection;
import heddle.cargo.TargetSelection.Library;
import heddle.cargo.TargetSelection.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The options that cargo's build commands share, under cargo's names, and the request they make.
 * Source of the names: {@code cargo help build} and {@code util/command_prelude.rs}.
 */
final class BuildOptions {
  private BuildOptions() {}

  /** What to build: packages, targets, features, profile, platforms. */
  static List<Option> selection() {
    return List.of(
        Option.value("package", 'p', "SPEC", "Package to build").repeated().withOptionalValue(),
        Option.flag("workspace", "Build all packages of the workspace"),
        Option.flag("all", "Another name for --workspace"),
        Option.value("exclude", "SPEC", "Leave a package out of --workspace").repeated(),
        Option.flag("lib", "Build the library only"),
        Option.flag("bins", "Build all binaries"),
        Option.value("bin", "NAME", "Build this binary only").repeated().withOptionalValue(),
        Option.flag("examples", "Build all examples"),
        Option.value("example", "NAME", "Build this example only").repeated().withOptionalValue(),
        Option.flag("tests", "Build all targets that have `test = true`"),
        Option.value("test", "NAME", "Build this test target only").repeated().withOptionalValue(),
        Option.flag("benches", "Build all targets that have `bench = true`"),
        Option.value("bench", "NAME", "Build this bench target only")
            .repeated()
            .withOptionalValue(),
        Option.flag("all-targets", "Build all targets"),
        Option.value(
                "features", 'F', "FEATURES", "Features to turn on, separated by space or comma")
            .repeated(),
        Option.flag("all-features", "Turn on all features"),
        Option.flag("no-default-features", "Do not turn on the feature `default`"),
        Option.flag("release", 'r', "Build in the profile `release`"),
        Option.value(
                "profile",
                "PROFILE-NAME",
                "Build in this profile; a FILE, with a `/` or ending in .json, gets a trace")
            .repeated(),
        Option.value("target", "TRIPLE", "Build for this target").repeated().withOptionalValue());
  }

  /** Where things are read and written, and what may change. */
  static List<Option> places() {
    return List.of(
        Option.value("manifest-path", "PATH", "The Cargo.toml to build"),
        Option.value("target-dir", "DIRECTORY", "Where outputs go"),
        Option.value("config", "KEY=VALUE|PATH", "Override a configuration value").repeated(),
        Unstable.option(),
        Option.value("directory", "DIRECTORY", "Go to this directory first"),
        Option.flag("locked", "Fail if Cargo.lock would change"),
        Option.flag("offline", "Use no network"),
        Option.flag("frozen", "The same as --locked and --offline"),
        Option.flag("ignore-rust-version", "Ignore `rust-version` of packages"));
  }

  static List<Option> all(List<Option> more) {
    var all = new ArrayList<>(selection());
    all.addAll(places());
    all.addAll(more);
    return all;
  }

  static BuildRequest request(Intent intent, Arguments given) throws UsageException {
    Optional<String> profile = profile(given);
    if (given.has("release") && profile.isPresent()) {
      throw conflict(given);
    }
    if (profile.isPresent() && List.of("", "doc").contains(profile.get())) {
      throw UsageException.behindParser(
          "profile `"
              + profile.get()
              + (profile.get().isEmpty()
                  ? "` is not defined"
                  : "` is reserved and not allowed to be explicitly specified"));
    }
    BuildRequest request =
        new BuildRequest(
            intent,
            packages(given),
            targets(given),
            given.values("features"),
            given.has("all-features"),
            given.has("no-default-features"),
            given.has("release") ? "release" : profile.orElse(""),
            triples(given),
            List.of(),
            given.has("locked") || given.has("frozen"),
            given.has("ignore-rust-version"),
            FeaturePolicy.NONE);
    return given.has("compile-time-deps") ? request.forCompileTime() : request;
  }

  /** The value of {@code --profile} that names a profile. */
  static Optional<String> profile(Arguments given) throws UsageException {
    return one(given, false);
  }

  /** What cargo's parser says of {@code --release} beside {@code --profile}. */
  static UsageException conflict(Arguments given) {
    String release = "'--release'";
    String profile = "'--profile <PROFILE-NAME>'";
    boolean first = given.isBefore("release", "profile");
    return new UsageException(
        "the argument "
            + (first ? release : profile)
            + " cannot be used with "
            + (first ? profile : release));
  }

  /**
   * The value of {@code --profile} that names a file for a trace: no profile has a {@code /} or
   * {@code .json} in its name.
   */
  static Optional<String> trace(Arguments given) throws UsageException {
    return one(given, true);
  }

  private static Optional<String> one(Arguments given, boolean file) throws UsageException {
    List<String> all =
        given.values("profile").stream()
            .filter(each -> (each.contains("/") || each.endsWith(".json")) == file)
            .toList();
    if (all.size() > 1) {
      throw new UsageException(
          "`--profile` names two " + (file ? "files" : "profiles") + ": " + String.join(", ", all));
    }
    return all.stream().findFirst();
  }

  /** A package may be below any member; where nothing was selected, all are planned. */
  static BuildRequest everywhere(BuildRequest request) {
    if (!(request.packages() instanceof PackageSelection.Default)) return request;
    return new BuildRequest(
        request.intent(),
        new PackageSelection.All(),
        request.selection(),
        request.features(),
        request.allFeatures(),
        request.noDefaultFeatures(),
        request.profile(),
        request.targets(),
        request.crateTypes(),
        request.locked(),
        request.ignoreRustVersion(),
        request.policy(),
        request.compileTimeOnly());
  }

  private static List<String> triples(Arguments given) throws UsageException {
    List<String> targets = given.values("target");
    if (!targets.contains("")) return targets;
    throw UsageException.behindParser(
        "\"--target\" takes a target architecture as an argument.\n\n"
            + "Run `heddle targets` to see possible targets.");
  }

  private static PackageSelection packages(Arguments given) throws UsageException {
    boolean all = given.has("workspace") || given.has("all");
    List<String> excluded = given.values("exclude");
    if (!excluded.isEmpty() && !all) {
      throw UsageException.behindParser("--exclude can only be used together with --workspace");
    }
    List<String> named = given.values("package");
    if (all)
      return excluded.isEmpty()
          ? new PackageSelection.All(named.stream().filter(name -> !name.isEmpty()).toList())
          : new PackageSelection.AllBut(excluded);
    return named.isEmpty() ? new PackageSelection.Default() : new PackageSelection.Named(named);
  }

  private static TargetSelection targets(Arguments given) {
    if (given.has("all-targets")) return TargetSelection.EVERYTHING;
    return new TargetSelection(
        given.has("lib") ? Library.NEEDED : Library.NO,
        names(given, "bins", "bin"),
        names(given, "examples", "example"),
        names(given, "tests", "test"),
        names(given, "benches", "bench"),
        false);
  }

  private static Names names(Arguments given, String every, String named) {
    return given.has(every) ? Names.ALL : new Names(false, given.values(named));
  }
}
