package heddle.cargo;

import heddle.text.Place;
import heddle.text.ProblemException;

/** The {@code rust-version} of a manifest: one to three numbers. */
public record RustVersionText(int major, int minor, int patch) {
  public static RustVersionText parse(String text, Place place) throws ProblemException {
    var parts = new int[3];
    int part = 0;
    int digits = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      if (c >= '0' && c <= '9' && digits < 9 && !(digits > 0 && parts[part] == 0)) {
        parts[part] = parts[part] * 10 + (c - '0');
        digits++;
      } else if (c == '.' && digits > 0 && (i == text.length() || part < 2)) {
        part = i == text.length() ? part : part + 1;
        digits = 0;
      } else {
        throw Fields.problem(
            place, "`" + text + "` is not a Rust version: expected a version like \"1.32\"");
      }
    }
    return new RustVersionText(parts[0], parts[1], parts[2]);
  }

  /** Whether a Rust of this version knows what the other introduced. */
  boolean covers(RustVersionText other) {
    return major == other.major
        && (minor > other.minor || (minor == other.minor && patch >= other.patch));
  }
}
