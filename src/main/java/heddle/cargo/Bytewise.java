package heddle.cargo;

import java.util.Comparator;

/** Strings in the order of their UTF-8 bytes, which is Rust's: that of the code points. */
final class Bytewise {
  static final Comparator<String> ORDER = Bytewise::compare;

  private Bytewise() {}

  static int compare(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        // Surrogates stand for code points above all others.
        return Character.isSurrogate(a) == Character.isSurrogate(b)
            ? Character.compare(a, b)
            : Character.isSurrogate(a) ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
