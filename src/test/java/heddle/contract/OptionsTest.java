package heddle.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import heddle.contract.policy.PolicyFile;
import heddle.text.Json;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OptionsTest {
  private static final String FOO =
      """
      [option.backend]
      type = "enum"
      values = ["auto", "system", "bundled"]
      default = "auto"
      follows = "native"
      env = { FOO_STATIC = { bundled = "1" }, FOO_BACKEND = true }
      [option.level]
      type = "int"
      default = 3
      [option.parts]
      type = "list"
      items = "string"
      [option.path]
      type = "path"
      when = 'all(option(backend = "bundled"), unix, feature = "extra")'
      """;

  @Test
  void who_decides_is_command_line_then_variable_then_file_then_policy_then_wish_then_default()
      throws Exception {
    var graph = foo("[suggest.foo]\nlevel = 4");
    check(graph, Asked.NOTHING, "level", "4", "app v1.2.3 (app/Cargo.toml:2:1)");
    check(graph, Asked.NOTHING, "backend", "auto", "default");
    check(graph, Asked.NOTHING, "parts", "unset", "default");
    Asked policy = Asked.NOTHING.policy("[option.foo]\nlevel = 5");
    check(graph, policy, "level", "5", "heddle.toml:2:1");
    Asked file = policy.file("[option.\"foo@1.2\"]\nlevel = 6");
    check(graph, file, "level", "6", "options.toml:2:1");
    Asked variable = file.variable("HEDDLE_OPTION_FOO__LEVEL", "7");
    check(graph, variable, "level", "7", "variable HEDDLE_OPTION_FOO__LEVEL");
    Asked spoken = variable.argument("foo:level=8");
    check(graph, spoken, "level", "8", "-o foo:level=8");
    check(graph, spoken.argument("foo:level=9"), "level", "9", "-o foo:level=9");
  }

  @Test
  void an_option_follows_the_policy_value_unless_somebody_decides() throws Exception {
    var graph = foo("");
    Asked policy = Asked.NOTHING.policy("native = \"system\"");
    check(graph, policy, "backend", "system", "native, set by heddle.toml:1:10");
    check(
        graph,
        policy.argument("native=bundled"),
        "backend",
        "bundled",
        "native, set by -o native=bundled");
    check(graph, policy.argument("foo:backend=auto"), "backend", "auto", "-o foo:backend=auto");
  }

  @Test
  void a_list_is_written_with_commas_or_as_toml() throws Exception {
    check(foo(""), Asked.NOTHING.argument("foo:parts=a,b"), "parts", "a,b", "-o foo:parts=a,b");
    check(
        foo(""),
        Asked.NOTHING.policy("[option.foo]\nparts = [\"a\", \"b\"]"),
        "parts",
        "a,b",
        "heddle.toml:2:1");
  }

  @Test
  void an_option_is_there_only_where_its_condition_holds() throws Exception {
    Asked bundled = Asked.NOTHING.argument("foo:backend=bundled");
    assertThat(resolve(foo(""), bundled)).doesNotContainKey("path");
    var graph = new Graph().add("foo", FOO, Set.of("extra")).add("app", "", "foo");
    assertThat(resolve(graph, bundled)).containsKey("path");
    assertThat(resolve(graph, Asked.NOTHING)).doesNotContainKey("path");
    Asked elsewhere = Asked.NOTHING.policy("[option.foo]\npath = \"/p\"");
    assertThat(resolve(foo(""), elsewhere)).doesNotContainKey("path");
    fails(
        foo(""),
        Asked.NOTHING.argument("foo:path=/p"),
        "`foo:path=/p` sets an option that foo v1.2.3 does not have here",
        "it exists where `all(option(backend = \"bundled\"), unix, feature = \"extra\")` holds",
        "foo/Cargo.toml:");
  }

  @Test
  void a_value_sets_the_variables_that_the_script_reads() throws Exception {
    var settings = resolve(foo(""), Asked.NOTHING.argument("foo:backend=bundled"));
    Setting setting = Optional.ofNullable(settings.get("backend")).orElseThrow();
    assertThat(setting.option().variables(setting.value().orElseThrow()))
        .isEqualTo(Map.of("FOO_STATIC", "1", "FOO_BACKEND", "bundled"));
    assertThat(setting.option().variables(new Json.Str("auto")))
        .isEqualTo(Map.of("FOO_BACKEND", "auto"));
  }

  @Test
  void wishes_that_differ_name_both_and_the_root_decides() throws Exception {
    var graph =
        new Graph()
            .add("foo", FOO)
            .add("one", "[suggest.foo]\nlevel = 1", "foo")
            .add("two", "[suggest.foo]\nlevel = 2", "foo")
            .add("app", "", "one", "two");
    fails(
        graph,
        Asked.NOTHING,
        "different values of option `level` of foo v1.2.3",
        "one v1.2.3 wants `1`",
        "two v1.2.3 wants `2`",
        "[option.foo]\nlevel = ");
    Asked decided = Asked.NOTHING.argument("foo:level=2");
    check(graph, decided, "level", "2", "-o foo:level=2");
    assertThat(setting(graph, decided, "level").wishes()).hasSize(2);
  }

  @Test
  void a_wish_may_be_heard_before_its_package_is_listed() throws Exception {
    var graph =
        new Graph()
            .add("foo", FOO)
            .add("app", "[suggest.foo]\nlevel = 1", "foo")
            .add("other", "[suggest.foo]\nlevel = 1", "foo");
    check(graph, Asked.NOTHING, "level", "1", "other v1.2.3 (other/Cargo.toml:2:1)");
  }

  @Test
  void what_is_misspelt_gets_a_suggestion() throws Exception {
    var graph = foo("");
    fails(graph, Asked.NOTHING.argument("fo:level=1"), "names no package", "name exists: `foo`");
    fails(graph, Asked.NOTHING.argument("foo@9:level=1"), "no version of `foo`", "it has foo v");
    fails(
        graph,
        Asked.NOTHING.argument("foo:levle=1"),
        "foo v1.2.3 has no option `levle`",
        "an option with a similar name exists: `level`");
    fails(
        graph,
        Asked.NOTHING.argument("foo:backend=bundle"),
        "no value of option `backend`",
        "did you mean `bundled`?");
    fails(graph, Asked.NOTHING.argument("foo:level=x"), "must be an integer");
    fails(graph, Asked.NOTHING.argument("foo"), "write PACKAGE:OPTION=VALUE");
    fails(graph, Asked.NOTHING.argument("native=sys"), "no value of `native`", "system");
    fails(
        graph,
        Asked.NOTHING.policy("[option.foo]\nlevel = \"x\""),
        "heddle.toml:2:1",
        "must be an integer");
    fails(
        graph,
        Asked.NOTHING.variable("HEDDLE_OPTION_FOO__LEVLE", "1"),
        "did you mean HEDDLE_OPTION_FOO__LEVEL?");
    fails(graph, Asked.NOTHING.file("[package.foo]\nallow = []"), "cannot say `package`");
    fails(foo("[suggest.foo]\nlevle = 1"), Asked.NOTHING, "app/Cargo.toml:2:1", "`level`");
  }

  @Test
  void a_variable_that_two_names_meet_in_is_an_error() throws Exception {
    String one = "[option.level]\ntype = \"int\"";
    var graph = new Graph().add("a-b", one).add("a_b", one).add("app", "", "a-b", "a_b");
    fails(
        graph,
        Asked.NOTHING.variable("HEDDLE_OPTION_A_B__LEVEL", "1"),
        "may mean a-b:level or a_b:level");
  }

  @Test
  void a_declaration_that_is_wrong_shows_its_place() {
    declares("[option.a]\ntype = \"boolean\"", "foo/Cargo.toml:2:8", "no value of `type`");
    declares("[option.a]\ndoc = \"\"", "has no `type`");
    declares("[option.a]\ntype = \"enum\"", "has no `values`");
    declares("[option.a]\ntype = \"list\"", "has no `items`");
    declares("[option.a]\ntype = \"list\"\nitems = \"list\"", "a list of lists");
    declares("[option.a]\ntype = \"int\"\ndefault = \"x\"", "must be an integer");
    declares("[option.a]\ntype = \"int\"\nenv = { A = 1 }", "no way to set `A`");
    declares("[option.a]\ntype = \"bool\"\nfeatures = { yes = [] }", "`yes` is no value");
    declares("[option.a]\ntype = \"int\"\nwhen = \"all(\"", "foo/Cargo.toml:3:8");
    declares("[options.a]\ntype = \"int\"", "unknown key `options`", "`option`");
  }

  private static void declares(String contract, String... parts) {
    var e = catchThrowableOfType(ProblemException.class, () -> new Graph().add("foo", contract));
    for (String part : parts) assertThat(e.getMessage()).contains(part);
  }

  private static Graph foo(String app) throws ProblemException {
    return new Graph().add("foo", FOO).add("app", app, "foo");
  }

  private static void fails(Graph graph, Asked asked, String... parts) {
    var e = catchThrowableOfType(ProblemException.class, () -> resolve(graph, asked));
    for (String part : parts) assertThat(e.getMessage()).contains(part.split("\n", -1));
  }

  private static void check(Graph graph, Asked asked, String option, String value, String origin)
      throws ProblemException {
    Setting setting = setting(graph, asked, option);
    assertThat(setting.value().map(OptionType::shown).orElse("unset")).isEqualTo(value);
    assertThat(setting.origin()).hasToString(origin);
  }

  private static Setting setting(Graph graph, Asked asked, String option) throws ProblemException {
    return Optional.ofNullable(resolve(graph, asked).get(option)).orElseThrow();
  }

  private static Map<String, Setting> resolve(Graph graph, Asked asked) throws ProblemException {
    return Options.resolve(graph.nodes(), asked.requests()).getFirst();
  }

  /** What a test asks for. */
  private record Asked(
      List<String> arguments, Map<String, String> variables, String options, String heddle) {
    static final Asked NOTHING = new Asked(List.of(), Map.of(), "", "");

    Asked argument(String text) {
      var all = new java.util.ArrayList<>(arguments);
      all.add(text);
      return new Asked(all, variables, options, heddle);
    }

    Asked variable(String name, String value) {
      return new Asked(arguments, Map.of(name, value), options, heddle);
    }

    Asked file(String text) {
      return new Asked(arguments, variables, text, heddle);
    }

    Asked policy(String text) {
      return new Asked(arguments, variables, options, text);
    }

    OptionRequests requests() throws ProblemException {
      return OptionRequests.of(
          arguments,
          variables,
          Optional.of(new Source("options.toml", options)),
          PolicyFile.read(new Source("heddle.toml", heddle)));
    }
  }

  @Test
  void a_condition_asks_whether_an_option_has_a_value() throws Exception {
    var graph =
        new Graph()
            .add(
                "app",
                """
                [option.dir]
                type = "path"
                [option.level]
                type = "int"
                [option.fast]
                type = "bool"
                [option.headers]
                type = "bool"
                when = 'option(dir)'
                [option.deep]
                type = "bool"
                when = 'option(level)'
                [option.quick]
                type = "bool"
                when = 'option(fast)'
                """);
    assertThat(settings(graph)).containsOnlyKeys("dir", "level", "fast");
    assertThat(settings(graph, "app:dir=/opt/x", "app:level=0", "app:fast=false"))
        .containsOnlyKeys("dir", "level", "fast", "headers", "deep");
    assertThat(settings(graph, "app:fast=true")).containsOnlyKeys("dir", "level", "fast", "quick");
    assertThatThrownBy(() -> settings(graph, "app:dir="))
        .hasMessageContaining("`` is no value of option `dir`")
        .hasMessageContaining("a path, which is not empty");
  }

  private static Map<String, Setting> settings(Graph graph, String... said) throws Exception {
    var requests =
        OptionRequests.of(
            List.of(said), Map.of(), Optional.empty(), heddle.contract.policy.Policy.NONE);
    return Options.resolve(graph.nodes(), requests).getFirst();
  }
}
