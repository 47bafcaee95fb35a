package heddle.text;

/**
 * The characters of a TOML document: space, comments, keys, strings, words. Beyond the end it sees
 * NUL, which no rule accepts.
 */
final class TomlScanner {
  private final Source source;
  private final char[] chars;
  private final int length;
  private int at;

  TomlScanner(Source source) {
    this.source = source;
    this.length = source.text().length();
    this.chars = new char[length + 3];
    source.text().getChars(0, length, chars, 0);
    this.at = length > 0 && chars[0] == '\uFEFF' ? 1 : 0;
  }

  int at() {
    return at;
  }

  boolean atEnd() {
    return at >= length;
  }

  char peek() {
    return chars[at];
  }

  char next() {
    return chars[at + 1];
  }

  void skip(int count) {
    at += count;
  }

  void expect(char wanted, String message) throws ProblemException {
    if (chars[at] != wanted) {
      throw problem(message);
    }
    at++;
  }

  /** Skips spaces and tabs. */
  void space() {
    while (chars[at] == ' ' || chars[at] == '\t') {
      at++;
    }
  }

  /** Skips space, comments and line ends. */
  void blank() throws ProblemException {
    while (true) {
      switch (chars[at]) {
        case ' ', '\t', '\n' -> at++;
        case '\r' -> carriageReturn();
        case '#' -> comment();
        default -> {
          return;
        }
      }
    }
  }

  /** Takes the rest of a line: space, a comment, and the line's end or the text's. */
  void lineEnd() throws ProblemException {
    space();
    if (chars[at] == '#') {
      comment();
    }
    switch (chars[at]) {
      case '\n' -> at++;
      case '\r' -> carriageReturn();
      default -> {
        if (at < length) {
          throw problem("expected the end of the line");
        }
      }
    }
  }

  private void carriageReturn() throws ProblemException {
    if (chars[at + 1] != '\n') {
      throw problem("carriage return without a line feed");
    }
    at += 2;
  }

  private void comment() throws ProblemException {
    while (true) {
      char c = chars[at];
      if (c < ' ' || c == 0x7f) {
        if (c == '\n' || at >= length || (c == '\r' && chars[at + 1] == '\n')) {
          return;
        }
        if (c != '\t') {
          throw problem("control character in a comment");
        }
      }
      at++;
    }
  }

  /** A bare or quoted key. */
  String key() throws ProblemException {
    char c = chars[at];
    if (c == '"' || c == '\'') {
      if (chars[at + 1] == c && chars[at + 2] == c) {
        throw problem("a key cannot be a multi-line string");
      }
      return string();
    }
    int start = at;
    while (isBare(chars[at])) {
      at++;
    }
    if (at == start) {
      throw problem("expected a key");
    }
    return new String(chars, start, at - start);
  }

  private static boolean isBare(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  /**
   * The characters of a number, a moment or true or false; a date may take one space and a time.
   */
  String word() throws ProblemException {
    int start = at;
    while (isWord(chars[at])) {
      at++;
    }
    if (at == start) {
      throw problem("expected a value");
    }
    if (at - start == 10
        && chars[start + 4] == '-'
        && chars[at] == ' '
        && chars[at + 1] >= '0'
        && chars[at + 1] <= '9') {
      at++;
      while (isWord(chars[at])) {
        at++;
      }
    }
    return new String(chars, start, at - start);
  }

  private static boolean isWord(char c) {
    return isBare(c) || c == '+' || c == '.' || c == ':';
  }

  /** A string of any of the four kinds. */
  String string() throws ProblemException {
    char quote = chars[at];
    boolean basic = quote == '"';
    int open = at;
    if (chars[at + 1] == quote && chars[at + 2] == quote) {
      at += 3;
      if (chars[at] == '\n') {
        at++;
      } else if (chars[at] == '\r' && chars[at + 1] == '\n') {
        at += 2;
      }
      return lines(quote, basic, open);
    }
    int start = ++at;
    while (true) {
      char c = chars[at];
      if (c == quote) {
        return new String(chars, start, at++ - start);
      }
      if (c == '\\' && basic) {
        return escaped(start, open);
      }
      if (c < ' ' || c == 0x7f) {
        control(c, open);
      }
      at++;
    }
  }

  private String escaped(int start, int open) throws ProblemException {
    var out = new StringBuilder(at - start + 32).append(chars, start, at - start);
    while (true) {
      char c = chars[at];
      if (c == '"') {
        at++;
        return out.toString();
      }
      if (c == '\\') {
        TomlEscape.take(this, out);
        continue;
      }
      if (c < ' ' || c == 0x7f) {
        control(c, open);
      }
      out.append(c);
      at++;
    }
  }

  private String lines(char quote, boolean basic, int open) throws ProblemException {
    var out = new StringBuilder();
    while (true) {
      char c = chars[at];
      if (c == quote && chars[at + 1] == quote && chars[at + 2] == quote) {
        at += 3;
        for (int more = 0; more < 2 && chars[at] == quote; more++) {
          out.append(quote);
          at++;
        }
        return out.toString();
      }
      if (c == '\\' && basic) {
        if (!continued(open)) {
          TomlEscape.take(this, out);
        }
        continue;
      }
      if (c == '\r' && chars[at + 1] == '\n') {
        out.append("\r\n");
        at += 2;
        continue;
      }
      if ((c < ' ' && c != '\n') || c == 0x7f) {
        control(c, open);
      }
      out.append(c);
      at++;
    }
  }

  /** A backslash at a line's end takes all space up to the next visible character. */
  private boolean continued(int open) throws ProblemException {
    int look = at + 1;
    while (chars[look] == ' ' || chars[look] == '\t') {
      look++;
    }
    if (chars[look] != '\n' && !(chars[look] == '\r' && chars[look + 1] == '\n')) {
      return false;
    }
    at = look;
    while (chars[at] == ' ' || chars[at] == '\t' || chars[at] == '\n' || chars[at] == '\r') {
      if (chars[at] == '\r' && chars[at + 1] != '\n') {
        control('\r', open);
      }
      at++;
    }
    return true;
  }

  private void control(char c, int open) throws ProblemException {
    if (at >= length || c == '\n' || (c == '\r' && chars[at + 1] == '\n')) {
      at = Math.min(open, length);
      throw problem("string without an end");
    }
    if (c != '\t') {
      throw problem("control character in a string");
    }
  }

  /** A problem at the current character. */
  ProblemException problem(String message) {
    int from = Math.min(at, length);
    int to = Math.min(length, from + 1);
    if (to < length && Character.isLowSurrogate(chars[to]) && to > from) {
      to++;
    }
    return new ProblemException(Problem.at(source.place(from, to), message));
  }
}
