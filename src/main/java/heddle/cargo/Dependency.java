package heddle.cargo;

import heddle.text.Place;
import java.util.List;
import java.util.Optional;

/**
 * One entry of a dependency table, after inheritance. {@code rename} is the key it stands under
 * where {@code package} says what it is called; {@code registry} the one the entry names, which a
 * published path dependency is taken from.
 */
public record Dependency(
    String packageName,
    Optional<String> rename,
    VersionReq requirement,
    SourceId source,
    DependencyKind kind,
    Optional<TargetCondition> condition,
    boolean optional,
    boolean defaultFeatures,
    List<String> features,
    Optional<SourceId> registry,
    Place place) {
  public Dependency {
    features = List.copyOf(features);
  }

  /** The key of the table. */
  public String nameInToml() {
    return rename.orElse(packageName);
  }

  public boolean isBuild() {
    return kind == DependencyKind.BUILD;
  }

  /** Whether it counts for those who depend on the package: all but development dependencies. */
  public boolean isTransitive() {
    return kind != DependencyKind.DEVELOPMENT;
  }
}
