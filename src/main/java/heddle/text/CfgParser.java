package heddle.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads a cfg expression; the grammar and its corners are those of cargo-platform's parser. */
final class CfgParser {
  private static final int DEPTH = 128;

  private enum Kind {
    OPEN("`(`"),
    CLOSE("`)`"),
    COMMA("`,`"),
    EQUALS("`=`"),
    NAME("an identifier"),
    RAW("an identifier"),
    STRING("a string"),
    END("the end");

    final String shown;

    Kind(String shown) {
      this.shown = shown;
    }
  }

  private final String text;
  private final Place place;
  private final Set<String> calls;
  private int at;
  private Kind kind = Kind.END;
  private String value = "";

  CfgParser(String text, Place place, Set<String> calls) throws ProblemException {
    this.text = text;
    this.place = place;
    this.calls = calls;
    advance();
  }

  Cfg whole() throws ProblemException {
    Cfg cfg = expression(0);
    expect(Kind.END);
    return cfg;
  }

  /** One name or pair, where {@code true} is a name like any other. */
  Cfg single() throws ProblemException {
    Cfg cfg = atom();
    expect(Kind.END);
    return cfg;
  }

  private Cfg expression(int depth) throws ProblemException {
    if (depth > DEPTH) {
      throw problem("nested deeper than " + DEPTH + " levels");
    }
    if (kind == Kind.NAME) {
      switch (value) {
        case "all" -> {
          return new Cfg.All(list(depth));
        }
        case "any" -> {
          return new Cfg.Any(list(depth));
        }
        case "not" -> {
          advance();
          eat(Kind.OPEN);
          Cfg part = expression(depth + 1);
          eat(Kind.CLOSE);
          return new Cfg.Not(part);
        }
        default -> {
          if (calls.contains(value)) {
            String name = value;
            return new Cfg.Call(name, list(depth));
          }
        }
      }
    }
    if (kind == Kind.END) {
      throw problem("expected start of a cfg expression");
    }
    Cfg cfg = atom();
    if (cfg instanceof Cfg.Name(Cfg.Identifier(String name, boolean raw)) && !raw) {
      if (name.equals("true") || name.equals("false")) {
        return new Cfg.Flag(name.equals("true"));
      }
    }
    return cfg;
  }

  private List<Cfg> list(int depth) throws ProblemException {
    advance();
    eat(Kind.OPEN);
    var parts = new ArrayList<Cfg>();
    while (kind != Kind.CLOSE) {
      parts.add(expression(depth + 1));
      if (kind != Kind.COMMA) {
        break;
      }
      advance();
    }
    eat(Kind.CLOSE);
    return parts;
  }

  private Cfg atom() throws ProblemException {
    if (kind != Kind.NAME && kind != Kind.RAW) {
      throw problem("expected identifier, found " + kind.shown);
    }
    var name = new Cfg.Identifier(value, kind == Kind.RAW);
    advance();
    if (kind != Kind.EQUALS) {
      return new Cfg.Name(name);
    }
    advance();
    expect(Kind.STRING);
    var pair = new Cfg.Pair(name, value);
    advance();
    return pair;
  }

  private void eat(Kind wanted) throws ProblemException {
    expect(wanted);
    advance();
  }

  private void expect(Kind wanted) throws ProblemException {
    if (kind != wanted) {
      throw problem(
          wanted == Kind.END
              ? "unexpected content after the cfg expression"
              : "expected " + wanted.shown + ", found " + kind.shown);
    }
  }

  private void advance() throws ProblemException {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    if (at == text.length()) {
      kind = Kind.END;
      return;
    }
    char c = text.charAt(at);
    switch (c) {
      case '(' -> punctuation(Kind.OPEN);
      case ')' -> punctuation(Kind.CLOSE);
      case ',' -> punctuation(Kind.COMMA);
      case '=' -> punctuation(Kind.EQUALS);
      case '"' -> {
        int end = text.indexOf('"', at + 1);
        if (end < 0) {
          throw problem("unterminated string");
        }
        kind = Kind.STRING;
        value = text.substring(at + 1, end);
        at = end + 1;
      }
      default -> identifier();
    }
  }

  private void punctuation(Kind found) {
    kind = found;
    at++;
  }

  private void identifier() throws ProblemException {
    kind = Kind.NAME;
    if (text.startsWith("r#", at)) {
      kind = Kind.RAW;
      at += 2;
    }
    int start = at;
    while (at < text.length() && isPart(text.charAt(at), at > start)) {
      at++;
    }
    if (at == start) {
      throw at == text.length()
          ? problem("expected an identifier after `r#`")
          : problem("unexpected character `" + Character.toString(text.codePointAt(at)) + "`");
    }
    value = text.substring(start, at);
  }

  private static boolean isPart(char c, boolean inner) {
    return c == '_'
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (inner && c >= '0' && c <= '9');
  }

  private ProblemException problem(String message) {
    return new ProblemException(
        Problem.at(place, "failed to parse `" + text + "` as a cfg expression: " + message));
  }
}
