package heddle.cargo;

import java.util.List;

/**
 * What a command asks to build, in cargo's terms: the meaning of the command line and of the root's
 * policy, before anything is read. Features are as given to {@code --features}, not yet split.
 * Targets are triples or paths of specifications, as given; none means what the config says, else
 * the host. An empty profile name means the command's default. Crate types, where there are any,
 * replace those of the one root ({@code rustc --crate-type}). {@code compileTimeOnly} leaves only
 * what others need to be compiled: build scripts, procedural macros, and what these need.
 */
public record BuildRequest(
    Intent intent,
    PackageSelection packages,
    TargetSelection selection,
    List<String> features,
    boolean allFeatures,
    boolean noDefaultFeatures,
    String profile,
    List<String> targets,
    List<String> crateTypes,
    boolean locked,
    boolean ignoreRustVersion,
    FeaturePolicy policy,
    boolean compileTimeOnly) {
  public BuildRequest {
    features = List.copyOf(features);
    targets = List.copyOf(targets);
    crateTypes = List.copyOf(crateTypes);
  }

  /** One that wants all that it names. */
  public BuildRequest(
      Intent intent,
      PackageSelection packages,
      TargetSelection selection,
      List<String> features,
      boolean allFeatures,
      boolean noDefaultFeatures,
      String profile,
      List<String> targets,
      List<String> crateTypes,
      boolean locked,
      boolean ignoreRustVersion,
      FeaturePolicy policy) {
    this(
        intent,
        packages,
        selection,
        features,
        allFeatures,
        noDefaultFeatures,
        profile,
        targets,
        crateTypes,
        locked,
        ignoreRustVersion,
        policy,
        false);
  }

  /** What is to be done; {@code rustc} builds. */
  public enum Intent {
    BUILD,
    CHECK,
    /** {@code check --profile test}: as if for the test harness. */
    CHECK_TEST,
    TEST,
    BENCH,
    /** {@code test --doc}: what documentation tests need. */
    DOCTEST,
    /** Builds one binary, the default one if none is named. */
    RUN;

    /** The mode of a root of this intent that is not asked for as a test. */
    Mode mode() {
      return switch (this) {
        case BUILD, RUN -> Mode.BUILD;
        case CHECK -> Mode.CHECK;
        case CHECK_TEST -> Mode.CHECK_TEST;
        case TEST, BENCH -> Mode.TEST;
        case DOCTEST -> Mode.DOCTEST;
      };
    }

    boolean isTest() {
      return isRustcTest() || this == DOCTEST;
    }

    /** Whether roots are compiled with {@code --test}; then nothing below aborts on panic. */
    boolean isRustcTest() {
      return this == TEST || this == BENCH || this == CHECK_TEST;
    }
  }

  /** A plain request: the default packages and targets, in the default profile, for the host. */
  public static BuildRequest of(Intent intent) {
    return new BuildRequest(
        intent,
        new PackageSelection.Default(),
        TargetSelection.DEFAULT,
        List.of(),
        false,
        false,
        "",
        List.of(),
        List.of(),
        false,
        false,
        FeaturePolicy.NONE);
  }

  /** The same, with these crate types in place of the manifest's. */
  public BuildRequest withCrateTypes(List<String> crateTypes) {
    return with(selection, profile, crateTypes, policy, compileTimeOnly);
  }

  /** The same, with the root's words on features. */
  public BuildRequest withPolicy(FeaturePolicy policy) {
    return with(selection, profile, crateTypes, policy, compileTimeOnly);
  }

  /** The same, of these targets. */
  public BuildRequest withSelection(TargetSelection selection) {
    return with(selection, profile, crateTypes, policy, compileTimeOnly);
  }

  /** The same, in another profile. */
  public BuildRequest in(String profile) {
    return with(selection, profile, crateTypes, policy, compileTimeOnly);
  }

  /** The same, of what is needed to compile others only. */
  public BuildRequest forCompileTime() {
    return with(selection, profile, crateTypes, policy, true);
  }

  private BuildRequest with(
      TargetSelection selection,
      String profile,
      List<String> crateTypes,
      FeaturePolicy policy,
      boolean compileTimeOnly) {
    return new BuildRequest(
        intent,
        packages,
        selection,
        features,
        allFeatures,
        noDefaultFeatures,
        profile,
        targets,
        crateTypes,
        locked,
        ignoreRustVersion,
        policy,
        compileTimeOnly);
  }

  /** The profile's name: as asked for, else the command's. */
  public String profileName() {
    return !profile.isEmpty()
        ? profile
        : switch (intent) {
          case BUILD, CHECK, RUN -> "dev";
          case TEST, CHECK_TEST, DOCTEST -> "test";
          case BENCH -> "bench";
        };
  }

  /** Whether tests, examples or benchmarks are built, so that development dependencies count. */
  boolean hasDevUnits() {
    return intent.isTest() || selection.namesDevTargets();
  }
}
