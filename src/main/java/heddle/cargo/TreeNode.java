package heddle.cargo;

import java.util.List;

/** What {@code tree} shows in a line. */
sealed interface TreeNode {
  /**
   * A package as it is built: with its features, sorted, for the host or for the target of this
   * triple. The order is cargo's.
   *
   * @param target empty for the host
   */
  record Built(PackageId id, int pkg, List<String> features, String target)
      implements TreeNode, Comparable<Built> {
    static final String HOST = "";

    @Override
    public int compareTo(Built other) {
      int order = id.compareTo(other.id);
      if (order == 0) {
        order = compare(features, other.features);
      }
      return order == 0 ? target.compareTo(other.target) : order;
    }

    private static int compare(List<String> a, List<String> b) {
      for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
        int order = Bytewise.ORDER.compare(a.get(i), b.get(i));
        if (order != 0) {
          return order;
        }
      }
      return Integer.compare(a.size(), b.size());
    }
  }

  /** A feature that is turned on of a package; {@code of} is the number of the package's node. */
  record Feature(int of, String name) implements TreeNode {}

  /** What leads from one node to another. */
  enum Edge {
    NORMAL,
    BUILD,
    DEVELOPMENT,
    /** From a feature to what it turns on, and to its package. */
    FEATURE;

    static Edge of(DependencyKind kind) {
      return switch (kind) {
        case NORMAL -> NORMAL;
        case BUILD -> BUILD;
        case DEVELOPMENT -> DEVELOPMENT;
      };
    }
  }
}
