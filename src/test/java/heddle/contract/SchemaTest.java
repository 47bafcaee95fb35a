package heddle.contract;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.platform.Dialect;
import heddle.platform.RustcTargets;
import heddle.platform.Target;
import heddle.platform.toolchain.Export;
import heddle.platform.toolchain.Tool;
import heddle.platform.toolchain.Toolchain;
import heddle.text.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The published schema of the context, held against what is written. */
final class SchemaTest {
  @Test
  void a_context_has_exactly_the_members_of_its_schema() throws Exception {
    Json.Obj schema =
        (Json.Obj) Json.parse(Files.readAllBytes(Path.of("docs/schema/context-1.json")));
    var graph =
        new Graph().add("app", "[option.level]\ntype = \"int\"\n[option.name]\ntype = \"string\"");
    var requests =
        OptionRequests.of(
            List.of("app:level=1"), Map.of(), Optional.empty(), heddle.contract.policy.Policy.NONE);
    Target target = Target.parse("s390x-unknown-linux-gnu", Dialect.RUSTC);
    var value = new Json.Obj(Map.of("value", new Json.Nil()));
    var context =
        new ScriptContext(
            graph.nodes().getFirst(),
            target,
            target,
            Options.resolve(graph.nodes(), requests).getFirst(),
            Map.of("source", Path.of("/s")),
            Map.of("objects", Path.of("/c/objects")),
            Map.of("answer", new Fact("answer", "data/1", value, "z", "1.0.0")));
    check("", schema, schema, Json.parse(context.encode()));
    var gcc =
        new Toolchain(
            "gcc",
            "gcc",
            target,
            target,
            Map.of("cc", new Tool(Path.of("/usr/bin/gcc"), "12.2.0", "0")),
            Optional.empty(),
            Map.of("c", List.of("-O2")),
            List.of(),
            "test");
    var export = new Export(RustcTargets.find("s390x-unknown-linux-gnu").orElseThrow(), gcc, gcc);
    var tools =
        new ScriptToolchain(export, Path.of("/k/toolchain.cmake"), Path.of("/k/machine.ini"));
    check("", schema, schema, Json.parse(context.with(tools).encode()));
  }

  /** Type, const, enum, required, properties and additionalProperties: all that the file uses. */
  private static void check(String at, Json.Obj root, Json.Obj schema, Json value) {
    Optional<Json> reference = schema.get("$ref");
    if (reference.isPresent()) {
      assertThat(reference).contains(new Json.Str("#/$defs/target"));
      check(at, root, object(object(root, "$defs"), "target"), value);
      return;
    }
    schema.get("const").ifPresent(only -> assertThat(value).as(at).isEqualTo(only));
    schema
        .get("enum")
        .ifPresent(all -> assertThat(((Json.Arr) all).items()).as(at).contains(value));
    schema
        .get("type")
        .ifPresent(type ->
            assertThat(type)
                .as(at)
                .isEqualTo(
                    new Json.Str(
                        switch (value) {
                          case Json.Obj _ -> "object";
                          case Json.Arr _ -> "array";
                          case Json.Str _ -> "string";
                          case Json.Num _ -> "integer";
                          case Json.Bool _ -> "boolean";
                          case Json.Nil _ -> "null";
                        })));
    if (!(value instanceof Json.Obj members)) return;
    Json.Obj properties =
        schema.get("properties").isPresent()
            ? object(schema, "properties")
            : new Json.Obj(Map.of());
    if (schema.get("required").isPresent()
        && schema.get("required").get() instanceof Json.Arr required) {
      for (Json each : required.items())
        assertThat(members.members()).as(at).containsKey(((Json.Str) each).value());
    }
    members
        .members()
        .forEach((name, member) -> {
          Optional<Json> known = properties.get(name).or(() -> schema.get("additionalProperties"));
          if (known.isEmpty()) return;
          assertThat(known.get()).as(at + "/" + name).isNotEqualTo(new Json.Bool(false));
          check(at + "/" + name, root, (Json.Obj) known.get(), member);
        });
  }

  private static Json.Obj object(Json.Obj of, String key) {
    return (Json.Obj) of.get(key).orElseThrow();
  }
}
