package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.contract.JsonSchema;
import heddle.process.UserRust;
import heddle.text.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents that commands print fit their schemas; the bill of materials the official one. */
class PrintedDocumentsTest {
  @TempDir Path temporary;
  private Project project;

  /** The official schema, and those it refers to, as CycloneDX's own library carries them. */
  private JsonSchema cyclonedx() throws Exception {
    Path folder = Files.createDirectories(temporary.resolve("cyclonedx"));
    for (String name : List.of("bom-1.6.schema.json", "jsf-0.82.schema.json", "spdx.schema.json")) {
      try (var in = PrintedDocumentsTest.class.getResourceAsStream("/" + name)) {
        Files.write(folder.resolve(name), Objects.requireNonNull(in, name).readAllBytes());
      }
    }
    return JsonSchema.at(folder.resolve("bom-1.6.schema.json"));
  }

  @BeforeEach
  void a_workspace_with_everything() throws Exception {
    assumeTrue(UserRust.isHere());
    project = new Project(temporary);
    project.served.put("words.txt", "from afar".getBytes(StandardCharsets.UTF_8));
    project.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"app\", \"old-sys\"]\nresolver = \"2\"\n",
        "app/Cargo.toml",
        """
        [package]
        name = "app"
        version = "1.0.0"
        edition = "2021"
        license = "MIT/Apache-2.0"
        [dependencies]
        old-sys = { path = "../old-sys" }
        [package.metadata.heddle.suggest.old-sys]
        level = 3
        [package.metadata.heddle.require.old]
        schema = "cargo-links/1"
        """,
        "app/src/main.rs",
        "fn main() {}",
        "app/build.rs",
        "fn main() {}",
        "old-sys/Cargo.toml",
        """
        [package]
        name = "old-sys"
        version = "0.1.0"
        edition = "2021"
        license = "no licence that SPDX knows"
        links = "old"
        [package.metadata.heddle.option.level]
        type = "int"
        doc = "How much."
        [package.metadata.heddle.download.words]
        url = ["%swords.txt", "pkg:npm/%%40scope/words@1.0.0"]
        sha256 = "53dc91ff49f55bde12ea9bc88f37ecfcec77138ffb6c2d2a31559a7a8cdce2e4"
        license = "CC0-1.0"
        """
            .formatted(project.address()),
        "old-sys/src/lib.rs",
        "",
        "old-sys/build.rs",
        "fn main() { println!(\"cargo:include=/usr/include\");"
            + " println!(\"cargo:rerun-if-env-changed=OLD\"); }");
    project.write(
        "old-sys/Cargo.toml",
        Files.readString(project.root.resolve("old-sys/Cargo.toml"))
            .replaceAll("[0-9a-f]{64}", sha256("from afar")));
  }

  @AfterEach
  void stop() {
    if (project != null) project.close();
  }

  private static String sha256(String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return java.util.HexFormat.of()
        .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private Json fits(String schema, String... words) throws Exception {
    String text = project.heddle(words).text().lines().reduce((_, last) -> last).orElse("");
    Json json = Json.parse("output", text.getBytes(StandardCharsets.UTF_8));
    assertThat(JsonSchema.named(schema).wrong(json)).as(String.join(" ", words)).isEmpty();
    return json;
  }

  @Test
  void every_document_fits_its_schema() throws Exception {
    assertThat(project.heddle("build").exit()).isZero();
    assertThat(fits("options-1.json", "options", "--json").compact())
        .contains("\"undeclared\":[\"OLD\"]", "\"requested\":3");
    assertThat(fits("facts-1.json", "facts", "--json").compact()).contains("/usr/include");
    assertThat(fits("downloads-1.json", "downloads", "--json").compact()).contains("old-sys:words");
    project.write("heddle.toml", "[audit]\nlicenses = [\"MIT\"]\n");
    assertThat(fits("audit-1.json", "audit", "--json").compact()).contains("\"rule\":\"license\"");
    fits("state-1.json", "state", "--json");
    fits("doctor-1.json", "doctor", "--json");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is here");
    fits("trace-1.json", "trace", "--json", "old-sys");
    fits("trace-1.json", "trace", "--json", "--", "true");
  }

  @Test
  void the_bill_of_materials_is_what_cyclonedx_asks_for_and_names_everything() throws Exception {
    String text = project.heddle("sbom").text();
    Json bill = Json.parse("sbom", text.getBytes(StandardCharsets.UTF_8));
    assertThat(cyclonedx().wrong(bill)).isEmpty();
    assertThat(names(bill)).contains("app", "old-sys", "old", "old-sys:words", "rustc");
    assertThat(text)
        .contains("{\"name\":\"heddle:option:level\",\"value\":\"3\"}")
        .contains("\"purl\":\"pkg:npm/%40scope/words@1.0.0\"")
        .contains("{\"expression\":\"MIT OR Apache-2.0\"}")
        .contains("{\"license\":{\"name\":\"no licence that SPDX knows\"}}")
        .contains("\"ref\":\"workspace\",\"dependsOn\":[\"app@1.0.0#path\",\"old-sys@0.1.0#path\"]")
        .contains("\"dependsOn\":[\"native:old-sys@0.1.0#path\",\"download:old-sys@0.1.0:words\"]");
    // Every reference of a dependency is that of a component, and no two components share one.
    List<String> references = references(bill);
    assertThat(references).doesNotHaveDuplicates();
    for (Json each : ((Json.Arr) member(bill, "dependencies")).items()) {
      assertThat(references).contains(((Json.Str) member(each, "ref")).value());
      for (Json below : ((Json.Arr) member(each, "dependsOn")).items())
        assertThat(references).contains(((Json.Str) below).value());
    }
  }

  @Test
  void the_official_schema_refuses_what_is_no_bill() throws Exception {
    JsonSchema schema = cyclonedx();
    for (String wrong :
        new String[] {
          "{}",
          "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"version\":0}",
          "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{\"name\":\"a\"}]}",
          "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{\"type\":\"library\","
              + "\"name\":\"a\",\"hashes\":[{\"alg\":\"SHA-256\",\"content\":\"x\"}]}]}",
          "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{\"type\":\"library\","
              + "\"name\":\"a\",\"licenses\":[{\"license\":{\"id\":\"X\"}}]}]}"
        }) {
      assertThat(schema.wrong(Json.parse("it", wrong.getBytes(StandardCharsets.UTF_8))))
          .as(wrong)
          .isNotEmpty();
    }
  }

  private static Json member(Json of, String name) {
    return ((Json.Obj) of).get(name).orElseThrow();
  }

  private static List<String> names(Json bill) {
    return ((Json.Arr) member(bill, "components"))
        .items().stream().map(each -> ((Json.Str) member(each, "name")).value()).toList();
  }

  private static List<String> references(Json bill) {
    var all = new ArrayList<String>();
    var components = new ArrayList<>(((Json.Arr) member(bill, "components")).items());
    components.add(member(member(bill, "metadata"), "component"));
    for (Json each : components) all.add(((Json.Str) member(each, "bom-ref")).value());
    return all;
  }
}
