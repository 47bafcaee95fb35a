package heddle.cargo;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells which of a target's {@code required-features} are off. Besides the package's own features,
 * {@code dependency/feature} counts, of dependencies that are on before what is for the host is
 * told apart. Source of the rule: {@code resolve_all_features} of cargo's {@code
 * ops/cargo_compile/mod.rs}.
 */
final class RequiredFeatures {
  private final Resolution resolution;
  private final ResolvedFeatures features;
  private final Optional<ResolvedFeatures> unified;
  private final Platforms platforms;

  /** Unified features are needed only where a required feature is one of a dependency. */
  RequiredFeatures(
      Resolution resolution,
      ResolvedFeatures features,
      Optional<ResolvedFeatures> unified,
      Platforms platforms) {
    this.resolution = resolution;
    this.features = features;
    this.unified = unified;
    this.platforms = platforms;
  }

  /** Whether some target of the package requires a feature of a dependency. */
  static boolean looksBelow(Package pkg) {
    return pkg.manifest().targets().stream()
        .flatMap(t -> t.requiredFeatures().orElse(List.of()).stream())
        .anyMatch(f -> f.indexOf('/') >= 0);
  }

  /** The required features of the target that are off, in its order. */
  List<String> missing(int pkg, CargoTarget target, boolean dev, List<Platform> platformsBuilt) {
    if (target.requiredFeatures().isEmpty()) {
      return List.of();
    }
    Set<String> on = new HashSet<>(features.known(pkg, false).orElse(List.of()));
    if (unified.isPresent()) {
      addBelow(on, pkg, dev, platformsBuilt, unified.get());
    }
    return target.requiredFeatures().get().stream().filter(f -> !on.contains(f)).toList();
  }

  private void addBelow(
      Set<String> on, int pkg, boolean dev, List<Platform> built, ResolvedFeatures all) {
    for (Resolution.Edge edge : resolution.edges(pkg)) {
      List<Dependency> listed =
          edge.dependencies().stream()
              .filter(d -> !d.optional() || all.isActive(pkg, false, d.nameInToml()))
              .toList();
      boolean counts =
          listed.stream()
              .anyMatch(d ->
                  (dev || d.isTransitive())
                      && (platforms.active(d, Platform.host())
                          || built.stream().anyMatch(p -> platforms.active(d, p))));
      if (!counts) {
        continue;
      }
      boolean macro = resolution.pkg(edge.to()).hasProcMacro();
      for (Dependency d : listed) {
        for (String feature : features.known(edge.to(), macro || d.isBuild()).orElse(List.of())) {
          on.add(d.nameInToml() + "/" + feature);
        }
      }
    }
  }
}
