package heddle.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CfgTest {
  private static final List<String> LINUX =
      List.of("unix", "target_os=\"linux\"", "target_feature=\"sse2\"", "r#true");

  @Test
  void expressions_match_as_in_cargo() {
    check("unix", true);
    check("r#unix", true);
    check("windows", false);
    check("target_os = \"linux\"", true);
    check("any(windows, all(unix, not(target_os=\"macos\"),),)", true);
    check("all()", true);
    check("any()", false);
    check("true", true);
    check("not(false)", true);
    check("r#true", true);
    check("r#false", false);
  }

  @Test
  void errors_say_what_was_expected() {
    checkProblem("", "expected start of a cfg expression");
    checkProblem("all(unix", "expected `)`, found the end");
    checkProblem("not(a, b)", "expected `)`, found `,`");
    checkProblem("a = b", "expected a string, found an identifier");
    checkProblem("a \"b\"", "unexpected content after the cfg expression");
    checkProblem("a = \"b", "unterminated string");
    checkProblem("all", "expected `(`, found the end");
    checkProblem("a-b", "unexpected character `-`");
    checkProblem("all(,)", "expected identifier, found `,`");
    checkProblem("r#", "expected an identifier after `r#`");
    checkProblem("feature(a)", "unexpected content after the cfg expression");
    checkProblem("not(".repeat(10_000), "nested deeper than 128 levels");
  }

  @Test
  void a_target_key_is_an_expression_or_a_triple() throws ProblemException {
    assertThat(Cfg.ofTarget("cfg(unix)", place(""))).contains(Cfg.Name.of("unix"));
    assertThat(Cfg.ofTarget("x86_64-unknown-linux-gnu", place(""))).isEmpty();
  }

  @Test
  void other_calls_are_for_who_allows_them() throws ProblemException {
    var cfg = Cfg.parse("all(option(backend = \"x\"), unix)", place(""), Set.of("option"));
    assertThat(cfg).hasToString("all(option(backend = \"x\"), unix)");
    assertThat(cfg.matches(atom -> atom instanceof Cfg.Call || atom.equals(Cfg.Name.of("unix"))))
        .isTrue();
  }

  private static void check(String cfg, boolean expected) {
    try {
      assertThat(Cfg.parse(cfg, place(cfg)).matches(CfgSet.parse(LINUX)))
          .as(cfg)
          .isEqualTo(expected);
    } catch (ProblemException e) {
      throw new AssertionError(e);
    }
  }

  private static void checkProblem(String cfg, String expected) {
    try {
      Cfg.parse(cfg, place(cfg));
      throw new AssertionError("parsed");
    } catch (ProblemException e) {
      assertThat(e.problems().getFirst().message())
          .isEqualTo("failed to parse `" + cfg + "` as a cfg expression: " + expected);
    }
  }

  private static Place place(String text) {
    return new Source("Cargo.toml", text).all();
  }
}
