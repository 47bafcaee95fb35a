package heddle.platform;

/**
 * Patterns of words, as a shell's {@code case} has them: {@code *} any text, {@code ?} one
 * character, {@code [abc]} or {@code [4-8]} one of those.
 */
final class Globs {
  private Globs() {}

  /** Whether the word matches one of the patterns, which blanks separate. */
  static boolean any(String patterns, String word) {
    int start = 0;
    while (start < patterns.length()) {
      int end = patterns.indexOf(' ', start);
      if (end < 0) {
        end = patterns.length();
      }
      if (end > start && matches(patterns, start, end, word, 0)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  private static boolean matches(String pattern, int p, int end, String word, int w) {
    while (p < end) {
      char c = pattern.charAt(p);
      if (c == '*') {
        for (int rest = w; rest <= word.length(); rest++) {
          if (matches(pattern, p + 1, end, word, rest)) {
            return true;
          }
        }
        return false;
      }
      if (w == word.length()) {
        return false;
      }
      if (c == '[') {
        int close = pattern.indexOf(']', p);
        if (!inSet(pattern, p + 1, close, word.charAt(w))) {
          return false;
        }
        p = close + 1;
      } else if (c == '?' || c == word.charAt(w)) {
        p++;
      } else {
        return false;
      }
      w++;
    }
    return w == word.length();
  }

  private static boolean inSet(String pattern, int from, int to, char c) {
    for (int i = from; i < to; i++) {
      if (i + 2 < to && pattern.charAt(i + 1) == '-') {
        if (c >= pattern.charAt(i) && c <= pattern.charAt(i + 2)) {
          return true;
        }
        i += 2;
      } else if (c == pattern.charAt(i)) {
        return true;
      }
    }
    return false;
  }
}
