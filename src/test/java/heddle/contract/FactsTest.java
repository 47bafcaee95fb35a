package heddle.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import heddle.contract.policy.Policy;
import heddle.contract.policy.PolicyFile;
import heddle.text.Json;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FactsTest {
  private static final String GIVES = "[publish.zlib]\nschema = \"native-library/1\"";
  private static final String WANTS = "[require.zlib]\nschema = \"native-library/1\"";

  @Test
  void a_fact_reaches_every_dependent_that_requires_it_however_far() throws Exception {
    var graph =
        new Graph()
            .add("z-sys", GIVES)
            .add("a", "", "z-sys")
            .add("b", "", "a")
            .add("c", "", "b")
            .add("app", WANTS, "c");
    assertThat(find(graph, ""))
        .isEqualTo(List.of(Map.of(), Map.of(), Map.of(), Map.of(), Map.of("zlib", 0)));
  }

  @Test
  void a_direct_fact_reaches_direct_dependents_only() throws Exception {
    String direct = GIVES + "\nvisibility = \"direct\"";
    var near = new Graph().add("z-sys", direct).add("app", WANTS, "z-sys");
    assertThat(find(near, "").getLast()).containsEntry("zlib", 0);
    var far = new Graph().add("z-sys", direct).add("mid", "", "z-sys").add("app", WANTS, "mid");
    fails(
        far,
        "",
        "nobody it depends on gives it",
        "z-sys/Cargo.toml:1:1",
        "gives it to direct dependents only",
        "mid > z-sys");
  }

  @Test
  void what_nobody_gives_is_an_error_unless_it_is_optional() throws Exception {
    var graph =
        new Graph().add("z-sys", "[publish.zlb]\nschema = \"data/1\"").add("app", WANTS, "z-sys");
    fails(graph, "", "app/Cargo.toml:1:1", "a fact with a similar name exists: `zlb`");
    var optional = new Graph().add("app", WANTS + "\noptional = true");
    assertThat(find(optional, "").getFirst()).isEmpty();
  }

  @Test
  void two_providers_are_an_error_that_names_both_and_the_root_chooses() throws Exception {
    var graph =
        new Graph().add("z-sys", GIVES).add("ng-sys", GIVES).add("app", WANTS, "z-sys", "ng-sys");
    fails(
        graph,
        "",
        "more than one package gives the fact `zlib`",
        "z-sys/Cargo.toml:1:1",
        "ng-sys/Cargo.toml:1:1",
        "\"app:zlib\" = \"z-sys\"");
    assertThat(find(graph, "[provider]\nzlib = \"ng-sys\"").getLast()).containsEntry("zlib", 1);
    assertThat(find(graph, "[provider]\nzlib = \"ng-sys\"\n\"app:zlib\" = \"z-sys\"").getLast())
        .containsEntry("zlib", 0);
    fails(graph, "[provider]\nzlib = \"other\"", "the root chose `other`", "heddle.toml:2:1");
    var from =
        new Graph()
            .add("z-sys", GIVES)
            .add("ng-sys", GIVES)
            .add("app", WANTS + "\nfrom = \"ng-sys\"", "z-sys", "ng-sys");
    assertThat(find(from, "").getLast()).containsEntry("zlib", 1);
  }

  @Test
  void schemas_that_differ_name_both_sides() throws Exception {
    var graph =
        new Graph()
            .add("z-sys", "[publish.zlib]\nschema = \"headers/1\"")
            .add("app", WANTS, "z-sys");
    fails(
        graph,
        "",
        "app/Cargo.toml:1:1",
        "as native-library/1",
        "z-sys/Cargo.toml:1:1",
        "publishes it as headers/1");
  }

  @Test
  void what_fits_the_contract_is_taken() throws Exception {
    Published published =
        publish(
            """
            {"heddle": 1,
             "facts": {"zlib": {"libraries": ["z"], "kind": "static", "search": ["/out/lib"]}},
             "options": {"level": 7},
             "diagnostics": [{"level": "warning", "message": "slow", "option": "level"}]}
            """);
    Fact fact = Optional.ofNullable(published.facts().get("zlib")).orElseThrow();
    assertThat(fact.value().get("kind")).contains(new Json.Str("static"));
    assertThat(fact.pkg()).isEqualTo("z-sys");
    assertThat(published.effective()).containsEntry("level", Json.Num.of(7));
    assertThat(published.diagnostics())
        .containsExactly(
            new Published.Diagnostic(Published.Level.WARNING, "slow", Optional.of("level")));
    assertThat(publish("")).isEqualTo(Published.NOTHING);
  }

  @Test
  void whatever_does_not_fit_is_refused_with_the_package_named() {
    String start = "{\"heddle\": 1, \"facts\": {\"zlib\": ";
    String good = "\"libraries\": [\"z\"], \"kind\": \"static\"";
    refuses("[", "it is no JSON");
    refuses("[".repeat(10_000), "it is no JSON");
    refuses("[]", "the message must be an object");
    refuses("{}", "the version of the message");
    refuses("{\"heddle\": 2}", "the version of the message");
    refuses("{\"heddle\": 1, \"fact\": {}}", "no member `fact`");
    refuses(" ".repeat(Published.LIMIT + 1), "more than 1048576");
    refuses(
        "{\"heddle\": 1, \"facts\": {\"zlb\": {}}}", "which its contract does not have", "`zlib`?");
    refuses(start + "1}}", "must be an object");
    refuses(start + "{}}}", "`kind` is missing");
    refuses(
        start + "{\"libraries\": \"z\", \"kind\": \"static\"}}}", "`libraries` must be an array");
    refuses(start + "{\"libraries\": [1], \"kind\": \"static\"}}}", "must be a string");
    refuses(start + "{\"libraries\": [], \"kind\": \"shared\"}}}", "one of static, dynamic");
    refuses(start + "{" + good + ", \"serch\": []}}}", "no member `serch`");
    refuses(start + "{" + good + ", \"search\": [\"lib\"]}}}", "absolute path");
    refuses(start + "{" + good + ", \"search\": [\"/out/../etc\"]}}}", "absolute path");
    refuses(start + "{" + good + ", \"search\": [\"/etc\"]}}}", "does not own");
    refuses(start + "{" + good + ", \"search\": [\"/outside\"]}}}", "does not own");
    refuses("{\"heddle\": 1, \"options\": {\"x\": 1}}", "option `x`, which it does not have");
    refuses("{\"heddle\": 1, \"options\": {\"level\": \"x\"}}", "must be an integer");
    refuses(
        "{\"heddle\": 1, \"diagnostics\": [{\"level\": \"bad\", \"message\": \"m\"}]}",
        "note, warning or error");
    refuses("{\"heddle\": 1, \"diagnostics\": [{\"level\": \"note\"}]}", "without `message`");
  }

  @Test
  void a_promised_fact_that_was_not_published_is_an_error() throws Exception {
    var node = node();
    var e =
        catchThrowableOfType(ProblemException.class, () -> Published.NOTHING.fact("zlib", node));
    assertThat(e.getMessage()).contains("did not publish the fact `zlib`", "z-sys/Cargo.toml:1:1");
  }

  private static Node node() throws ProblemException {
    return new Graph().add("z-sys", GIVES + "\n[option.level]\ntype = \"int\"").nodes().getFirst();
  }

  private static Published publish(String text) throws ProblemException {
    Node node = node();
    var settings = Options.resolve(List.of(node), OptionRequests.NONE).getFirst();
    return Published.read(
        text.getBytes(StandardCharsets.UTF_8), node, settings, List.of(Path.of("/out")));
  }

  private static void refuses(String text, String... parts) {
    var e = catchThrowableOfType(ProblemException.class, () -> publish(text));
    assertThat(e.getMessage()).contains("the build script of z-sys v1.2.3").contains(parts);
  }

  private static List<Map<String, Integer>> find(Graph graph, String heddle)
      throws ProblemException {
    Policy policy = PolicyFile.read(new Source("heddle.toml", heddle));
    return Providers.find(graph.nodes(), policy.providers());
  }

  private static void fails(Graph graph, String heddle, String... parts) {
    var e = catchThrowableOfType(ProblemException.class, () -> find(graph, heddle));
    for (String part : parts) assertThat(e.getMessage()).contains(part.split("\n", -1));
  }
}
