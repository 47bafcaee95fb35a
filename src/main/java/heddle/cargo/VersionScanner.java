package heddle.cargo;

import heddle.text.Place;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads a version or a requirement from left to right. The grammar is the one of the semver crate
 * (its {@code parse.rs}).
 */
final class VersionScanner {
  private static final int LIMIT = 32;

  private final String text;
  private final Place place;
  private String what = "version";
  private int at;

  VersionScanner(String text, Place place) {
    this.text = text;
    this.place = place;
  }

  Version version() throws ProblemException {
    if (text.isEmpty()) {
      throw problem("it is empty");
    }
    long major = number("major");
    dot("major");
    long minor = number("minor");
    dot("minor");
    long patch = number("patch");
    String pre = pre();
    String build = build();
    if (at < text.length()) {
      throw unexpected("after the patch version");
    }
    return new Version(major, minor, patch, pre, build);
  }

  VersionReq requirement() throws ProblemException {
    what = "version requirement";
    spaces();
    if (at < text.length() && wildcard()) {
      spaces();
      if (at < text.length()) {
        throw problem(
            text.charAt(at) == ','
                ? "`*` must be the only requirement"
                : "there is something after `*`");
      }
      return new VersionReq(List.of());
    }
    var comparators = new ArrayList<VersionReq.Comparator>();
    while (true) {
      comparators.add(comparator());
      spaces();
      if (at == text.length()) {
        return new VersionReq(comparators);
      }
      if (text.charAt(at) != ',') {
        throw unexpected("where a comma was expected");
      }
      if (comparators.size() == LIMIT) {
        throw problem("it has more than " + LIMIT + " parts");
      }
      at++;
      spaces();
    }
  }

  private VersionReq.Comparator comparator() throws ProblemException {
    boolean bare = at < text.length() && (digit(at) || isWildcard(at));
    VersionReq.Op op = operator();
    spaces();
    if (at < text.length() && isWildcard(at)) {
      throw problem("a wildcard stands alone, or after a dot");
    }
    long major = number("major");
    if (!followed('.')) {
      return new VersionReq.Comparator(op, major, OptionalLong.empty(), OptionalLong.empty(), "");
    }
    VersionReq.Op starred = bare ? VersionReq.Op.WILDCARD : op;
    if (wildcard()) {
      if (followed('.') && !wildcard()) {
        throw problem("after a wildcard only wildcards may follow");
      }
      return new VersionReq.Comparator(
          starred, major, OptionalLong.empty(), OptionalLong.empty(), "");
    }
    var minor = OptionalLong.of(number("minor"));
    if (!followed('.')) {
      return new VersionReq.Comparator(op, major, minor, OptionalLong.empty(), "");
    }
    if (wildcard()) {
      return new VersionReq.Comparator(starred, major, minor, OptionalLong.empty(), "");
    }
    var patch = OptionalLong.of(number("patch"));
    String pre = pre();
    build();
    return new VersionReq.Comparator(op, major, minor, patch, pre);
  }

  private VersionReq.Op operator() {
    if (at >= text.length()) {
      return VersionReq.Op.CARET;
    }
    boolean equal = at + 1 < text.length() && text.charAt(at + 1) == '=';
    VersionReq.Op op =
        switch (text.charAt(at)) {
          case '=' -> VersionReq.Op.EXACT;
          case '>' -> equal ? VersionReq.Op.GREATER_EQ : VersionReq.Op.GREATER;
          case '<' -> equal ? VersionReq.Op.LESS_EQ : VersionReq.Op.LESS;
          case '~' -> VersionReq.Op.TILDE;
          default -> VersionReq.Op.CARET;
        };
    at +=
        switch (op) {
          case GREATER_EQ, LESS_EQ -> 2;
          case CARET -> text.charAt(at) == '^' ? 1 : 0;
          default -> 1;
        };
    return op;
  }

  private long number(String position) throws ProblemException {
    int start = at;
    long value = 0;
    while (at < text.length() && digit(at)) {
      int d = text.charAt(at) - '0';
      if (at > start && text.charAt(start) == '0') {
        throw problem("the " + position + " version has a leading zero");
      }
      // Unsigned 64 bits in the semver crate; half of that is plenty, and keeps the order plain.
      if (value > (Long.MAX_VALUE - d) / 10) {
        throw problem("the " + position + " version is too large");
      }
      value = value * 10 + d;
      at++;
    }
    if (at == start) {
      throw at == text.length()
          ? problem("the " + position + " version is missing")
          : unexpected("where the " + position + " version was expected");
    }
    return value;
  }

  private void dot(String position) throws ProblemException {
    if (!followed('.')) {
      throw at == text.length()
          ? problem("it ends after the " + position + " version; three numbers are needed")
          : unexpected("after the " + position + " version");
    }
  }

  private String pre() throws ProblemException {
    return followed('-') ? identifiers("pre-release", true) : "";
  }

  private String build() throws ProblemException {
    return followed('+') ? identifiers("build metadata", false) : "";
  }

  private String identifiers(String kind, boolean strict) throws ProblemException {
    int start = at;
    int part = at;
    while (true) {
      boolean end = at == text.length() || !identifierChar(text.charAt(at));
      if (!end) {
        at++;
        continue;
      }
      if (at == part) {
        throw problem("the " + kind + " has an empty part");
      }
      if (strict && at - part > 1 && text.charAt(part) == '0' && allDigits(part, at)) {
        throw problem("a number of the " + kind + " has a leading zero");
      }
      if (!followed('.')) {
        return text.substring(start, at);
      }
      part = at;
    }
  }

  private boolean allDigits(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!digit(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean identifierChar(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  }

  private boolean isWildcard(int i) {
    char c = text.charAt(i);
    return c == '*' || c == 'x' || c == 'X';
  }

  private boolean wildcard() {
    if (at < text.length() && isWildcard(at)) {
      at++;
      return true;
    }
    return false;
  }

  private boolean digit(int i) {
    char c = text.charAt(i);
    return c >= '0' && c <= '9';
  }

  private boolean followed(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void spaces() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private ProblemException unexpected(String where) {
    String c = new String(Character.toChars(text.codePointAt(at)));
    return problem("unexpected `" + c + "` " + where);
  }

  private ProblemException problem(String why) {
    return Version.problem(place, text, what, why);
  }
}
