package heddle.rules;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.engine.BuildException;
import heddle.engine.Engine;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of a rule that fails when it runs. */
class RuleFailureTest {
  private final Drafts drafts = new Drafts();

  private String failure(String goal, String... words) throws Exception {
    var rules = new LoadedRules(drafts.compile());
    try (var engine = new Engine(rules.handlers(drafts.handlers()))) {
      engine.evaluate(rules.task(rules.goal(goal), List.of(words), Drafts.ROOT));
      return "";
    } catch (BuildException e) {
      return RuleFailure.of(e, rules).getMessage();
    }
  }

  @Test
  void a_rule_that_throws_shows_its_own_frames_and_the_requests_that_led_to_it() throws Exception {
    drafts.files(
        "rules/Outer.java",
        Drafts.IMPORTS
            + """
            public record Outer(int at) implements Task<String> {
              record Inner(int at) implements Task<String> {
                public String run(Context c) {
                  return "" + 10 / at;
                }
              }
              public String run(Context c) throws Exception {
                return c.get(new Inner(at));
              }
            }
            """);
    assertThat(failure("outer", "at=0"))
        .contains(
            "a rule failed: java.lang.ArithmeticException: / by zero",
            " --> rules/Outer.java:5:7",
            "5 |       return \"\" + 10 / at;",
            "at Outer.Inner.run (rules/Outer.java:5)",
            "requested: Outer[at=0]",
            "requested: Inner[at=0]")
        .doesNotContain("heddle.engine", "Outer.java:3");
  }

  @Test
  void two_rule_files_of_one_name_are_told_apart() throws Exception {
    String body =
        Drafts.IMPORTS
            + "public record Same() implements Task<String> {\n"
            + "  public String run(Context c) {\n    throw new IllegalStateException();\n  }\n}\n";
    drafts.files(
        "a/Same.java",
        "package a;\n"
            + body.replace("record Same", "record Other")
                .replace("public record Other", "record Other"),
        "b/Same.java",
        "package b;\n\n" + body);
    assertThat(failure("same")).contains(" --> b/Same.java:6:5", "throw new IllegalState");
  }

  @Test
  void what_throws_in_a_record_made_from_words_or_in_its_text_is_the_rules_failure() {
    drafts.files(
        "Level.java",
        Drafts.IMPORTS
            + """
            public record Level(int at) implements Task<String> {
              public Level {
                if (at < 0) throw new IllegalArgumentException("below zero");
              }
              static final int LIMIT = Integer.parseInt("none");
              public String run(Context c) throws Exception {
                return c.get(new Deep(at + LIMIT));
              }
              record Deep(int at) implements Task<String> {
                public String run(Context c) throws Exception { return run(c); }
              }
            }
            """);
    assertThat(outside("level", "at=-1"))
        .contains("java.lang.NumberFormatException: For input string: \"none\"", "Level.java:6:");
  }

  /** What is said of a goal that cannot even be made. */
  private String outside(String goal, String... words) {
    try {
      var rules = new LoadedRules(drafts.compile());
      try {
        return rules.task(rules.goal(goal), List.of(words), Drafts.ROOT).toString();
      } catch (RuntimeException | LinkageError e) {
        return RuleFailure.outside(e, rules).orElseThrow().toString();
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void an_error_of_a_rule_is_told_as_it_is() throws Exception {
    drafts.files(
        "Deep.java",
        Drafts.IMPORTS
            + """
            public record Deep(int at) implements Task<String> {
              public String run(Context c) { return again(at); }
              private static String again(int n) { return again(n + 1) + n; }
            }
            """);
    assertThat(failure("deep", "at=1"))
        .contains("a rule failed: java.lang.StackOverflowError", " --> Deep.java:4:", "Deep.again")
        .doesNotContain("IllegalStateException");
  }

  @Test
  void a_cycle_of_tasks_whose_text_throws_is_named_by_their_classes() throws Exception {
    drafts.files(
        "Ring.java",
        Drafts.IMPORTS
            + """
            public record Ring(int at) implements Task<String> {
              public String run(Context c) throws Exception { return c.get(new Ring((at + 1) % 2)); }
              public String toString() { throw new IllegalStateException(); }
            }
            """);
    assertThat(failure("ring", "at=0")).contains("in a cycle", "Ring requests", "Ring again");
  }

  @Test
  void a_cycle_of_tasks_is_named_in_full() throws Exception {
    drafts.files(
        "rules/Ring.java",
        Drafts.IMPORTS
            + """
            public record Ring(int at) implements Task<String> {
              public String run(Context c) throws Exception {
                return c.get(new Ring((at + 1) % 3));
              }
            }
            """);
    assertThat(failure("ring", "at=1"))
        .contains("in a cycle", "Ring[at=0] requests", "Ring[at=1]", "Ring[at=2]", "again");
  }
}
