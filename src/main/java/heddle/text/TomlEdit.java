package heddle.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes single keys of a TOML text and leaves every other character as it is: comments, order and
 * spacing stay. Each change gives a new edit whose text parses. Paths are tables' names from the
 * root; values are given as TOML.
 */
public record TomlEdit(Source source, Toml.Table root) {

  public static TomlEdit of(Source source) throws ProblemException {
    return new TomlEdit(source, Toml.parse(source));
  }

  public String text() {
    return source.text();
  }

  /** A key as TOML writes it: bare where it can be. */
  public static String key(String name) {
    boolean bare =
        !name.isEmpty()
            && name.chars()
                .allMatch(c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '_'
                        || c == '-');
    return bare ? name : string(name);
  }

  /** A text as a basic string. */
  public static String string(String value) {
    var out = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ' || c == 0x7f) {
            out.append("\\u00").append(c < 16 ? "0" : "").append(Integer.toHexString(c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  /** The table at a path, if it is one. */
  public Optional<Toml.Table> table(List<String> path) {
    Toml.Table table = root;
    for (String name : path) {
      if (!(table.get(name).orElse(new Toml.Flag(false, source.place(0, 0)))
          instanceof Toml.Table inner)) {
        return Optional.empty();
      }
      table = inner;
    }
    return Optional.of(table);
  }

  /**
   * Sets a key: a value that is there is replaced in its place, a new key comes behind the last of
   * its table, sorted among the others if they are sorted, and a table that is not there yet comes
   * at the end of the text.
   */
  public TomlEdit set(List<String> path, String name, String value) throws ProblemException {
    Optional<Toml.Table> found = table(path);
    if (found.isEmpty()) {
      return append(path, name, value);
    }
    Toml.Table table = found.get();
    Optional<Toml.Entry> old = table.entry(name);
    if (old.isPresent()) {
      return replace(path, old.get(), value);
    }
    if (TomlHeaders.isInline(table)) {
      return insertInline(table, name, value);
    }
    if (TomlHeaders.isDotted(table)) {
      return insertDotted(path, table, name, value);
    }
    Optional<Toml.Entry> after = predecessor(table, name);
    String line = key(name) + " = " + value;
    if (after.isPresent()) {
      return insertLine(lineEnd(end(after.get())), linePrefix(after.get()) + line);
    }
    Optional<Toml.Entry> first = lines(table).stream().findFirst();
    if (first.isPresent() && TomlHeaders.hasHeader(table)) {
      // What stands above the first key, comments, is that key's.
      return insertLine(lineEnd(table.place().end()), linePrefix(first.get()) + line);
    }
    if (first.isPresent()) {
      int start = lineStart(first.get().keyPlace().start());
      return splice(start, start, linePrefix(first.get()) + line + newline());
    }
    if (!TomlHeaders.hasHeader(table)) {
      return path.isEmpty() ? insertFirst(line) : append(path, name, value);
    }
    return insertLine(lineEnd(table.place().end()), line);
  }

  /** Sets a key that is not there yet behind the last of its table, whatever their order. */
  public TomlEdit addLast(List<String> path, String name, String value) throws ProblemException {
    Optional<Toml.Table> table = table(path);
    if (table.isEmpty() || TomlHeaders.isInline(table.get()) || TomlHeaders.isDotted(table.get())) {
      return set(path, name, value);
    }
    List<Toml.Entry> lines = lines(table.get());
    if (lines.isEmpty()) {
      return set(path, name, value);
    }
    int end = lineEnd(lines.stream().mapToInt(TomlEdit::end).max().orElseThrow());
    return insertLine(end, linePrefix(lines.getLast()) + key(name) + " = " + value);
  }

  /** Removes a key with its line or its lines; a table of headers with all its headers. */
  public TomlEdit remove(List<String> path, String name) throws ProblemException {
    return remove(path, name, false);
  }

  /** The same, and the comments and empty lines right above go, too, as with cargo's own editor. */
  public TomlEdit removeWithComments(List<String> path, String name) throws ProblemException {
    return remove(path, name, true);
  }

  private TomlEdit remove(List<String> path, String name, boolean comments)
      throws ProblemException {
    Optional<Toml.Entry> entry = table(path).flatMap(table -> table.entry(name));
    if (entry.isEmpty()) {
      return this;
    }
    int container = container(path);
    Toml.Table table = table(path.subList(0, container)).orElseThrow();
    if (TomlHeaders.isInline(table)) {
      return removeInline(table, entry.get());
    }
    var spans = new ArrayList<Place>();
    spans(entry.get().keyPlace(), entry.get().value(), spans);
    TomlEdit edit = this;
    for (Place span : spans.stream().sorted((a, b) -> b.start() - a.start()).toList()) {
      int end = lineEnd(span.end());
      end = Math.min(text().length(), end + newlineAt(end));
      int start = lineStart(span.start());
      edit = new TomlEdit(edit.splice(comments ? above(start) : start, end), root);
    }
    return of(edit.source);
  }

  /**
   * Puts {@code rest} behind a key of one line, in the place of all that stood there: with the
   * comments above and behind, which cargo's own editor loses, too, where keys with dots come or
   * go.
   */
  public TomlEdit rewrite(List<String> path, String name, String rest) throws ProblemException {
    Toml.Entry entry = table(path).flatMap(table -> table.entry(name)).orElseThrow();
    int start = entry.keyPlace().start();
    String line = linePrefix(entry) + entry.keyPlace().text() + rest;
    return splice(above(lineStart(start)), lineEnd(end(entry)), line);
  }

  private TomlEdit replace(List<String> path, Toml.Entry old, String value)
      throws ProblemException {
    var spans = new ArrayList<Place>();
    spans(old.keyPlace(), old.value(), spans);
    boolean plain = spans.size() == 1 && old.value().place().start() > old.keyPlace().start();
    if (plain && !TomlHeaders.isHeaderValue(old.value())) {
      return splice(old.value().place().start(), old.value().place().end(), value);
    }
    return remove(path, old.key()).set(path, old.key(), value);
  }

  /** The stretches of text that make up a value: one, or each header and each dotted key. */
  private static void spans(Place key, Toml value, List<Place> spans) {
    switch (value) {
      case Toml.Table table when !TomlHeaders.isInline(table) -> {
        if (TomlHeaders.hasHeader(table)) {
          spans.add(table.place());
        }
        for (Toml.Entry entry : table.entries().values()) {
          spans(entry.keyPlace(), entry.value(), spans);
        }
      }
      case Toml.Array array when TomlHeaders.isHeaderValue(array) ->
          array.items().forEach(item -> spans(key, item, spans));
      default -> spans.add(new Place(key.source(), key.start(), value.place().end()));
    }
  }

  /** The entries of a table that have lines of their own: all but those made by headers. */
  private static List<Toml.Entry> lines(Toml.Table table) {
    return table.entries().values().stream()
        .filter(entry ->
            !TomlHeaders.isHeaderValue(entry.value())
                || (entry.value() instanceof Toml.Table inner && TomlHeaders.isDotted(inner)))
        .toList();
  }

  private static Optional<Toml.Entry> predecessor(Toml.Table table, String name) {
    List<Toml.Entry> lines = lines(table);
    List<String> keys = lines.stream().map(Toml.Entry::key).toList();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    if (!keys.equals(keys.stream().sorted().toList())) {
      return Optional.of(lines.getLast());
    }
    return lines.stream().filter(entry -> entry.key().compareTo(name) < 0).reduce((_, b) -> b);
  }

  /** What stands before a key on its line: indentation, and for dotted keys the path. */
  private String linePrefix(Toml.Entry entry) {
    return text().substring(lineStart(entry.keyPlace().start()), entry.keyPlace().start());
  }

  /**
   * How much of a path names the nearest table with text of its own: braces, a header, the root.
   */
  private int container(List<String> path) {
    int length = path.size();
    while (length > 0) {
      Toml.Table table = table(path.subList(0, length)).orElseThrow();
      if (TomlHeaders.isInline(table) || TomlHeaders.hasHeader(table)) {
        break;
      }
      length--;
    }
    return length;
  }

  private TomlEdit insertDotted(List<String> path, Toml.Table table, String name, String value)
      throws ProblemException {
    int container = container(path);
    var line = new StringBuilder();
    path.subList(container, path.size()).forEach(part -> line.append(key(part)).append('.'));
    line.append(key(name)).append(" = ").append(value);
    int end = lines(table).stream().mapToInt(TomlEdit::end).max().orElseThrow();
    if (TomlHeaders.isInline(table(path.subList(0, container)).orElseThrow())) {
      return splice(end, end, ", " + line);
    }
    return insertLine(lineEnd(end), line.toString());
  }

  private TomlEdit insertInline(Toml.Table table, String name, String value)
      throws ProblemException {
    String line = key(name) + " = " + value;
    if (table.entries().isEmpty()) {
      return splice(table.place().start(), table.place().end(), "{ " + line + " }");
    }
    int end = table.entries().values().stream().mapToInt(TomlEdit::end).max().orElseThrow();
    return splice(end, end, ", " + line);
  }

  private TomlEdit removeInline(Toml.Table table, Toml.Entry entry) throws ProblemException {
    return splice(table.place().start(), table.place().end(), inline(table, entry));
  }

  /** A table in braces without an entry; dotted keys, which may be scattered, become tables. */
  private static String inline(Toml.Table table, Toml.Entry without) {
    var parts = new ArrayList<String>();
    for (Toml.Entry entry : table.entries().values()) {
      if (!entry.equals(without)) {
        boolean whole = !(entry.value() instanceof Toml.Table inner) || TomlHeaders.isInline(inner);
        String value =
            whole ? entry.value().place().text() : inline((Toml.Table) entry.value(), without);
        parts.add(entry.keyPlace().text() + " = " + value);
      }
    }
    return parts.isEmpty() ? "{}" : "{ " + String.join(", ", parts) + " }";
  }

  private static int end(Toml.Entry entry) {
    if (entry.value() instanceof Toml.Table table && TomlHeaders.isDotted(table)) {
      return lines(table).stream().mapToInt(TomlEdit::end).max().orElseThrow();
    }
    var spans = new ArrayList<Place>();
    spans(entry.keyPlace(), entry.value(), spans);
    return spans.stream().mapToInt(Place::end).max().orElse(entry.keyPlace().end());
  }

  private TomlEdit append(List<String> path, String name, String value) throws ProblemException {
    for (int i = 1; i < path.size(); i++) {
      Optional<Toml.Table> outer = table(path.subList(0, i));
      if (outer.isPresent() && TomlHeaders.isInline(outer.get())) {
        String inner = "{ " + key(name) + " = " + value + " }";
        for (int j = path.size() - 1; j > i; j--) {
          inner = "{ " + key(path.get(j)) + " = " + inner + " }";
        }
        return set(path.subList(0, i), path.get(i), inner);
      }
    }
    var header = new StringBuilder("[");
    var none = new Toml.Table(Map.of(), source.place(0, 0));
    Toml.Table table = root;
    for (int i = 0; i < path.size(); i++) {
      Optional<Toml.Entry> known = table.entry(path.get(i));
      header.append(i > 0 ? "." : "");
      header.append(known.isPresent() ? known.get().keyPlace().text() : key(path.get(i)));
      table = known.isPresent() && known.get().value() instanceof Toml.Table inner ? inner : none;
    }
    header.append(']').append(newline());
    header.append(key(name)).append(" = ").append(value).append(newline());
    String text = text();
    int at = behindSiblings(path);
    String gap = at == 0 ? "" : text.startsWith("\n", at - 1) ? newline() : newline() + newline();
    return splice(at, at, gap + header);
  }

  /** Behind the tables beside it; comments above the next header are that header's. */
  private int behindSiblings(List<String> path) {
    var headers = new TomlHeaders(root);
    int next = headers.behind(headers.last(path)).map(this::lineStart).orElse(text().length());
    return text().startsWith("\n", next - 1) ? above(next) : next;
  }

  /** A key of the root goes before the first header, behind the comments at the top. */
  private TomlEdit insertFirst(String line) throws ProblemException {
    int at = text().startsWith("\uFEFF") ? 1 : 0;
    String gap = text().startsWith("[", at) ? newline() : "";
    return splice(at, at, line + newline() + gap);
  }

  private TomlEdit insertLine(int end, String line) throws ProblemException {
    return splice(end, end, newline() + line);
  }

  private TomlEdit splice(int start, int end, String with) throws ProblemException {
    return of(new Source(source.name(), text().substring(0, start) + with + text().substring(end)));
  }

  private Source splice(int start, int end) {
    return new Source(source.name(), text().substring(0, start) + text().substring(end));
  }

  /** The start of the comments and empty lines that end where this line starts. */
  private int above(int line) {
    int at = line;
    while (at > 0) {
      int start = lineStart(at - 1);
      String text = text().substring(start, at).strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        break;
      }
      at = start;
    }
    return at;
  }

  private int lineStart(int at) {
    return text().lastIndexOf('\n', at - 1) + 1;
  }

  /** The end of the line that holds the place, before its line break. */
  private int lineEnd(int at) {
    int end = text().indexOf('\n', at);
    if (end < 0) {
      return text().length();
    }
    return end > at && text().charAt(end - 1) == '\r' ? end - 1 : end;
  }

  private int newlineAt(int at) {
    return text().startsWith("\r\n", at) ? 2 : 1;
  }

  private String newline() {
    return text().contains("\r\n") ? "\r\n" : "\n";
  }
}
