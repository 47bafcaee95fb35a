package heddle.cargo;

import java.util.Optional;

/**
 * The version of cargo's resolver a workspace asks for; 3 differs from 2 in choosing versions only.
 */
public enum ResolverVersion {
  V1("1"),
  V2("2"),
  V3("3");

  private final String text;

  ResolverVersion(String text) {
    this.text = text;
  }

  public static Optional<ResolverVersion> of(String text) {
    return switch (text) {
      case "1" -> Optional.of(V1);
      case "2" -> Optional.of(V2);
      case "3" -> Optional.of(V3);
      default -> Optional.empty();
    };
  }

  /** The version where nothing is said, of a root package of this edition. */
  public static ResolverVersion of(Edition edition) {
    return switch (edition) {
      case E2015, E2018 -> V1;
      case E2021 -> V2;
      case E2024 -> V3;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
