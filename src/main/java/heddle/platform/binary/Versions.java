package heddle.platform.binary;

/** Versions of numbers between dots, and levels that end in a number ({@code x86-64-v3}). */
final class Versions {
  private Versions() {}

  /** Number by number; a missing number is zero, and text without any is the least. */
  static int compare(String left, String right) {
    int l = start(left);
    int r = start(right);
    while (l < left.length() || r < right.length()) {
      int le = end(left, l);
      int re = end(right, r);
      int order = number(left, l, le, right, r, re);
      if (order != 0) {
        return order;
      }
      l = Math.min(left.length(), le + 1);
      r = Math.min(right.length(), re + 1);
    }
    return 0;
  }

  /** The last run of digits and dots is the version. */
  private static int start(String text) {
    int at = text.length();
    while (at > 0 && (Character.isDigit(text.charAt(at - 1)) || text.charAt(at - 1) == '.')) {
      at--;
    }
    return at;
  }

  private static int end(String text, int from) {
    int dot = text.indexOf('.', from);
    return dot < 0 ? text.length() : dot;
  }

  private static int number(String a, int as, int ae, String b, int bs, int be) {
    while (as < ae && a.charAt(as) == '0') {
      as++;
    }
    while (bs < be && b.charAt(bs) == '0') {
      bs++;
    }
    if (ae - as != be - bs) {
      return Integer.compare(ae - as, be - bs);
    }
    return a.substring(as, ae).compareTo(b.substring(bs, be));
  }

  static String max(String left, String right) {
    return compare(left, right) >= 0 ? left : right;
  }
}
