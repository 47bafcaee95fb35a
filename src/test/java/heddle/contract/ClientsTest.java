package heddle.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.contract.policy.Policy;
import heddle.platform.Dialect;
import heddle.platform.Target;
import heddle.text.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients for Python, C and the shell say the same, under Heddle and without it. */
class ClientsTest {
  private static final Path CLIENTS = Path.of("clients").toAbsolutePath();

  private static final String PYTHON =
      """
      import heddle_build
      c = heddle_build.Context.read()
      print("level", c.option("level"))
      print("source", c.download("source"))
      print("cache", c.cache("objects"))
      print("arch", c.target("arch"))
      print("rustc", c.spelling("rustc"))
      p = heddle_build.Publish().option("level", c.option("level") + 1)
      p.native_library("foo", ["foo \\" é"], "static", search=["/out/lib"]).warning("slow", "level").write()
      print("answer", c.fact("answer")["value"])
      """;

  private static final String SHELL =
      """
      . "$CLIENTS/shell/heddle-build.sh"
      set -e
      echo "level $(heddle_option level)"
      echo "source $(heddle_download source)"
      echo "cache $(heddle_cache objects)"
      echo "arch $(heddle_target arch)"
      echo "rustc $(heddle_spelling rustc)"
      heddle_publish_fact foo "{\\"libraries\\":[$(heddle_json 'foo " é')],\\"kind\\":\\"static\\"}"
      heddle_publish_option level $(($(heddle_option level) + 1))
      heddle_diagnostic warning slow level
      heddle_publish
      heddle_fact answer value > answer
      echo "answer $(cat answer)"
      """;

  private static final String C =
      """
      #include "heddle_build.h"
      int main(void) {
        struct heddle_context c;
        char text[256];
        if (heddle_read(&c)) return 1;
        if (heddle_option(&c, "level", text, sizeof text)) return 2;
        printf("level %s\\n", text);
        if (heddle_download(&c, "source", text, sizeof text)) return 3;
        printf("source %s\\n", text);
        printf("cache %s\\n", heddle_cache(&c, "objects", text, sizeof text) ? "none" : text);
        if (heddle_target(&c, "arch", text, sizeof text)) return 4;
        printf("arch %s\\n", text);
        if (heddle_spelling(&c, "rustc", text, sizeof text)) return 5;
        printf("rustc %s\\n", text);
        if (heddle_publish("\\"foo\\":{\\"libraries\\":[\\"foo \\\\\\" é\\"],\\"kind\\":\\"static\\"}", "\\"level\\":8",
            "{\\"level\\":\\"warning\\",\\"message\\":\\"slow\\",\\"option\\":\\"level\\"}")) return 6;
        fflush(stdout);
        if (heddle_fact(&c, "answer", "value", text, sizeof text)) return 7;
        printf("answer %s\\n", text);
        heddle_json(stdout, "end");
        heddle_free(&c);
        return 0;
      }
      """;

  @TempDir Path temp;

  private record Ran(int code, String out) {}

  @Test
  void python() throws Exception {
    assumeTrue(found("python3"));
    Files.writeString(temp.resolve("step.py"), PYTHON);
    check("python3", "step.py");
  }

  @Test
  void shell() throws Exception {
    Files.writeString(temp.resolve("step.sh"), SHELL);
    check("sh", "step.sh");
  }

  @Test
  void c() throws Exception {
    assumeTrue(found("cc"));
    Files.writeString(temp.resolve("step.c"), C);
    String flags = "-std=c99 -Wall -Wextra -Werror -pedantic";
    Ran built = run(Map.of(), "sh", "-c", "cc " + flags + " -I\"$CLIENTS/c\" -o step step.c");
    assertThat(built).isEqualTo(new Ran(0, ""));
    check("./step");
  }

  @Test
  void contexts_that_are_none_are_refused_in_python() throws Exception {
    assumeTrue(found("python3"));
    Files.writeString(
        temp.resolve("step.py"),
        """
        import heddle_build, sys
        try:
            c = heddle_build.Context.read()
            print(c.option("level"), c.download("source"), c.fact("answer")["value"])
        except heddle_build.Error as error:
            sys.exit(str(error))
        """);
    refuses("python3", "step.py");
  }

  @Test
  void contexts_that_are_none_are_refused_in_a_shell() throws Exception {
    Files.writeString(
        temp.resolve("step.sh"),
        ". \"$CLIENTS/shell/heddle-build.sh\"\nset -e\na=$(heddle_option level)\nb=$(heddle_download source)\n");
    refuses("sh", "step.sh");
  }

  @Test
  void contexts_that_are_none_are_refused_in_c() throws Exception {
    assumeTrue(found("cc"));
    Files.writeString(temp.resolve("step.c"), C);
    assertThat(run(Map.of(), "sh", "-c", "cc -std=c99 -I\"$CLIENTS/c\" -o step step.c"))
        .isEqualTo(new Ran(0, ""));
    refuses("./step");
  }

  private void refuses(String... step) throws Exception {
    Path in = temp.resolve("context.json");
    Map<String, String> variables =
        Map.of(
            "HEDDLE_CONTEXT", in.toString(),
            "HEDDLE_PUBLISH", temp.resolve("publish.json").toString(),
            "CARGO_PKG_NAME", "foo-sys");
    Files.writeString(in, HostileContexts.GOOD);
    assertThat(run(variables, step).code()).isZero();
    for (var each : HostileContexts.all().entrySet()) {
      Files.write(in, each.getValue());
      Ran ran = run(variables, step);
      assertThat(ran.code()).as(each.getKey()).isBetween(1, 2);
      assertThat(ran.out()).as(each.getKey()).contains("HEDDLE_CONTEXT of foo-sys");
      assertThat(ran.out().lines().count()).as(each.getKey() + ran.out()).isEqualTo(1);
    }
  }

  private void check(String... step) throws Exception {
    var graph =
        new Graph()
            .add(
                "foo-sys",
                "[option.level]\ntype = \"int\"\n[publish.foo]\nschema = \"native-library/1\"\n");
    Node node = graph.nodes().getFirst();
    var requests =
        OptionRequests.of(List.of("foo-sys:level=7"), Map.of(), Optional.empty(), Policy.NONE);
    var settings = Options.resolve(graph.nodes(), requests).getFirst();
    Target target = Target.parse("aarch64-unknown-linux-gnu", Dialect.RUSTC);
    var value = new Json.Obj(Map.of("value", new Json.Str("a\n\"é😀\\")));
    var context =
        new ScriptContext(
            node,
            target,
            target,
            settings,
            Map.of("source", Path.of("/d/foo.tar.gz")),
            Map.of("objects", Path.of("/c/objects")),
            Map.of("answer", new Fact("answer", "data/1", value, "z", "1.0.0")));
    Path in = Files.write(temp.resolve("context.json"), context.encode());
    Path out = temp.resolve("publish.json");
    Ran ran = run(Map.of("HEDDLE_CONTEXT", in.toString(), "HEDDLE_PUBLISH", out.toString()), step);
    assertThat(ran.out())
        .contains(
            "level 7\n",
            "source /d/foo.tar.gz\n",
            "cache /c/objects\n",
            "arch aarch64\n",
            "rustc aarch64-unknown-linux-gnu\n",
            "answer a\n\"é😀\\\n");
    assertThat(ran.code()).isZero();
    assertThat(JsonSchema.named("publish-1.json").wrong(Json.parse(Files.readAllBytes(out))))
        .isEmpty();
    Published published =
        Published.read(Files.readAllBytes(out), node, settings, List.of(Path.of("/out")));
    assertThat(
            Optional.ofNullable(published.facts().get("foo"))
                .orElseThrow()
                .value()
                .get("libraries"))
        .contains(new Json.Arr(List.of(new Json.Str("foo \" é"))));
    assertThat(published.effective()).containsEntry("level", Json.Num.of(8));
    assertThat(published.diagnostics()).hasSize(1);
    Path downloads = Files.createDirectories(temp.resolve("downloads/foo-sys"));
    Map<String, String> plain =
        Map.of(
            "CARGO_PKG_NAME", "foo-sys",
            "CARGO_CFG_TARGET_ARCH", "x86_64",
            "TARGET", "x86_64-unknown-linux-gnu",
            "OUT_DIR", temp.toString(),
            "HEDDLE_OPTION_FOO_SYS__LEVEL", "5",
            "HEDDLE_DOWNLOADS", temp.resolve("downloads").toString());
    Ran missing = run(plain, step);
    assertThat(missing.code()).isNotZero();
    assertThat(missing.out()).contains("is not there: run `heddle fetch`");
    Files.writeString(downloads.resolve("source"), "");
    Ran alone = run(plain, step);
    assertThat(alone.out())
        .contains("level 5\n", "arch x86_64\n", "rustc x86_64-unknown-linux-gnu\n", "slow")
        .containsPattern("reach(es)? nobody without heddle")
        .contains("the fact `answer` did not come: build with heddle");
    assertThat(alone.code()).isNotZero();
  }

  private static boolean found(String program) {
    for (String each : String.valueOf(System.getenv("PATH")).split(":", -1)) {
      if (Files.isExecutable(Path.of(each, program))) return true;
    }
    return false;
  }

  private Ran run(Map<String, String> variables, String... words) throws Exception {
    var builder = new ProcessBuilder(words).directory(temp.toFile()).redirectErrorStream(true);
    Map<String, String> all = new HashMap<>(variables);
    all.put("PATH", String.valueOf(System.getenv("PATH")));
    all.put("CLIENTS", CLIENTS.toString());
    all.put("PYTHONPATH", CLIENTS.resolve("python").toString());
    all.put("PYTHONDONTWRITEBYTECODE", "1");
    all.put("PYTHONIOENCODING", "utf-8");
    builder.environment().clear();
    builder.environment().putAll(all);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), out);
  }
}
