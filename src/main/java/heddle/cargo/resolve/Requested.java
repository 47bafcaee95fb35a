package heddle.cargo.resolve;

import java.util.Set;

/**
 * What is asked of a package that is activated. A root is asked for all its features and its
 * development dependencies, for a lock holds what any build may want.
 */
record Requested(boolean root, Set<String> features, boolean defaultFeatures) {
  static final Requested ALL = new Requested(true, Set.of(), true);
}
