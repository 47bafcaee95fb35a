package heddle.platform;

/** Darwin's kernel versions and the macOS releases that carry them. */
final class Darwin {
  private Darwin() {}

  /**
   * The macOS release of a Darwin version: 10.(N-4) up to Darwin 19, then N-9, then from 25 on N+1,
   * as Apple skipped to 26. Text that is no such version stays.
   */
  static String macos(String darwin) {
    int dot = darwin.indexOf('.');
    String major = dot < 0 ? darwin : darwin.substring(0, dot);
    if (major.isEmpty() || major.length() > 4) {
      return darwin;
    }
    int n = Integer.parseInt(major);
    if (n < 4) {
      return darwin;
    }
    return n <= 19 ? "10." + (n - 4) : String.valueOf(n < 25 ? n - 9 : n + 1);
  }
}
