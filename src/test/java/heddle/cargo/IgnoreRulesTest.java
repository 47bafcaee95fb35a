package heddle.cargo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The patterns of {@code include} and {@code exclude}. */
final class IgnoreRulesTest {
  /** Which of these files (directories end with a slash) the lines, one by one, ignore. */
  private static void check(String lines, String files, String ignored) throws Exception {
    IgnoreRules rules = IgnoreRules.of(List.of(lines.split(" ", -1)));
    List<String> met =
        Arrays.stream(files.split(" ", -1))
            .filter(each ->
                each.endsWith("/")
                    ? rules.ignores(each.substring(0, each.length() - 1), true)
                    : rules.ignores(each, false))
            .toList();
    assertThat(String.join(" ", met)).as(lines).isEqualTo(ignored);
  }

  @Test
  void a_name_is_met_everywhere_and_a_path_from_the_package_only() throws Exception {
    check("a", "a x/a x/a/b ab", "a x/a x/a/b");
    check("/a", "a x/a a/b", "a a/b");
    check("x/a", "x/a y/x/a x/a/b", "x/a x/a/b");
    check("**/x/a", "x/a y/x/a", "x/a y/x/a");
  }

  @Test
  void a_slash_at_the_end_means_directories_and_what_is_in_them() throws Exception {
    check("a/", "a a/ a/b x/a/b", "a/ a/b x/a/b");
    check("a/**", "a a/ a/b a/b/c", "a/b a/b/c");
  }

  @Test
  void the_last_line_that_meets_a_path_decides_and_may_take_back() throws Exception {
    check("*.txt !keep.txt", "a.txt keep.txt x/keep.txt", "a.txt");
    check("!keep.txt *.txt", "a.txt keep.txt", "a.txt keep.txt");
    check("a/ !a/b", "a/b a/c", "a/c");
  }

  @Test
  void stars_stay_within_a_name_and_two_cross_names() throws Exception {
    check("*.rs", "a.rs x/b.rs c.rsx", "a.rs x/b.rs");
    check("x/*/y", "x/1/y x/y x/1/2/y", "x/1/y");
    check("x/**/y", "x/1/y x/y x/1/2/y", "x/1/y x/y x/1/2/y");
    check("a**b", "ab a1b a/b", "ab a1b");
    check("**", "a x/a", "a x/a");
  }

  @Test
  void sets_and_choices_and_what_a_backslash_makes_of_them() throws Exception {
    check("a[b-d].rs", "ab.rs ae.rs", "ab.rs");
    check("a[!b].rs", "ab.rs ae.rs", "ae.rs");
    check("a[]-].rs", "a].rs a-.rs ab.rs", "a].rs a-.rs");
    check("{m,n*}.md", "m.md no.md o.md", "m.md no.md");
    check("\\#a \\!b #c", "#a !b #c", "#a !b");
    check("[a", "[a a", "[a");
  }

  @Test
  void one_letter_is_one_byte() throws Exception {
    check("t?.rs", "t1.rs t\u00e9.rs", "t1.rs");
    check("t??.rs", "t1.rs t\u00e9.rs", "t\u00e9.rs");
  }

  @Test
  void what_is_no_pattern_is_refused() {
    for (var each :
        List.of(
            List.of("}", "unopened alternate group"),
            List.of("{a", "unclosed alternate group"),
            List.of("a\\", "dangling '\\'"),
            List.of("[b-a]", "invalid range; 'b' > 'a'"))) {
      assertThatThrownBy(() -> IgnoreRules.of(List.of(each.getFirst())))
          .hasMessageContaining("error parsing glob '" + each.getFirst() + "': " + each.getLast());
    }
  }
}
