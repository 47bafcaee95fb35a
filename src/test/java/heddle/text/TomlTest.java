package heddle.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TomlTest {

  @Test
  void tables_dotted_keys_and_arrays_of_tables_make_one_tree() {
    check(
        """
        top = 1
        [a.b]
        c.d = "x"
        c.e = 'y'
        [[list]]
        n = 0x10
        [list.sub]
        on = true
        [[list]]
        [a]
        inline = { x = 1, y.z = [1.5, 1979-05-27 07:32] }
        """,
        "{top=1, a={b={c={d=\"x\", e=\"y\"}}, inline={x=1, y={z=[1.5, 1979-05-27 07:32]}}},"
            + " list=[{n=16, sub={on=true}}, {}]}");
  }

  @Test
  void strings_unescape() {
    check(
        "a = \"\\u00e9\\x41\\e\\n\"\nb = \"\"\"\none \\\n   two\"\"\"\"\"\nc = '''\n'q''''",
        "{a=\"éA\u001b\n\", b=\"one two\"\"\", c=\"'q'\"}");
  }

  @Test
  void numbers_keep_their_range() {
    check(
        "a = -9223372036854775808\nb = 1_000\nc = 6.02e2_3\nd = -inf\ne = 0b101\nf = 0o17\ng = -0",
        "{a=-9223372036854775808, b=1000, c=6.02E23, d=-Infinity, e=5, f=15, g=0}");
  }

  @Test
  void inline_tables_may_span_lines_and_end_in_a_comma() {
    check("a = { # comment\n b = 1,\n}\n", "{a={b=1}}");
  }

  @Test
  void a_duplicate_key_shows_both_places() {
    checkProblem(
        "[package]\nname = \"a\"\nname = \"b\"\n",
        """
        error: duplicate key `name`
         --> Cargo.toml:3:1
          |
        3 | name = "b"
          | ^^^^
         ::: Cargo.toml:2:1
          |
        2 | name = "a"
          | ^^^^ first defined here\
        """);
  }

  @Test
  void a_table_defined_twice_is_a_duplicate() {
    checkMessage("[a]\n[b]\n[a]\n", "3:2 duplicate key `a`");
    checkMessage("a.b = 1\n[a]\n", "2:2 duplicate key `a`");
    checkMessage("[a.b.c]\nz=9\n[a]\nb.c.t=1\n", "4:1 duplicate key `b`");
    checkMessage("[a.b.c]\n[a]\nb.d=1\n", "3:1 duplicate key `b`");
    check("a.b=1\n[a.c]\n", "{a={b=1, c={}}}");
    checkMessage("a = {}\n[a.b]\n", "2:2 `a` is of type table and cannot be extended");
    checkMessage("a = [1]\n[[a]]\n", "2:3 duplicate key `a`");
  }

  @Test
  void errors_point_at_the_character() {
    checkMessage("a = ", "1:5 expected a value");
    checkMessage("a = 1 b = 2", "1:7 expected the end of the line");
    checkMessage("é = 1", "1:1 expected a key");
    checkMessage("a = \"x", "1:5 string without an end");
    checkMessage("a = \"\\q\"", "1:6 unknown escape in a string");
    checkMessage("a = 01", "1:5 a number cannot start with `0`");
    checkMessage("a = 1e400", "1:5 `1e400` is beyond the range of 64-bit floats");
    checkMessage("a = 1__0", "1:5 `1__0` is not a number");
    checkMessage(
        "a = 9223372036854775808",
        "1:5 `9223372036854775808` is beyond the range of 64-bit integers");
    checkMessage("a = 2023-02-29", "1:5 `2023-02-29` is not a valid date or time");
    checkMessage("[a", "1:3 expected `.` or `]` in a table header");
    checkMessage("# \u0001", "1:3 control character in a comment");
    checkMessage("a = [1 2]", "1:8 expected `,` or `]` in an array");
  }

  @Test
  void depth_is_limited() {
    checkMessage("a = " + "[".repeat(10_000), "1:133 TOML nested deeper than 128 levels");
    checkMessage("a" + ".a".repeat(10_000) + " = 1", "1:258 TOML nested deeper than 128 levels");
  }

  @Test
  void places_are_those_of_keys_and_values() throws ProblemException {
    var table = Toml.parse(new Source("x", "[a]\n'b' = [ 1 ]\n"));
    var entry = ((Toml.Table) table.get("a").orElseThrow()).entry("b").orElseThrow();
    assertThat(entry.keyPlace().text()).isEqualTo("'b'");
    assertThat(entry.value().place().text()).isEqualTo("[ 1 ]");
    assertThat(entry.value().place()).hasToString("x:2:7");
  }

  private static void check(String toml, String expected) {
    try {
      assertThat(show(Toml.parse(new Source("Cargo.toml", toml)))).isEqualTo(expected);
    } catch (ProblemException e) {
      throw new AssertionError(e);
    }
  }

  private static void checkMessage(String toml, String expected) {
    var problem = problem(toml).problems().getFirst();
    var place = problem.labels().getFirst().place();
    assertThat(place.line() + ":" + place.column() + " " + problem.message()).isEqualTo(expected);
  }

  private static void checkProblem(String toml, String expected) {
    assertThat(problem(toml)).hasMessage(expected);
  }

  private static ProblemException problem(String toml) {
    try {
      var table = Toml.parse(new Source("Cargo.toml", toml));
      throw new AssertionError("parsed: " + show(table));
    } catch (ProblemException e) {
      return e;
    }
  }

  private static String show(Toml toml) {
    return switch (toml) {
      case Toml.Text text -> "\"" + text.value() + "\"";
      case Toml.Whole whole -> Long.toString(whole.value());
      case Toml.Real real -> Double.toString(real.value());
      case Toml.Flag flag -> Boolean.toString(flag.value());
      case Toml.Moment moment -> moment.value();
      case Toml.Array array ->
          array.items().stream().map(TomlTest::show).collect(Collectors.joining(", ", "[", "]"));
      case Toml.Table table ->
          table.entries().values().stream()
              .map(entry -> entry.key() + "=" + show(entry.value()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }
}
