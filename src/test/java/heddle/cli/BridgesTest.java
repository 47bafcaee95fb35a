package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.contract.JsonSchema;
import heddle.process.UserRust;
import heddle.text.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that know nothing of Heddle, built through overlays: each prints what it was given. */
class BridgesTest {
  @TempDir private Path temp = Path.of("");

  private final Map<String, String> environment = new HashMap<>();
  private Path root = Path.of("");

  @BeforeEach
  void needs_rustc() throws IOException {
    assumeTrue(UserRust.isHere(), "rustc is on PATH");
    environment.putAll(UserRust.variables());
    root = temp.toRealPath().resolve("w");
    write("heddle.toml", "overlays = [\"overlays\"]\n");
    Files.createDirectories(root.resolve("overlays"));
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
    Files.setLastModifiedTime(
        file, java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() - 60_000));
  }

  /** A package with an empty library; {@code more} is the end of its manifest. */
  private void pkg(String name, String more, String script) throws IOException {
    write(
        name + "/Cargo.toml",
        "[package]\nname = \"" + name + "\"\nversion = \"1.0.0\"\nedition = \"2021\"\n" + more);
    write(name + "/src/lib.rs", "");
    if (!script.isEmpty()) write(name + "/build.rs", "fn main() {" + script + "}");
  }

  private void workspace(String... members) throws IOException {
    write(
        "Cargo.toml",
        "[workspace]\nresolver = \"2\"\nmembers = [\"" + String.join("\", \"", members) + "\"]\n");
    try (Stream<Path> files = Files.list(root)) {
      assertThat(files).isNotEmpty();
    }
  }

  private String heddle(String... words) {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    var invocation =
        new Invocation(
            List.of(words),
            environment,
            root,
            temp.resolve("home"),
            Invocation.ownClassPath(),
            Optional.of(Path.of("").toAbsolutePath()),
            0,
            Optional.empty());
    Main.run(new Session(invocation, new Terminal(out, out, false, false, 80)));
    return bytes.toString(StandardCharsets.UTF_8).replace(root + "/", "");
  }

  private static final String TELL =
      """
      println!("cargo:rerun-if-changed=build.rs");
      for name in ["DEP_OLD_INCLUDE", "OLD_INCLUDE", "OLD_LIBRARIES", "DEP_OLD_KIND"] {
          println!("cargo:warning={}={:?}", name, std::env::var(name).ok());
      }
      """;

  @Test
  void metadata_of_links_reaches_a_script_two_packages_up_as_a_fact() throws Exception {
    workspace("old-sys", "old", "user");
    pkg(
        "old-sys",
        "links = \"old\"\n",
        "println!(\"cargo:rerun-if-changed=build.rs\");println!(\"cargo:include=/usr/include\");");
    pkg("old", "[dependencies]\nold-sys = { path = \"../old-sys\" }\n", "");
    pkg("user", "[dependencies]\nold = { path = \"../old\" }\n", TELL);
    write(
        "overlays/user.toml",
        """
        [overlay]
        package = "user"
        [require.old]
        schema = "cargo-links/1"
        links = "old"
        env = { OLD_INCLUDE = "metadata.include" }
        """);
    assertThat(heddle("build"))
        .contains("DEP_OLD_INCLUDE=Some(\"/usr/include\")")
        .contains(": OLD_INCLUDE=Some(\"/usr/include\")")
        .contains("DEP_OLD_KIND=None");
    assertThat(heddle("facts"))
        .contains("gives old (cargo-links/1, links)\n    metadata = {\"include\":\"/usr/include\"}")
        .contains("requires old (cargo-links/1) from old-sys v1.0.0");
    fits("facts-1.json", heddle("facts", "--json"));
  }

  @Test
  void a_path_that_the_root_gives_is_absolute_readable_and_counted() throws Exception {
    workspace("user");
    pkg(
        "user",
        "",
        """
        println!("cargo:rerun-if-changed=build.rs");
        let path = std::env::var("USER_PREFIX").unwrap();
        let text = std::fs::read_to_string(format!("{path}/version")).unwrap();
        println!("cargo:warning=found {} in {}", text.trim(), path);
        """);
    write(
        "overlays/user.toml",
        """
        [overlay]
        package = "user"
        [option.prefix]
        type = "path"
        env = { USER_PREFIX = true }
        """);
    write("heddle.toml", "overlays = [\"overlays\"]\n[option.user]\nprefix = \"../installed\"\n");
    write("../installed/version", "one");
    assertThat(heddle("build")).contains("found one in " + root.resolveSibling("installed"));
    write("../installed/version", "two");
    assertThat(heddle("build")).contains("found two in ");
  }

  @Test
  void link_lines_of_a_script_are_a_fact_of_its_library() throws Exception {
    workspace("old-sys", "user");
    pkg(
        "old-sys",
        "links = \"old\"\n",
        "println!(\"cargo:rerun-if-changed=build.rs\");println!(\"cargo:rustc-link-lib=old\");"
            + "println!(\"cargo:rustc-link-lib=static=older\");"
            + "println!(\"cargo:rustc-link-search=native=/usr/lib\");");
    pkg("user", "[dependencies]\nold-sys = { path = \"../old-sys\" }\n", TELL);
    write(
        "overlays/user.toml",
        """
        [overlay]
        package = "user"
        [require.old]
        schema = "native-library/1"
        links = "old"
        env = { OLD_LIBRARIES = "libraries" }
        """);
    assertThat(heddle("check"))
        .contains("OLD_LIBRARIES=Some(\"old:older\")")
        .contains("DEP_OLD_KIND=Some(\"dynamic\")");
  }

  /** So the root gives a fact itself: in the place of the package that publishes it. */
  @Test
  void an_overlay_gives_a_fact_in_the_place_of_a_script_that_publishes_it() throws Exception {
    workspace("old-sys", "user");
    pkg(
        "old-sys",
        "[package.metadata.heddle.publish.old]\nschema = \"native-library/1\"\n",
        "panic!(\"it would build its own copy\");");
    pkg("user", "[dependencies]\nold-sys = { path = \"../old-sys\" }\n", TELL);
    write(
        "overlays/user.toml",
        """
        [overlay]
        package = "user"
        [require.old]
        schema = "native-library/1"
        env = { OLD_LIBRARIES = "libraries" }
        """);
    write(
        "overlays/old-sys.toml",
        """
        [overlay]
        package = "old-sys"
        [publish.old]
        schema = "native-library/1"
        [replace]
        fact.old = { libraries = ["of-the-system"], kind = "dynamic", search = ["/usr/lib"] }
        """);
    assertThat(heddle("build"))
        .contains("OLD_LIBRARIES=Some(\"of-the-system\")")
        .contains("Finished");
    assertThat(heddle("facts")).contains("libraries = [\"of-the-system\"]");
  }

  @Test
  void an_overlay_stands_for_a_script_where_its_condition_holds() throws Exception {
    workspace("stubborn", "user");
    pkg("stubborn", "links = \"old\"\n", "panic!(\"no library here\");");
    pkg("user", "[dependencies]\nstubborn = { path = \"../stubborn\" }\n", TELL);
    write("user/src/lib.rs", "pub const N: &str = stubborn::N;");
    write("stubborn/src/lib.rs", "#[cfg(old)] pub const N: &str = env!(\"OLD\");");
    write(
        "overlays/stubborn.toml",
        """
        [overlay]
        package = "stubborn"
        [option.source]
        type = "enum"
        values = ["system", "bundled"]
        default = "bundled"
        [replace]
        when = 'option(source = "system")'
        cfgs = ["old"]
        env = { OLD = "1" }
        metadata = { include = "/opt/old" }
        """);
    assertThat(heddle("check")).contains("no library here");
    assertThat(heddle("check", "-o", "stubborn:source=system"))
        .contains("DEP_OLD_INCLUDE=Some(\"/opt/old\")")
        .contains("Finished");
  }

  @Test
  void an_option_sets_a_variable_of_the_compilation_of_the_script_itself() throws Exception {
    workspace("fixed");
    pkg(
        "fixed",
        "",
        "println!(\"cargo:rerun-if-changed=build.rs\");"
            + "println!(\"cargo:warning=compiled with {:?}\", option_env!(\"FIXED\"));");
    write(
        "overlays/fixed.toml",
        """
        [overlay]
        package = "fixed"
        [option.static]
        type = "bool"
        compile-env = { FIXED = { true = "1" } }
        """);
    assertThat(heddle("check")).contains("compiled with None");
    assertThat(heddle("check", "-o", "fixed:static=true")).contains("compiled with Some(\"1\")");
  }

  @Test
  void a_declared_cache_is_kept_from_run_to_run_and_listed() throws Exception {
    workspace("slow");
    pkg(
        "slow",
        "[package.metadata.heddle.cache.objects]\nenv = \"OBJECTS\"\n",
        "let d = std::env::var(\"OBJECTS\").unwrap(); let n ="
            + " std::fs::read_dir(&d).unwrap().count();std::fs::write(format!(\"{}/{}\", d, n),"
            + " \"x\").unwrap();println!(\"cargo:rerun-if-env-changed=AGAIN\");println!(\"cargo:warning=had"
            + " {}\", n);");
    assertThat(heddle("check")).contains("had 0");
    environment.put("AGAIN", "1");
    assertThat(heddle("check")).contains("had 1");
    assertThat(heddle("state"))
        .containsPattern("home/caches/slow-[0-9a-f]{16}/objects  \\(cache `objects` of the build");
  }

  @Test
  void what_a_script_may_write_in_its_source_is_laid_down_again_with_its_result() throws Exception {
    workspace("writer");
    pkg(
        "writer",
        "",
        "println!(\"cargo:rerun-if-changed=build.rs\");"
            + "std::fs::create_dir_all(\"src/generated\").unwrap();"
            + "std::fs::write(\"src/generated/n.rs\", \"pub const N: u8 = 1;\").unwrap();");
    write("writer/src/lib.rs", "include!(\"generated/n.rs\");");
    write("heddle.toml", "[package.writer]\nallow = [\"write:src/generated\"]\n");
    assertThat(heddle("check")).contains("Finished");
    Files.delete(root.resolve("writer/src/generated/n.rs"));
    assertThat(heddle("check")).contains("Finished");
    assertThat(root.resolve("writer/src/generated/n.rs"))
        .content()
        .isEqualTo("pub const N: u8 = 1;");
  }

  @Test
  void an_overlay_for_another_script_is_a_warning_where_it_is_used() throws Exception {
    workspace("fixed");
    pkg("fixed", "", "println!(\"cargo:rerun-if-changed=build.rs\");");
    write(
        "overlays/fixed.toml",
        """
        [overlay]
        package = "fixed"
        script = { path = "build.rs", sha256 = "%s" }
        [option.static]
        type = "bool"
        """
            .formatted("0".repeat(64)));
    String warning = "written against another build.rs than that of version 1.0.0";
    assertThat(heddle("check")).doesNotContain(warning);
    assertThat(heddle("check", "-o", "fixed:static=true")).contains(warning);
    assertThat(heddle("overlay", "check")).contains(warning);
    fits("options-1.json", heddle("options", "--json", "-o", "fixed:static=true"));
  }

  /** Each is refused with the package named; none fails Heddle. */
  @Test
  void what_a_hostile_script_publishes_is_refused() throws Exception {
    workspace("evil");
    String[][] cases = {
      {"\"x\".repeat(3 << 20)", "bytes, more than 1048576"},
      {"\"[\".repeat(100_000)", "it is no JSON"},
      {"\"{\\\"heddle\\\":1,\\\"facts\\\":[]}\".to_string()", "`facts` must be an object"},
      {"\"{\\\"heddle\\\":2}\".to_string()", "`heddle` must be 1"},
      {fact("{\\\"include\\\":[\\\"/root\\\"]}"), "which the package does not own"},
      {fact("{\\\"include\\\":[\\\"/usr/../root\\\"]}"), "an absolute path without `..`"},
      {fact("{\\\"include\\\":[\\\"OUT/link\\\"]}"), "leads to `/`"},
      {fact("{\\\"include\\\":7}"), "`include` must be an array"},
    };
    for (String[] each : cases) {
      pkg(
          "evil",
          "[package.metadata.heddle.publish.headers]\nschema = \"headers/1\"\n",
          "println!(\"cargo:rerun-if-changed=build.rs\"); let out ="
              + " std::env::var(\"OUT_DIR\").unwrap();std::os::unix::fs::symlink(\"/\","
              + " format!(\"{}/link\", out)).unwrap();let text: String = "
              + each[0]
              + "; std::fs::write(std::env::var(\"HEDDLE_PUBLISH\").unwrap(), text.replace(\"OUT\","
              + " &out)).unwrap();");
      assertThat(heddle("check"))
          .as(each[0])
          .contains("the build script of evil v1.0.0 published what it may not", each[1]);
    }
    pkg(
        "evil",
        "[package.metadata.heddle.publish.headers]\nschema = \"headers/1\"\n",
        "std::fs::write(std::env::var(\"HEDDLE_PUBLISH\").unwrap(), [0xff, 0xfe]).unwrap();");
    assertThat(heddle("check")).contains("evil v1.0.0 published what it may not: it is not UTF-8");
  }

  private static String fact(String value) {
    return "\"{\\\"heddle\\\":1,\\\"facts\\\":{\\\"headers\\\":" + value + "}}\".to_string()";
  }

  private static void fits(String schema, String printed) throws Exception {
    Json json = Json.parse(printed.getBytes(StandardCharsets.UTF_8));
    assertThat(((Json.Obj) json).get("packages").map(Json::compact))
        .isNotEqualTo(Optional.of("[]"));
    assertThat(JsonSchema.named(schema).wrong(json)).isEmpty();
  }
}
