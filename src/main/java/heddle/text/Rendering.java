package heddle.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A problem as lines of plain text; control characters of the shown source never reach the
 * terminal.
 */
record Rendering(Problem problem) {
  /** Longest part of a source line that is shown, in UTF-16 units. */
  private static final int WIDTH = 120;

  List<String> lines(String severity) {
    var out = new ArrayList<String>();
    String[] message = problem.message().split("\n", -1);
    out.add(severity + ": " + message[0]);
    for (int i = 1; i < message.length; i++) {
      out.add(message[i]);
    }
    int gutter = 0;
    for (var label : problem.labels()) {
      gutter = Math.max(gutter, Integer.toString(label.place().line()).length());
    }
    boolean first = true;
    for (var label : problem.labels()) {
      show(label, first ? "--> " : "::: ", gutter, out);
      first = false;
    }
    problem.notes().forEach(note -> indented("note: ", note, out));
    problem.helps().forEach(help -> indented("help: ", help, out));
    return List.copyOf(out);
  }

  private static void show(Problem.Label label, String arrow, int gutter, List<String> out) {
    Place place = label.place();
    String margin = " ".repeat(gutter);
    out.add(margin + arrow + place);
    String line = place.lineText();
    if (line.isBlank() && label.text().isEmpty()) {
      return;
    }
    int from = Math.min(place.start() - place.lineStart(), line.length());
    int to = Math.max(from, Math.min(place.end() - place.lineStart(), line.length()));
    int left = from <= WIDTH * 2 / 3 ? 0 : from - WIDTH / 3;
    int right = Math.min(line.length(), left + WIDTH);
    if (left > 0 && Character.isLowSurrogate(line.charAt(left))) {
      left--;
    }
    if (right < line.length() && Character.isLowSurrogate(line.charAt(right))) {
      right--;
    }
    String before = (left > 0 ? "..." : "") + clean(line.substring(left, from));
    String marked = clean(line.substring(from, Math.max(from, Math.min(to, right))));
    String after = clean(line.substring(from + length(from, to, right), Math.max(right, from)));
    out.add(margin + " |");
    String number = Integer.toString(place.line());
    out.add(
        " ".repeat(gutter - number.length())
            + number
            + " | "
            + before
            + marked
            + after
            + (right < line.length() ? "..." : ""));
    String carets = "^".repeat(Math.max(1, marked.codePointCount(0, marked.length())));
    String text = label.text().isEmpty() ? "" : " " + label.text();
    out.add(margin + " | " + " ".repeat(before.codePointCount(0, before.length())) + carets + text);
  }

  private static int length(int from, int to, int right) {
    return Math.max(0, Math.min(to, right) - from);
  }

  private static void indented(String title, String text, List<String> out) {
    String[] lines = text.split("\n", -1);
    out.add(title + lines[0]);
    for (int i = 1; i < lines.length; i++) {
      out.add(lines[i].isEmpty() ? "" : " ".repeat(title.length()) + lines[i]);
    }
  }

  private static String clean(String text) {
    var clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\t') {
        clean.append("    ");
      } else {
        clean.append(Character.isISOControl(c) || isDirection(c) ? '\uFFFD' : c);
      }
    }
    return clean.toString();
  }

  /** Marks that reorder what a terminal shows (Unicode UAX 9). */
  private static boolean isDirection(char c) {
    return (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069');
  }
}
