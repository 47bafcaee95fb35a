package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.rust.TimedUnit.Result;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of {@code --timings}. */
final class TimingReportTest {
  private static TimedUnit unit(
      String name, Result result, double begins, double metadata, double ends) {
    return new TimedUnit(name, "lib", "std", result, 30, begins, metadata, ends);
  }

  private static String page(TimedUnit... units) {
    return new TimingReport(List.of(Map.entry("Command", "build <x>")), List.of(units), 4000)
        .html();
  }

  @Test
  void units_stand_by_their_time_with_what_they_waited_for() {
    String page =
        page(
            unit("a v1", Result.BUILT, 0, 500, 1000),
            unit("b v1", Result.BUILT, 500, -1, 4000),
            unit("c v1", Result.FAILED, 1000, -1, 1200),
            unit("d v1", Result.FOUND, 10, -1, 10));
    assertThat(page)
        .contains("<tr><th>Units built</th><td>3</td></tr>")
        .contains("<tr><th>Units found</th><td>1</td></tr>")
        .contains("<tr><th>Total time</th><td>4.00s</td></tr>")
        .contains("<td>1.</td><td>b v1 lib</td><td>3.50s</td><td></td><td>0.03s</td><td>std</td>")
        .contains("<td>2.</td><td>a v1 lib</td><td>1.00s</td><td>0.50s</td>")
        .contains("<td>3.</td><td>c v1 lib (failed)</td>")
        .doesNotContain("d v1");
    assertThat(Pattern.compile("<rect class=\"ran\"").matcher(page).results()).hasSize(2);
    assertThat(Pattern.compile("<rect class=\"failed\"").matcher(page).results()).hasSize(1);
    assertThat(page).contains("<rect class=\"metadata\" x=\"0\" y=\"2\" width=\"138\"");
  }

  @Test
  void what_ends_makes_room_for_what_begins_at_that_moment() {
    assertThat(
            page(
                unit("a v1", Result.BUILT, 0, -1, 1000),
                unit("b v1", Result.BUILT, 1000, -1, 2000),
                unit("c v1", Result.BUILT, 1500, -1, 2500)))
        .contains("<tr><th>Most at one time</th><td>2</td></tr>");
  }

  @Test
  void texts_are_escaped_and_nothing_is_loaded_or_run() {
    String page = page(unit("<b>&\"", Result.BUILT, 0, -1, 1));
    assertThat(page)
        .contains("build &lt;x&gt;")
        .contains("&lt;b&gt;&amp;&quot; lib")
        .doesNotContain("<script")
        .doesNotContain("http")
        .doesNotContain("src=");
    for (String tag : List.of("table", "tr", "td", "th", "svg", "text", "html", "body", "head")) {
      assertThat(Pattern.compile("<" + tag + "[ >]").matcher(page).results().count())
          .as(tag)
          .isEqualTo(Pattern.compile("</" + tag + ">").matcher(page).results().count());
    }
  }

  @Test
  void a_build_that_did_nothing_has_a_page_without_a_chart() {
    assertThat(page(unit("d v1", Result.FOUND, 10, -1, 10)))
        .contains("<tr><th>Units built</th><td>0</td></tr>")
        .doesNotContain("<svg");
  }
}
