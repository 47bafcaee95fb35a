package heddle.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;

/**
 * Reads one JSON text (RFC 8259), strictly; nesting is limited so that no text overflows the stack.
 */
final class JsonParser {
  private static final int DEPTH = 128;

  private final Source source;
  private final String text;
  private final boolean strict;
  private int at;

  JsonParser(Source source) {
    this(source, false);
  }

  /** Strict: no key twice in one object, no half of a surrogate pair. */
  JsonParser(Source source, boolean strict) {
    this.strict = strict;
    this.source = source;
    this.text = source.text();
  }

  Json document() throws ProblemException {
    Json value = value(0);
    space();
    if (at < text.length()) {
      throw problem(at, "unexpected text after the JSON value");
    }
    return value;
  }

  private Json value(int depth) throws ProblemException {
    space();
    if (at == text.length()) {
      throw problem(at, "JSON ends where a value is expected");
    }
    char c = text.charAt(at);
    return switch (c) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> new Json.Str(text());
      case 't' -> word("true", new Json.Bool(true));
      case 'f' -> word("false", new Json.Bool(false));
      case 'n' -> word("null", new Json.Nil());
      default -> {
        if (c == '-' || isDigit(c)) {
          yield number();
        }
        throw problem(at, "expected a JSON value");
      }
    };
  }

  private Json object(int depth) throws ProblemException {
    deeper(depth);
    at++;
    var members = new LinkedHashMap<String, Json>();
    space();
    if (take('}')) {
      return new Json.Obj(members);
    }
    while (true) {
      space();
      if (at == text.length() || text.charAt(at) != '"') {
        throw problem(at, "expected a quoted key");
      }
      int start = at;
      String key = text();
      if (strict && members.containsKey(key))
        throw problem(start, "`" + key + "` stands twice in one object");
      space();
      if (!take(':')) {
        throw problem(at, "expected `:` after a key");
      }
      members.put(key, value(depth + 1));
      space();
      if (take('}')) {
        return new Json.Obj(members);
      }
      if (!take(',')) {
        throw problem(at, "expected `,` or `}`");
      }
    }
  }

  private Json array(int depth) throws ProblemException {
    deeper(depth);
    at++;
    var items = new ArrayList<Json>();
    space();
    if (take(']')) {
      return new Json.Arr(items);
    }
    while (true) {
      items.add(value(depth + 1));
      space();
      if (take(']')) {
        return new Json.Arr(items);
      }
      if (!take(',')) {
        throw problem(at, "expected `,` or `]`");
      }
    }
  }

  private Json word(String word, Json value) throws ProblemException {
    if (!text.startsWith(word, at)) {
      throw problem(at, "expected a JSON value");
    }
    at += word.length();
    return value;
  }

  private Json number() throws ProblemException {
    int start = at;
    take('-');
    if (!take('0')) {
      digits();
    }
    if (take('.')) {
      digits();
    }
    if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
      at++;
      if (!take('+')) {
        take('-');
      }
      digits();
    }
    return new Json.Num(text.substring(start, at));
  }

  private void digits() throws ProblemException {
    int start = at;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw problem(at, "expected a digit");
    }
  }

  private String text() throws ProblemException {
    int start = at;
    String text = string();
    if (!strict) return text;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) i++;
      else if (Character.isSurrogate(c)) throw problem(start, "half of a surrogate pair");
    }
    return text;
  }

  private String string() throws ProblemException {
    int start = ++at;
    int length = text.length();
    while (at < length) {
      char c = text.charAt(at);
      if (c == '"') {
        return text.substring(start, at++);
      }
      if (c == '\\') {
        return escaped(start);
      }
      if (c < ' ') {
        throw problem(at, "control character in a string");
      }
      at++;
    }
    throw problem(start - 1, "string without an end");
  }

  private String escaped(int start) throws ProblemException {
    var out = new StringBuilder(text.length() < start + 64 ? 32 : 64);
    out.append(text, start, at);
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return out.toString();
      }
      if (c < ' ') {
        throw problem(at, "control character in a string");
      }
      at++;
      out.append(c == '\\' ? escape() : c);
    }
    throw problem(start - 1, "string without an end");
  }

  private char escape() throws ProblemException {
    char c = at < text.length() ? text.charAt(at++) : 0;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
          int digit = at < text.length() ? hex(text.charAt(at)) : -1;
          if (digit < 0) {
            throw problem(at, "expected four hexadecimal digits");
          }
          unit = unit * 16 + digit;
          at++;
        }
        yield (char) unit;
      }
      default -> throw problem(Math.max(0, at - 1), "unknown escape in a string");
    };
  }

  static int hex(char c) {
    if (isDigit(c)) {
      return c - '0';
    }
    int lower = c | 0x20;
    return c < 128 && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean take(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void space() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return;
      }
      at++;
    }
  }

  private void deeper(int depth) throws ProblemException {
    if (depth >= DEPTH) {
      throw problem(at, "JSON nested deeper than " + DEPTH + " levels");
    }
  }

  private ProblemException problem(int from, String message) {
    int end = Math.min(text.length(), from + 1);
    return new ProblemException(Problem.at(source.place(Math.min(from, end), end), message));
  }
}
