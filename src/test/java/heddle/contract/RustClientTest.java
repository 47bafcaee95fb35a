package heddle.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.platform.Dialect;
import heddle.platform.Target;
import heddle.text.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client crate speaks with the contexts and publications of this room, and without them. */
final class RustClientTest {
  private static final String SCRIPT =
      """
      use heddle_build::*;
      fn main() -> Result<(), Error> {
          let context = Context::read()?;
          let level = context.integer("level")?.unwrap_or(3);
          assert_eq!(context.option("level")?, Some(Json::from(level)));
          println!("name {:?}", context.text("name")?);
          println!("fast {:?}", context.flag("fast")?);
          println!("parts {:?}", context.list("parts")?);
          println!("other {:?}", context.find_download("other")?);
          println!("nobody {:?}", context.find_fact("nobody")?);
          println!("level {}", level);
          println!("source {}", context.download("source")?.display());
          println!("answer {}", context.fact("answer")?);
          println!("arch {}", context.target("arch")?);
          println!("rustc {}", context.spelling("rustc")?);
          Publish::new()
              .native_library("foo", &["foo \\" é"], Kind::Static, &["/out/lib"])
              .option("level", level + 1)
              .warning("slow", Some("level"))
              .write()
      }
      """;

  private static final String CONTRACT =
      """
      [option.level]
      type = "int"
      [option.name]
      type = "string"
      [option.fast]
      type = "bool"
      [option.parts]
      type = "list"
      items = "string"
      [publish.foo]
      schema = "native-library/1"
      """;

  @TempDir Path temp;

  private record Ran(int code, String out) {}

  @BeforeEach
  void compile() throws Exception {
    assumeTrue(found("rustc"));
    Path crate = Path.of("clients/rust/src/lib.rs").toAbsolutePath();
    Ran client =
        run(
            Map.of(),
            "rustc",
            "--edition=2021",
            "-Dwarnings",
            "--crate-type=rlib",
            "--crate-name=heddle_build",
            "--out-dir",
            temp.toString(),
            crate.toString());
    assertThat(client).isEqualTo(new Ran(0, ""));
    Path script = Files.writeString(temp.resolve("build.rs"), SCRIPT);
    Ran built =
        run(
            Map.of(),
            "rustc",
            "--edition=2021",
            "--extern",
            "heddle_build=" + temp.resolve("libheddle_build.rlib"),
            "-o",
            temp.resolve("script").toString(),
            script.toString());
    assertThat(built).isEqualTo(new Ran(0, ""));
  }

  @Test
  void under_heddle_it_reads_the_context_and_what_it_writes_is_taken() throws Exception {
    var graph = new Graph().add("foo-sys", CONTRACT);
    Node node = graph.nodes().getFirst();
    var requests =
        OptionRequests.of(
            List.of("foo-sys:level=7", "foo-sys:name=1.2.3", "foo-sys:parts=a,b"),
            Map.of(),
            Optional.empty(),
            heddle.contract.policy.Policy.NONE);
    var settings = Options.resolve(graph.nodes(), requests).getFirst();
    Target target = Target.parse("aarch64-unknown-linux-gnu", Dialect.RUSTC);
    var value = new Json.Obj(Map.of("value", new Json.Str("a\n\"é😀")));
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
    Ran ran =
        run(
            Map.of("HEDDLE_CONTEXT", in.toString(), "HEDDLE_PUBLISH", out.toString()),
            temp.resolve("script").toString());
    assertThat(ran.out())
        .contains(
            "level 7\n",
            "name Some(\"1.2.3\")\nfast None\nparts Some([\"a\", \"b\"])\n",
            "other None\nnobody None\n",
            "source /d/foo.tar.gz\n",
            "answer " + value.compact() + "\n",
            "arch aarch64\n",
            "rustc aarch64-unknown-linux-gnu\n");
    assertThat(ran.code()).isZero();
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
  }

  @Test
  void contexts_that_are_none_are_refused() throws Exception {
    Path in = temp.resolve("context.json");
    Map<String, String> variables =
        Map.of("HEDDLE_CONTEXT", in.toString(), "CARGO_PKG_NAME", "foo-sys");
    for (var each : HostileContexts.all().entrySet()) {
      Files.write(in, each.getValue());
      Ran ran = run(variables, temp.resolve("script").toString());
      assertThat(ran.code()).as(each.getKey()).isEqualTo(1);
      assertThat(ran.out()).as(each.getKey()).contains("Error: ", "HEDDLE_CONTEXT of foo-sys");
      assertThat(ran.out().lines().count()).as(each.getKey()).isEqualTo(1);
    }
  }

  @Test
  void under_plain_cargo_nothing_is_silent() throws Exception {
    Path downloads = Files.createDirectories(temp.resolve("downloads/foo-sys"));
    Map<String, String> cargo =
        Map.of(
            "CARGO_PKG_NAME", "foo-sys",
            "CARGO_CFG_TARGET_ARCH", "x86_64",
            "TARGET", "x86_64-unknown-linux-gnu",
            "HEDDLE_OPTION_FOO_SYS__LEVEL", "5",
            "HEDDLE_OPTION_FOO_SYS__NAME", "1.2.3",
            "HEDDLE_OPTION_FOO_SYS__FAST", "true",
            "HEDDLE_OPTION_FOO_SYS__PARTS", "a,b",
            "HEDDLE_DOWNLOADS", temp.resolve("downloads").toString(),
            "DEP_Z_HEDDLE_FACT_ANSWER", "{\"value\":1}");
    String script = temp.resolve("script").toString();
    Ran missing = run(cargo, script);
    assertThat(missing.code()).isNotZero();
    assertThat(missing.out()).contains("is not there: run `heddle fetch`");
    Files.writeString(downloads.resolve("source"), "");
    Ran ran = run(cargo, script);
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("name Some(\"1.2.3\")\n", "fast Some(true)\n", "parts Some([\"a\", \"b\"])\n")
        .contains("level 5\n", "answer {\"value\":1}\n", "arch x86_64\n")
        .contains("cargo:warning=the fact `foo` reaches nobody under cargo")
        .contains("cargo:warning=slow (option `level`)");
    var linked = new java.util.HashMap<>(cargo);
    linked.put("CARGO_MANIFEST_LINKS", "foo");
    assertThat(run(linked, script).out()).contains("cargo:heddle_fact_foo={\"libraries\":");
    linked.put("DEP_Y_HEDDLE_FACT_ANSWER", "{\"value\":2}");
    assertThat(run(linked, script).out()).contains("two dependencies give the fact `answer`");
    linked.remove("DEP_Y_HEDDLE_FACT_ANSWER");
    linked.put("HEDDLE_OPTION_FOO_SYS__FAST", "yes");
    assertThat(run(linked, script).out())
        .contains("HEDDLE_OPTION_FOO_SYS__FAST is `yes`, and must be true or false");
    linked.remove("HEDDLE_OPTION_FOO_SYS__FAST");
    linked.remove("DEP_Z_HEDDLE_FACT_ANSWER");
    assertThat(run(linked, script).out()).contains("the fact `answer` did not come");
  }

  private static boolean found(String program) {
    try {
      return run(Map.of(), program, "--version").code() == 0;
    } catch (IOException | InterruptedException _) {
      return false;
    }
  }

  private static Ran run(Map<String, String> variables, String... command)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(variables);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), out);
  }
}
