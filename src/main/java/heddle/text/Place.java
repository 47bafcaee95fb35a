package heddle.text;

/** A stretch of a source, from start (inclusive) to end (exclusive), in UTF-16 units. */
public record Place(Source source, int start, int end) {
  public Place {
    if (start < 0 || end < start || end > source.text().length()) {
      throw new IllegalArgumentException(
          start + ".." + end + " is not within the " + source.text().length() + " of the source");
    }
  }

  /** Line of the start, from 1. Lines end at a line feed. */
  public int line() {
    String text = source.text();
    int line = 1;
    for (int i = text.indexOf('\n'); i >= 0 && i < start; i = text.indexOf('\n', i + 1)) {
      line++;
    }
    return line;
  }

  /** Column of the start, from 1, in code points. */
  public int column() {
    return source.text().codePointCount(lineStart(), start) + 1;
  }

  /** The line of the start, without its line ending. */
  public String lineText() {
    String text = source.text();
    int from = lineStart();
    int to = text.indexOf('\n', from);
    if (to < 0) {
      to = text.length();
    }
    if (to > from && text.charAt(to - 1) == '\r') {
      to--;
    }
    return text.substring(from, to);
  }

  /** The text of this place. */
  public String text() {
    return source.text().substring(start, end);
  }

  /** {@code name:line:column}, as compilers print it. */
  @Override
  public String toString() {
    return source.name() + ":" + line() + ":" + column();
  }

  int lineStart() {
    return start == 0 ? 0 : source.text().lastIndexOf('\n', start - 1) + 1;
  }
}
