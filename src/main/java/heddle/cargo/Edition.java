package heddle.cargo;

import java.util.Optional;

/** An edition of Rust, with the first release that knows it. The order is that of time. */
public enum Edition {
  E2015("2015", "1.0.0"),
  E2018("2018", "1.31.0"),
  E2021("2021", "1.56.0"),
  E2024("2024", "1.85.0");

  private final String year;
  private final String firstRelease;

  Edition(String year, String firstRelease) {
    this.year = year;
    this.firstRelease = firstRelease;
  }

  /** As manifests and rustc's {@code --edition} write it. */
  public String year() {
    return year;
  }

  /** The first stable release of Rust with this edition, {@code major.minor.patch}. */
  public String firstRelease() {
    return firstRelease;
  }

  public boolean isAtLeast(Edition other) {
    return compareTo(other) >= 0;
  }

  public static Optional<Edition> of(String year) {
    return switch (year) {
      case "2015" -> Optional.of(E2015);
      case "2018" -> Optional.of(E2018);
      case "2021" -> Optional.of(E2021);
      case "2024" -> Optional.of(E2024);
      default -> Optional.empty();
    };
  }

  /** The year. */
  @Override
  public String toString() {
    return year;
  }
}
