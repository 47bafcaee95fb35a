package heddle.cli;

import heddle.text.Problem;
import java.io.PrintStream;
import java.util.List;

/**
 * Where Heddle prints: results on out, everything for the person on err.
 *
 * @param colour whether escape sequences may be written to err
 * @param live whether err is a terminal on which a line can be drawn over
 * @param width columns of the terminal
 */
record Terminal(PrintStream out, PrintStream err, boolean colour, boolean live, int width) {
  private static final String RESET = "\u001b[0m";

  String red(String text) {
    return paint("\u001b[1;31m", text);
  }

  String yellow(String text) {
    return paint("\u001b[1;33m", text);
  }

  String green(String text) {
    return paint("\u001b[1;32m", text);
  }

  String cyan(String text) {
    return paint("\u001b[1;36m", text);
  }

  String bold(String text) {
    return paint("\u001b[1m", text);
  }

  private String paint(String code, String text) {
    return colour ? code + text + RESET : text;
  }

  /** Cargo's status lines: a right-aligned verb of twelve columns, then what it is about. */
  void status(String verb, String about) {
    err.println(statusLine(verb, about));
  }

  String statusLine(String verb, String about) {
    return green(" ".repeat(Math.max(0, 12 - verb.length())) + verb) + " " + about;
  }

  void warning(String text) {
    err.println(yellow("warning") + bold(":") + " " + text);
  }

  void note(String text) {
    err.println(cyan("note") + bold(":") + " " + text);
  }

  /** The lines of a warning with its place, the head in colour. */
  List<String> warningLines(Problem problem) {
    String head = "warning: ";
    return problem.lines("warning").stream()
        .map(line ->
            line.startsWith(head)
                ? yellow("warning") + bold(":") + " " + line.substring(head.length())
                : line)
        .toList();
  }

  /** Warnings with their places. */
  void warn(List<Problem> problems) {
    problems.forEach(each -> warningLines(each).forEach(err::println));
  }

  void error(String text) {
    err.println(red("error") + bold(":") + " " + text);
  }
}
