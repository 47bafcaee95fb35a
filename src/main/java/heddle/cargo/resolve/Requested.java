package heddle.cargo.resolve;

import java.util.Set;

/**
 * What is asked of a package that is activated. A root is asked for all its features and its
 * development dependencies, for a lock holds what any build may want.
 */
record Requested(boolean root, Set<String> features, boolean defaultFeatures) {
  static final Requested ALL = new Requested(true, Set.of(), true);

  // Written out, as the other keys of every command: the JVM takes long to link what it makes
  // itself.
  @Override
  public boolean equals(Object other) {
    return other instanceof Requested that
        && root == that.root
        && defaultFeatures == that.defaultFeatures
        && features.equals(that.features);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Boolean.hashCode(root) + features.hashCode())
        + Boolean.hashCode(defaultFeatures);
  }
}
