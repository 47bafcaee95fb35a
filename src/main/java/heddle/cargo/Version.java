package heddle.cargo;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.util.Optional;

/**
 * A version of semver.org 2.0.0 as the semver crate reads it. The order is that crate's: precedence
 * first, then build metadata, so that it is consistent with equality.
 */
public record Version(long major, long minor, long patch, String pre, String build)
    implements Comparable<Version> {

  public static Version of(long major, long minor, long patch) {
    return new Version(major, minor, patch, "", "");
  }

  /** Parses the text; the place is what an error points to. */
  public static Version parse(String text, Place place) throws ProblemException {
    return new VersionScanner(text, place).version();
  }

  public static Version parse(String text) throws ProblemException {
    Optional<Version> plain = plain(text);
    return plain.isPresent() ? plain.get() : parse(text, new Source("version", text).all());
  }

  /** Three short numbers and nothing else: the most of an index, of which there are thousands. */
  private static Optional<Version> plain(String text) {
    long[] numbers = new long[3];
    int at = 0;
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && digits > 0 && at < 2) {
        at++;
        digits = 0;
      } else if (c < '0' || c > '9' || digits == 15 || (digits == 1 && numbers[at] == 0)) {
        return Optional.empty();
      } else {
        numbers[at] = numbers[at] * 10 + c - '0';
        digits++;
      }
    }
    return at == 2 && digits > 0
        ? Optional.of(of(numbers[0], numbers[1], numbers[2]))
        : Optional.empty();
  }

  public boolean isPrerelease() {
    return !pre.isEmpty();
  }

  @Override
  public int compareTo(Version other) {
    int order = Long.compare(major, other.major);
    if (order == 0) {
      order = Long.compare(minor, other.minor);
    }
    if (order == 0) {
      order = Long.compare(patch, other.patch);
    }
    if (order == 0) {
      order = comparePre(pre, other.pre);
    }
    return order == 0 ? compareBuild(build, other.build) : order;
  }

  /** Precedence of pre-release tags: none is above any (semver.org, rule 11). */
  static int comparePre(String left, String right) {
    if (left.equals(right)) {
      return 0;
    }
    if (left.isEmpty() || right.isEmpty()) {
      return left.isEmpty() ? 1 : -1;
    }
    String[] a = left.split("\\.", -1);
    String[] b = right.split("\\.", -1);
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      int order = compareIdentifier(a[i], b[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.length, b.length);
  }

  private static int compareIdentifier(String left, String right) {
    boolean a = isNumeric(left);
    boolean b = isNumeric(right);
    if (a && b) {
      int order = Integer.compare(left.length(), right.length());
      return order == 0 ? left.compareTo(right) : order;
    }
    return a == b ? left.compareTo(right) : a ? -1 : 1;
  }

  /** Build metadata has no precedence; this order only makes the versions' order total. */
  private static int compareBuild(String left, String right) {
    if (left.equals(right)) {
      return 0;
    }
    String[] a = left.split("\\.", -1);
    String[] b = right.split("\\.", -1);
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      int order;
      if (isNumeric(a[i]) && isNumeric(b[i])) {
        order = compareIdentifier(withoutZeros(a[i]), withoutZeros(b[i]));
        if (order == 0) {
          order = Integer.compare(a[i].length(), b[i].length());
        }
      } else {
        order = compareIdentifier(a[i], b[i]);
      }
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.length, b.length);
  }

  private static String withoutZeros(String digits) {
    int i = 0;
    while (i < digits.length() && digits.charAt(i) == '0') {
      i++;
    }
    return digits.substring(i);
  }

  private static boolean isNumeric(String identifier) {
    for (int i = 0; i < identifier.length(); i++) {
      char c = identifier.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
    }
    return true;
  }

  static ProblemException problem(Place place, String text, String what, String why) {
    return new ProblemException(
        Problem.at(place, "`" + text + "` is not a valid " + what + ": " + why));
  }

  @Override
  public String toString() {
    var out = new StringBuilder(16);
    out.append(major).append('.').append(minor).append('.').append(patch);
    if (!pre.isEmpty()) {
      out.append('-').append(pre);
    }
    if (!build.isEmpty()) {
      out.append('+').append(build);
    }
    return out.toString();
  }

  // Written out, as the other keys of every command: the JVM takes long to link what it makes
  // itself.
  @Override
  public boolean equals(Object other) {
    return other instanceof Version that
        && major == that.major
        && minor == that.minor
        && patch == that.patch
        && pre.equals(that.pre)
        && build.equals(that.build);
  }

  @Override
  public int hashCode() {
    return 31
            * (31 * (31 * (31 * Long.hashCode(major) + Long.hashCode(minor)) + Long.hashCode(patch))
                + pre.hashCode())
        + build.hashCode();
  }
}
