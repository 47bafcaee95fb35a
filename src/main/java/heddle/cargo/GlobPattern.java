package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;

/**
 * A pattern for names: {@code *} any characters, {@code ?} one, {@code [abc]}, {@code [a-z]} and
 * {@code [!a]} one of a set, as in the glob crate that cargo uses.
 */
record GlobPattern(String text) {
  static boolean isPattern(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("*?[]".indexOf(text.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  static GlobPattern parse(String text) throws ProblemException {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '[') {
        int end = setEnd(text, i);
        if (end < 0) {
          throw new ProblemException(
              Problem.of("cannot build glob pattern from `" + text + "`: a set is not closed"));
        }
        i = end;
      }
    }
    return new GlobPattern(text);
  }

  /** Where the set that opens here closes; a bracket right after its start is of the set. */
  private static int setEnd(String text, int open) {
    int first = open + 1;
    if (first < text.length() && text.charAt(first) == '!') {
      first++;
    }
    return text.indexOf(']', first + 1);
  }

  boolean matches(String name) {
    return matches(0, name, 0);
  }

  private boolean matches(int at, String name, int from) {
    int n = from;
    for (int i = at; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '*') {
        for (int rest = n; rest <= name.length(); rest++) {
          if (matches(i + 1, name, rest)) {
            return true;
          }
        }
        return false;
      }
      if (n >= name.length()) {
        return false;
      }
      char d = name.charAt(n++);
      if (c == '[') {
        int end = setEnd(text, i);
        if (!inSet(text.substring(i + 1, end), d)) {
          return false;
        }
        i = end;
      } else if (c != '?' && c != d) {
        return false;
      }
    }
    return n == name.length();
  }

  private static boolean inSet(String set, char c) {
    boolean not = set.charAt(0) == '!';
    boolean in = false;
    for (int i = not ? 1 : 0; i < set.length(); i++) {
      if (i + 2 < set.length() && set.charAt(i + 1) == '-') {
        in |= set.charAt(i) <= c && c <= set.charAt(i + 2);
        i += 2;
      } else {
        in |= set.charAt(i) == c;
      }
    }
    return in != not;
  }
}
