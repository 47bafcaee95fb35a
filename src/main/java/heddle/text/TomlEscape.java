package heddle.text;

/**
 * One escape of a basic string: the letters b, t, n, f, r and e, the quote, the backslash, and x, u
 * or U with two, four or eight hexadecimal digits.
 */
final class TomlEscape {
  private TomlEscape() {}

  /** Takes the escape whose backslash is the current character. */
  static void take(TomlScanner in, StringBuilder out) throws ProblemException {
    char c = in.next();
    char plain =
        switch (c) {
          case 'b' -> '\b';
          case 't' -> '\t';
          case 'n' -> '\n';
          case 'f' -> '\f';
          case 'r' -> '\r';
          case 'e' -> '\u001b';
          case '"', '\\' -> c;
          default -> 0;
        };
    if (plain != 0) {
      in.skip(2);
      out.append(plain);
      return;
    }
    int digits =
        switch (c) {
          case 'x' -> 2;
          case 'u' -> 4;
          case 'U' -> 8;
          default -> throw in.problem("unknown escape in a string");
        };
    in.skip(2);
    int code = 0;
    for (int i = 0; i < digits; i++) {
      int digit = JsonParser.hex(in.peek());
      if (digit < 0) {
        throw in.problem("expected " + digits + " hexadecimal digits");
      }
      code = (code << 4) | digit;
      in.skip(1);
    }
    if (!Character.isValidCodePoint(code) || (code >= 0xD800 && code <= 0xDFFF)) {
      in.skip(-digits);
      throw in.problem("the escape names no Unicode character");
    }
    out.appendCodePoint(code);
  }
}
