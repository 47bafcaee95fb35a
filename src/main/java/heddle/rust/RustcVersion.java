package heddle.rust;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.Map;
import java.util.TreeMap;

/** What {@code rustc -vV} says: the whole text, and its parts that the build uses. */
record RustcVersion(String text, String host, String release) {
  static RustcVersion parse(String text) throws ProblemException {
    Map<String, String> fields = new TreeMap<>();
    for (String line : text.lines().toList()) {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 2).strip());
      }
    }
    String host = fields.getOrDefault("host", "");
    String release = fields.getOrDefault("release", "");
    if (host.isEmpty() || release.isEmpty()) {
      throw new ProblemException(
          Problem.of("`rustc -vV` does not name its host and release")
              .withNote("it said: " + text.strip())
              .withHelp("check that RUSTC or build.rustc names a rustc"));
    }
    return new RustcVersion(text, host, release);
  }

  /** Whether unstable features may be used: a nightly or dev channel. */
  boolean unstable() {
    return release.contains("-nightly") || release.contains("-dev");
  }
}
