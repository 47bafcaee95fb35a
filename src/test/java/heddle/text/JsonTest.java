package heddle.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void values_round_trip_compactly_and_in_order() {
    check(
        " {\"b\" : [1, -0.5e+3, true, false, null], \"a\":{}, \"s\":\"\\u00e9\\n\\ud83d\\ude00\\/\"}",
        "{\"b\":[1,-0.5e+3,true,false,null],\"a\":{},\"s\":\"é\\n😀/\"}");
  }

  @Test
  void the_last_of_a_repeated_key_counts() {
    check("{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":3,\"b\":2}");
  }

  @Test
  void control_characters_are_escaped_as_serde_does() {
    check("\"\\u0001\\b\\f\\u007f\\\"\\\\\"", "\"\\u0001\\b\\f\u007f\\\"\\\\\"");
  }

  @Test
  void errors_point_at_the_character() {
    checkProblem("", "1:1 JSON ends where a value is expected");
    checkProblem("{\n \"a\": 01}", "2:8 expected `,` or `}`");
    checkProblem("[1,]", "1:4 expected a JSON value");
    checkProblem("{\"a\"}", "1:5 expected `:` after a key");
    checkProblem("\"a\nb\"", "1:3 control character in a string");
    checkProblem("\"\\x\"", "1:3 unknown escape in a string");
    checkProblem("1 2", "1:3 unexpected text after the JSON value");
    checkProblem("tru", "1:1 expected a JSON value");
    checkProblem("[".repeat(100_000), "1:129 JSON nested deeper than 128 levels");
  }

  @Test
  void bytes_must_be_utf8() {
    try {
      Json.parse("index", new byte[] {'"', (byte) 0xff, '"'});
      throw new AssertionError("parsed");
    } catch (ProblemException e) {
      assertThat(e.problems().getFirst().message()).isEqualTo("`index` is not UTF-8");
    }
  }

  private static void check(String json, String expected) {
    try {
      assertThat(Json.parse(json.getBytes(StandardCharsets.UTF_8)).compact()).isEqualTo(expected);
    } catch (ProblemException e) {
      throw new AssertionError(e);
    }
  }

  private static void checkProblem(String json, String expected) {
    try {
      Json.parse(new Source("x.json", json));
      throw new AssertionError("parsed");
    } catch (ProblemException e) {
      var problem = e.problems().getFirst();
      var place = problem.labels().getFirst().place();
      assertThat(place.line() + ":" + place.column() + " " + problem.message()).isEqualTo(expected);
    }
  }
}
