package heddle.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.platform.Dialect;
import heddle.platform.RustcTargets;
import heddle.platform.Target;
import heddle.platform.toolchain.Export;
import heddle.platform.toolchain.Python;
import heddle.platform.toolchain.Tool;
import heddle.platform.toolchain.Toolchain;
import heddle.text.Json;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The published schemas, held against what is written and what the readers take. */
final class SchemaTest {
  @Test
  void a_context_has_exactly_the_members_of_its_schema() throws Exception {
    JsonSchema schema = JsonSchema.named("context-1.json");
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
    assertThat(schema.wrong(Json.parse(context.encode()))).isEmpty();
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
            "test",
            false,
            heddle.platform.binary.Abi.NONE);
    var export = new Export(RustcTargets.find("s390x-unknown-linux-gnu").orElseThrow(), gcc, gcc);
    var tools =
        new ScriptToolchain(
            export,
            Path.of("/k/toolchain.cmake"),
            Path.of("/k/machine.ini"),
            Optional.of(PYTHON),
            Optional.of(Path.of("/k/pyo3-config.txt")));
    assertThat(schema.wrong(Json.parse(context.with(tools).encode()))).isEmpty();
  }

  private static final Python PYTHON =
      new Python(
          Path.of("/k/_sysconfigdata__s390x-linux-gnu.py"),
          "CPython",
          "3.13",
          "3.13",
          true,
          false,
          true,
          "python3.13t",
          Path.of("/usr/lib/s390x-linux-gnu"),
          Path.of("/usr/include/python3.13t"),
          ".cpython-313t-s390x-linux-gnu.so",
          "s390x-linux-gnu",
          64,
          "0",
          "test");

  @Test
  void every_document_of_the_project_fits() throws Exception {
    int seen = 0;
    for (String folder : List.of("overlays", "examples", "src/test/resources")) {
      try (var files = Files.walk(Path.of(folder))) {
        for (Path file : files.toList()) {
          String name = String.valueOf(file.getFileName());
          if (file.toString().contains("/target/")) continue;
          if (folder.equals("overlays") && name.endsWith(".toml"))
            seen += fits("overlay-1.json", toml(file));
          if (folder.equals("examples") && name.equals("heddle.toml"))
            seen += fits("policy-1.json", toml(file));
          if (folder.equals("examples") && name.equals("Cargo.toml")) {
            Json pkg = toml(file).get("package").orElse(new Json.Nil());
            if (pkg instanceof Json.Obj table
                && table.get("metadata").orElse(new Json.Nil()) instanceof Json.Obj metadata
                && metadata.get("heddle").isPresent())
              seen += fits("contract-1.json", metadata.get("heddle").get());
          }
        }
      }
    }
    seen += fits("policy-1.json", toml(Path.of("heddle.toml")));
    assertThat(seen).isGreaterThan(12);
  }

  @Test
  void every_example_of_the_specification_fits() throws Exception {
    String page = Files.readString(Path.of("docs/contract.md"));
    int seen = 0;
    for (int at = page.indexOf("```toml\n"); at >= 0; at = page.indexOf("```toml\n", at + 1)) {
      String text = page.substring(at + 8, page.indexOf("```", at + 8));
      boolean overlay = text.contains("[overlay]") || text.contains("[replace]");
      // A part of an overlay stands without its head.
      String whole =
          (text.contains("[replace]") && !text.contains("[overlay]")
                  ? "[overlay]\npackage = \"p\"\n"
                  : "")
              + text.replace("\"…\"", "\"" + "0".repeat(64) + "\"")
                  .replace("[option.source] ", "[option.source]\ntype = \"bool\" ");
      seen +=
          fits(
              overlay ? "overlay-1.json" : "policy-1.json",
              json(Toml.parse(new Source("contract.md", whole))));
    }
    assertThat(seen).isGreaterThan(4);
  }

  private static int fits(String schema, Json document) throws Exception {
    assertThat(JsonSchema.named(schema).wrong(document)).isEmpty();
    return 1;
  }

  /** What the readers take fits the schema, and what they refuse does not. */
  @Test
  void schemas_and_readers_agree() throws Exception {
    String contract =
        """
        [option.a]
        type = "enum"
        values = ["x", "y"]
        default = "x"
        doc = "d"
        follows = "native"
        when = "unix"
        env = { A = true, B = { x = "1" } }
        compile-env = { C = true }
        features = { x = ["f"] }
        prunes = { y = ["g"] }
        [option.b]
        type = "list"
        items = "int"
        default = [1]
        [require.r]
        schema = "data/1"
        from = "p"
        for = "host"
        optional = true
        env = { R = "value" }
        links = "r"
        [publish.s]
        schema = "headers/1"
        visibility = "direct"
        [suggest.dep]
        level = 3
        [cache.objects]
        doc = "d"
        env = "OBJECTS"
        """;
    agree("contract-1.json", contract, SchemaTest::contract);
    for (String wrong :
        List.of(
            "[option.a]\ntype = \"enumm\"",
            "[option.a]\ndoc = \"d\"",
            "[option.a]\ntype = \"int\"\nfollows = \"x\"",
            "[publish.s]\nschema = \"headers/2\"",
            "[require.s]\nschema = \"headers/1\"\noptional = 1",
            "[cache.c]\nsize = 1",
            "[cache.\"../c\"]\ndoc = \"\"",
            "[option.\"a=b\"]\ntype = \"int\"",
            "[option." + "a".repeat(65) + "]\ntype = \"int\"",
            "[option.a]\ntype = \"enum\"\nvalues = [\"x\", \"x\"]",
            "[option.a]\ntype = \"int\"\nenv = { \"A=B\" = true }",
            "[cache.c]\nenv = \"A B\"",
            "[publish.\"\"]\nschema = \"data/1\"",
            "[require.\"a b\"]\nschema = \"data/1\"",
            "[download.\".x\"]\nurl = \"http://h/x\"\nsha256 = \"" + "a".repeat(64) + "\"",
            "[downlaod.c]\nurl = \"\"")) disagree("contract-1.json", wrong, SchemaTest::contract);
    agree(
        "variants-1.json",
        """
        [[variant]]
        when = "unix"
        url = ["https://example.org/x", "pkg:npm/x@1.0.0"]
        sha256 = "%s"
        size = 3
        """
            .formatted("a".repeat(64)),
        DownloadDeclaration::table);
    for (String wrong : List.of("", "[[variant]]\nurl = \"http://h/x\"", "[variants]"))
      disagree("variants-1.json", wrong, DownloadDeclaration::table);
    agree(
        "policy-1.json",
        """
        native = "system"
        python = "3.14"
        overlays = ["o"]
        [option."foo@1"]
        a = true
        [package.foo]
        allow = ["network", "env:X", "read:/y", "write:~/.cache/z"]
        [download."foo:source"]
        url = "https://example.org/x"
        sha256 = "%s"
        [provider]
        "app:zlib" = "z"
        [audit]
        licenses = ["MIT"]
        hosts = ["example.org"]
        license.foo = "MIT"
        """
            .formatted("a".repeat(64)),
        heddle.contract.policy.PolicyFile::read);
    for (String wrong :
        List.of(
            "native = \"sistem\"",
            "nativ = \"system\"",
            "[audit]\nlicenses = [\"MIT OR ISC\"]",
            "[audit]\nhosts = [\"*\"]",
            "[package.foo]\nallow = [\"everything\"]",
            "[package.foo]\nalow = []",
            "[toolchain.a]\ntarget = \"x86_64-unknown-linux-gnu\"\ntools.cxxx = \"g++\"",
            "[toolchain.a]\ntarget = \"x86_64-unknown-linux-gnu\"\nflags.cc = [\"-O2\"]",
            "[toolchain.a]\ntarget = \"x86_64-unknown-linux-gnu\"\nfamily = \"gnu\"",
            "[provider]\nz = 1"))
      disagree("policy-1.json", wrong, heddle.contract.policy.PolicyFile::read);
    agree(
        "overlay-1.json",
        """
        allow = ["network"]
        [overlay]
        package = "foo"
        from = "1.0"
        before = "2"
        script = { path = "build.rs", sha256 = "%s" }
        [publish.foo]
        schema = "headers/1"
        [replace]
        when = 'option(source = "system")'
        libraries = ["foo"]
        search = ["/usr/lib"]
        cfgs = ["foo"]
        env = { A = "1" }
        metadata = { include = "/usr/include" }
        fact.foo = { include = ["/usr/include"] }
        """
            .formatted("a".repeat(64)),
        Overlay::read);
    for (String wrong :
        List.of("[overlay]\nfrom = \"1\"", "[overlay]\npackage = \"x\"\nscript = { path = \"y\" }"))
      disagree("overlay-1.json", wrong, Overlay::read);
  }

  @FunctionalInterface
  private interface Reader {
    Object read(Source source) throws ProblemException;
  }

  private static Contract contract(Source source) throws ProblemException {
    return Graph.contract("x", source.text());
  }

  private static void agree(String schema, String text, Reader reader) throws Exception {
    Source source = new Source("x.toml", text);
    reader.read(source);
    assertThat(JsonSchema.named(schema).wrong(json(Toml.parse(source)))).as(text).isEmpty();
  }

  private static void disagree(String schema, String text, Reader reader) throws Exception {
    Source source = new Source("x.toml", text);
    assertThatThrownBy(() -> reader.read(source)).as(text).isInstanceOf(ProblemException.class);
    assertThat(JsonSchema.named(schema).wrong(json(Toml.parse(source)))).as(text).isNotEmpty();
  }

  /** Facts that the schemas take are those that Heddle takes. */
  @Test
  void facts_fit_their_schemas() throws Exception {
    JsonSchema schemas = JsonSchema.named("fact-1.json");
    for (String name : FactSchema.names()) {
      for (String value :
          List.of(
              "{\"libraries\":[\"z\"],\"kind\":\"static\",\"rpath\":[\"/usr/lib\"]}",
              "{\"include\":[\"/usr/include\"],\"defines\":{\"A\":\"1\"}}",
              "{\"include\":[\"relative\"]}",
              "{\"program\":\"/usr/bin/x\",\"arguments\":[\"-v\"]}",
              "{\"implementation\":\"cpython\",\"version\":\"3.14\",\"free_threaded\":true}",
              "{\"implementation\":\"cpython\",\"version\":\"3.14\",\"free_threaded\":\"yes\"}",
              "{\"value\":[1,{}]}",
              "{\"metadata\":{\"include\":\"/x\"}}",
              "{\"metadata\":{\"include\":1}}",
              "{}")) {
        Json json = Json.parse(value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(schemas.of(name).wrong(json).isEmpty())
            .as(name + " " + value)
            .isEqualTo(FactSchema.of(name).orElseThrow().wrong(json).isEmpty());
      }
    }
  }

  private static Json.Obj toml(Path file) throws Exception {
    return json(Toml.parse(new Source(file.toString(), Files.readString(file))));
  }

  private static Json.Obj json(Toml.Table table) {
    var members = new java.util.LinkedHashMap<String, Json>();
    table.entries().forEach((key, entry) -> members.put(key, json(entry.value())));
    return new Json.Obj(members);
  }

  private static Json json(Toml value) {
    return switch (value) {
      case Toml.Text text -> new Json.Str(text.value());
      case Toml.Flag flag -> new Json.Bool(flag.value());
      case Toml.Whole whole -> Json.Num.of(whole.value());
      case Toml.Real real -> new Json.Num(Double.toString(real.value()));
      case Toml.Moment moment -> new Json.Str(moment.value());
      case Toml.Table table -> json(table);
      case Toml.Array array -> new Json.Arr(array.items().stream().map(SchemaTest::json).toList());
    };
  }
}
