package heddle.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Reads the structure of a TOML document: lines, keys, headers, arrays, inline tables. */
final class TomlParser {
  /** Deepest nesting of values and keys together; toml.rs stops arrays at 80. */
  private static final int DEPTH = 128;

  private final TomlScanner in;
  private final Source source;

  TomlParser(Source source) {
    this.source = source;
    this.in = new TomlScanner(source);
  }

  Toml.Table document() throws ProblemException {
    var root = new TomlBuilding(TomlBuilding.Origin.DEFINED, source.place(0, 0));
    TomlBuilding current = root;
    int depth = 0;
    while (true) {
      in.blank();
      char c = in.peek();
      if (in.atEnd()) {
        return root.table();
      }
      if (c == '[') {
        int start = in.at();
        boolean array = in.next() == '[';
        in.skip(array ? 2 : 1);
        List<TomlBuilding.Key> path = path(0);
        depth = path.size();
        in.expect(']', "expected `.` or `]` in a table header");
        if (array) {
          in.expect(']', "expected `]]` to end the header of an array of tables");
        }
        Place header = source.place(start, in.at());
        in.lineEnd();
        current = array ? root.append(path, header) : root.define(path, header);
      } else {
        entry(current, depth);
        in.lineEnd();
      }
    }
  }

  private void entry(TomlBuilding table, int depth) throws ProblemException {
    List<TomlBuilding.Key> path = path(depth);
    in.expect('=', "expected `.` or `=` after a key");
    in.space();
    table.put(path, value(depth + path.size()));
  }

  /** Keys joined by dots, with the space around them. */
  private List<TomlBuilding.Key> path(int depth) throws ProblemException {
    TomlBuilding.Key first = key();
    if (in.peek() != '.') {
      return List.of(first);
    }
    var path = new ArrayList<TomlBuilding.Key>();
    path.add(first);
    while (in.peek() == '.') {
      in.skip(1);
      path.add(key());
      deeper(depth + path.size());
    }
    return path;
  }

  private TomlBuilding.Key key() throws ProblemException {
    in.space();
    int start = in.at();
    String name = in.key();
    Place place = source.place(start, in.at());
    in.space();
    return new TomlBuilding.Key(name, place);
  }

  private Toml value(int depth) throws ProblemException {
    deeper(depth);
    int start = in.at();
    return switch (in.peek()) {
      case '"', '\'' -> {
        String text = in.string();
        yield new Toml.Text(text, source.place(start, in.at()));
      }
      case '[' -> array(depth);
      case '{' -> inline(depth);
      default -> TomlScalar.of(in.word(), source.place(start, in.at()));
    };
  }

  private Toml array(int depth) throws ProblemException {
    int start = in.at();
    in.skip(1);
    var items = new ArrayList<Toml>();
    while (true) {
      in.blank();
      if (in.peek() == ']') {
        break;
      }
      items.add(value(depth + 1));
      in.blank();
      if (in.peek() != ',') {
        break;
      }
      in.skip(1);
    }
    in.expect(']', "expected `,` or `]` in an array");
    return new Toml.Array(items, source.place(start, in.at()));
  }

  private Toml inline(int depth) throws ProblemException {
    int start = in.at();
    in.skip(1);
    in.blank();
    if (in.peek() == '}') {
      in.skip(1);
      return new Toml.Table(new LinkedHashMap<>(), source.place(start, in.at()));
    }
    // The braces' end is not known yet; the place is mended below.
    var table = new TomlBuilding(TomlBuilding.Origin.DEFINED, source.place(start, start + 1));
    while (true) {
      entry(table, depth + 1);
      in.blank();
      if (in.peek() != ',') {
        break;
      }
      in.skip(1);
      in.blank();
      if (in.peek() == '}') {
        break;
      }
    }
    in.expect('}', "expected `,` or `}` in an inline table");
    return new Toml.Table(table.table().entries(), source.place(start, in.at()));
  }

  private void deeper(int depth) throws ProblemException {
    if (depth > DEPTH) {
      throw in.problem("TOML nested deeper than " + DEPTH + " levels");
    }
  }
}
