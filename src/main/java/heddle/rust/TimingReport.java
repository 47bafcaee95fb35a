package heddle.rust;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The page that {@code --timings} writes: what the build was, a bar for each unit that ran, how
 * many ran at one time, and the units by their time. One file that loads nothing from elsewhere and
 * runs no script.
 *
 * @param facts what stands above, by name, in their order
 * @param units those that ran, by their beginning, and those that were found
 * @param total the length of the build, in milliseconds
 */
record TimingReport(List<Map.Entry<String, String>> facts, List<TimedUnit> units, double total) {
  private static final int WIDTH = 1100;
  private static final int ROW = 20;

  TimingReport {
    facts = List.copyOf(facts);
    units = List.copyOf(units);
  }

  String html() {
    List<TimedUnit> ran =
        units.stream().filter(each -> each.result() != TimedUnit.Result.FOUND).toList();
    var page = new StringBuilder(HEAD);
    page.append("<h1>Build timings</h1>\n<table class=\"facts\">\n");
    for (Map.Entry<String, String> fact : facts) fact(page, fact.getKey(), fact.getValue());
    fact(page, "Units found", String.valueOf(units.size() - ran.size()));
    fact(page, "Units built", String.valueOf(ran.size()));
    fact(page, "Most at one time", String.valueOf(most(ran)));
    fact(page, "Total time", seconds(total));
    page.append("</table>\n");
    if (!ran.isEmpty()) {
      page.append(
              "<h2>Units over time</h2>\n<p>Dark: until its metadata was there, when dependents")
          .append(" could begin. Grey: how many ran at one time.</p>\n");
      chart(page, ran);
      table(page, ran);
    }
    return page.append("</body>\n</html>\n").toString();
  }

  private static void fact(StringBuilder page, String name, String value) {
    page.append("<tr><th>").append(escaped(name)).append("</th><td>");
    page.append(escaped(value)).append("</td></tr>\n");
  }

  private void chart(StringBuilder page, List<TimedUnit> ran) {
    int height = (ran.size() + 1) * ROW + 100;
    page.append("<svg viewBox=\"0 0 ").append(WIDTH + 300).append(' ').append(height);
    page.append("\" width=\"").append(WIDTH + 300).append("\" height=\"").append(height);
    page.append("\">\n");
    double step = step();
    for (double at = 0; at <= total; at += step) {
      page.append("<path class=\"grid\" d=\"M").append(x(at)).append(" 0V").append(height - 20);
      page.append("\"/><text x=\"").append(x(at)).append("\" y=\"").append(height - 6);
      page.append("\">").append(seconds(at)).append("</text>\n");
    }
    int row = 0;
    for (TimedUnit unit : ran) {
      int y = row++ * ROW + 2;
      String kind = unit.result() == TimedUnit.Result.FAILED ? "failed" : "ran";
      bar(page, kind, y, unit.begins(), unit.ends());
      if (unit.metadata() >= 0) bar(page, "metadata", y, unit.begins(), unit.metadata());
      page.append("<text x=\"").append(x(unit.begins()) + 3).append("\" y=\"").append(y + 13);
      page.append("\">").append(escaped(unit.name() + " " + unit.target())).append(' ');
      page.append(seconds(unit.length())).append("</text>\n");
    }
    curve(page, ran, ran.size() * ROW + 10, 60);
    page.append("</svg>\n");
  }

  private void bar(StringBuilder page, String kind, int y, double from, double to) {
    page.append("<rect class=\"").append(kind).append("\" x=\"").append(x(from));
    page.append("\" y=\"").append(y).append("\" width=\"");
    page.append(Math.max(1, x(to) - x(from))).append("\" height=\"").append(ROW - 4);
    page.append("\"/>");
  }

  /** How many ran, as steps over time. */
  private void curve(StringBuilder page, List<TimedUnit> ran, int top, int height) {
    int most = Math.max(1, most(ran));
    page.append("<path class=\"curve\" d=\"M").append(x(0)).append(' ').append(top + height);
    for (double[] change : changes(ran)) {
      page.append('H').append(x(change[0]));
      page.append('V').append(Math.round(top + height - height * change[1] / most));
    }
    page.append("H").append(x(total)).append('V').append(top + height).append("Z\"/>\n");
  }

  /** When the number of units that run changes, and to what. */
  private static List<double[]> changes(List<TimedUnit> ran) {
    var steps = new ArrayList<double[]>();
    for (TimedUnit unit : ran) {
      steps.add(new double[] {unit.begins(), 1});
      steps.add(new double[] {unit.ends(), -1});
    }
    // what ends makes room for what begins at the same moment
    steps.sort(
        Comparator.comparingDouble((double[] each) -> each[0]).thenComparingDouble(e -> e[1]));
    double now = 0;
    for (double[] each : steps) {
      now += each[1];
      each[1] = now;
    }
    return steps;
  }

  private static int most(List<TimedUnit> ran) {
    return (int) changes(ran).stream().mapToDouble(each -> each[1]).max().orElse(0);
  }

  private static void table(StringBuilder page, List<TimedUnit> ran) {
    page.append("<h2>Units by time</h2>\n<table>\n<tr><th></th><th>Unit</th><th>Total</th>")
        .append("<th>Until metadata</th><th>Waited for a slot</th><th>Features</th></tr>\n");
    int number = 0;
    for (TimedUnit unit :
        ran.stream().sorted(Comparator.comparingDouble(TimedUnit::length).reversed()).toList()) {
      String failed = unit.result() == TimedUnit.Result.FAILED ? " (failed)" : "";
      page.append("<tr><td>").append(++number).append(".</td><td>");
      page.append(escaped(unit.name() + " " + unit.target() + failed)).append("</td><td>");
      page.append(seconds(unit.length())).append("</td><td>");
      page.append(unit.metadata() < 0 ? "" : seconds(unit.metadata() - unit.begins()));
      page.append("</td><td>").append(unit.waiting() < 1 ? "" : seconds(unit.waiting()));
      page.append("</td><td>").append(escaped(unit.features())).append("</td></tr>\n");
    }
    page.append("</table>\n");
  }

  /** A step between lines of the grid: 1, 2 or 5 times a power of ten, some ten of them. */
  private double step() {
    double step = 1;
    for (int i = 0; total / step > 12; i++) step *= i % 3 == 1 ? 2.5 : 2;
    return step;
  }

  private long x(double time) {
    return total <= 0 ? 0 : Math.round(time / total * WIDTH);
  }

  private static String seconds(double millis) {
    return String.format(Locale.ROOT, "%.2fs", millis / 1000);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <title>Build timings</title>
      <style>
      body { font: 14px sans-serif; margin: 2em; }
      th, td { text-align: left; padding: 2px 12px 2px 0; vertical-align: top; }
      svg text { font: 11px sans-serif; }
      .ran { fill: #aac8e8; } .metadata { fill: #6699cc; } .failed { fill: #e08080; }
      .grid { stroke: #ddd; } .curve { fill: #ccc; }
      </style>
      </head>
      <body>
      """;
}
