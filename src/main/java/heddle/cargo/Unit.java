package heddle.cargo;

import java.util.List;

/**
 * One step of a build: a target of a package compiled in one mode with one profile and feature set
 * for one platform, or a build script run. Features are sorted. Dependencies are in the order in
 * which rustc gets them. For host says that it is a build script, a procedural macro or something
 * these need (the platform alone does not say so: without {@code --target} all is for the host).
 */
public record Unit(
    Package pkg,
    CargoTarget target,
    Profile profile,
    Platform platform,
    Mode mode,
    List<String> features,
    List<UnitDep> deps,
    boolean forHost) {
  public Unit {
    features = List.copyOf(features);
    deps = List.copyOf(deps);
  }

  /** Whether the user can edit its sources, and so wants its warnings: a path package. */
  public boolean isLocal() {
    return pkg.id().source().isPath();
  }

  /** Whether dependencies must be complete, not only their metadata, before this can start. */
  public boolean requiresUpstreamObjects() {
    return mode.isAnyTest() || target.requiresUpstreamObjects();
  }

  /** {@code name v1.0.0 lib (build, host)}: for messages, not unique. */
  @Override
  public String toString() {
    return pkg.name()
        + " v"
        + pkg.version()
        + " "
        + target.kind().word()
        + " "
        + target.name()
        + " ("
        + mode.text()
        + ", "
        + platform
        + ")";
  }
}
