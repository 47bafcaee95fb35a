package heddle.rules;

import heddle.text.Place;
import heddle.text.Source;

/** Places of lines: a class file knows no columns. */
final class Lines {
  private Lines() {}

  /** The text of the line, without the white space around it; lines count from 1. */
  static Place place(Source source, int line) {
    String text = source.text();
    int start = 0;
    for (int at = 1; at < line; at++) {
      int end = text.indexOf('\n', start);
      if (end < 0) break;
      start = end + 1;
    }
    int end = text.indexOf('\n', start);
    if (end < 0) end = text.length();
    while (start < end && Character.isWhitespace(text.charAt(start))) start++;
    while (end > start && Character.isWhitespace(text.charAt(end - 1))) end--;
    return source.place(start, end);
  }
}
