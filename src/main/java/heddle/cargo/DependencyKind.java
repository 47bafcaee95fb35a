package heddle.cargo;

/** Which table of a manifest a dependency stands in. */
public enum DependencyKind {
  NORMAL,
  DEVELOPMENT,
  BUILD;

  /** The table's name. */
  public String table() {
    return switch (this) {
      case NORMAL -> "dependencies";
      case DEVELOPMENT -> "dev-dependencies";
      case BUILD -> "build-dependencies";
    };
  }
}
