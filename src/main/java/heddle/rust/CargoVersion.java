package heddle.rust;

/**
 * The cargo that the rustc in use comes with, as programs that expect cargo are told: it follows
 * this cargo's conventions.
 *
 * @param line what {@code cargo --version} prints
 * @param details what {@code -v} adds, a line each
 * @param release the version alone, such as {@code 1.95.0-nightly}
 */
public record CargoVersion(String line, String details, String release) {
  static CargoVersion of(RustcVersion rustc) {
    return new CargoVersion(line(rustc), details(rustc), rustc.release());
  }

  /** As rustc's own first line, which has the form of cargo's. */
  private static String line(RustcVersion rustc) {
    String first = rustc.text().lines().findFirst().orElse("");
    String start = "rustc " + rustc.release();
    return "cargo "
        + rustc.release()
        + (first.startsWith(start) ? first.substring(start.length()) : "");
  }

  private static String details(RustcVersion rustc) {
    StringBuilder lines = new StringBuilder("release: " + rustc.release());
    for (String name : new String[] {"commit-hash: ", "commit-date: ", "host: "}) {
      rustc
          .text()
          .lines()
          .filter(each -> each.startsWith(name))
          .forEach(each -> lines.append('\n').append(each));
    }
    return lines.toString();
  }
}
