package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds a package whose script declares a download, fetched from loopback. */
class DeclaredDownloadTest {
  @TempDir Path temporary;
  private Project project;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(UserRust.isHere());
    project = new Project(temporary);
    project.write(
        "Cargo.lock",
        "version = 4\n\n[[package]]\nname = \"one\"\nversion = \"0.1.0\"\n",
        "build.rs",
        """
        use std::{env, fs};
        fn main() {
            println!("cargo:rerun-if-changed=build.rs");
            let path = env::var("ONE_WORDS").unwrap_or_default();
            let words = fs::read_to_string(&path).unwrap_or_else(|_| "none".into());
            let context = fs::read_to_string(env::var("HEDDLE_CONTEXT").unwrap()).unwrap();
            assert!(path.is_empty() || context.contains(&format!("{:?}", path)));
            println!("cargo:rustc-env=WORDS={}", words.trim());
        }
        """,
        "src/main.rs",
        "fn main() { println!(\"words: {}\", env!(\"WORDS\")); }");
    serve("words.txt", "from afar");
  }

  @AfterEach
  void stop() {
    if (project != null) project.close();
  }

  private String serve(String name, String text) throws Exception {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    project.served.put(name, content);
    return sha256(text);
  }

  private static String sha256(String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private void declare(String more) throws Exception {
    project.write(
        "Cargo.toml",
        "[package]\nname = \"one\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"
            + "[package.metadata.heddle.option.words]\ntype = \"bool\"\ndefault = true\n"
            + "[package.metadata.heddle.download.words]\nenv = \"ONE_WORDS\"\n"
            + more);
  }

  private void plain() throws Exception {
    declare(
        "when = \"option(words)\"\nurl = [\""
            + project.address()
            + "words.txt\"]\nsha256 = \""
            + sha256("from afar")
            + "\"\n");
  }

  /** What the program says once it is built, or why it is not. */
  private String run(String... words) throws Exception {
    var all = new ArrayList<>(List.of("build", "-q"));
    all.addAll(List.of(words));
    Project.Said said = project.heddle(all.toArray(String[]::new));
    if (said.exit() != 0) return said.text();
    Process program =
        new ProcessBuilder(project.root.resolve("target/debug/one").toString())
            .redirectErrorStream(true)
            .start();
    return new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void a_script_is_handed_its_download_and_nothing_is_fetched_twice() throws Exception {
    plain();
    assertThat(run()).isEqualTo("words: from afar\n");
    assertThat(project.heddle("clean").exit()).isZero();
    assertThat(run("--offline")).isEqualTo("words: from afar\n");
    assertThat(project.asked).containsExactly("words.txt");
  }

  @Test
  void a_download_whose_condition_does_not_hold_is_not_there() throws Exception {
    plain();
    assertThat(run("-o", "one:words=false")).isEqualTo("words: none\n");
    assertThat(project.asked).isEmpty();
  }

  @Test
  void the_root_replaces_a_download_by_a_file_of_the_same_bytes_or_of_its_own_hash()
      throws Exception {
    plain();
    String table = "[download.\"one:words\"]\n";
    project.write("heddle.toml", table + "file = \"mine.txt\"\n", "mine.txt", "from afar");
    assertThat(run()).isEqualTo("words: from afar\n");
    project.write("mine.txt", "tampered");
    assertThat(run())
        .contains("mine.txt` is not what the contract of `one:words` promises")
        .contains("expected sha256 " + sha256("from afar"))
        .contains("found    sha256 " + sha256("tampered"));
    project.write(
        "heddle.toml", table + "file = \"mine.txt\"\nsha256 = \"" + sha256("tampered") + "\"\n");
    assertThat(run()).isEqualTo("words: tampered\n");
    String mirror = table + "url = \"" + project.address() + "words.txt\"\n";
    project.write("heddle.toml", mirror);
    assertThat(run()).isEqualTo("words: from afar\n");
    project.write("heddle.toml", table + "system = true\n");
    assertThat(run()).isEqualTo("words: none\n");
    project.write("heddle.toml", "[download.\"one:word\"]\nsystem = true\n");
    assertThat(run()).contains("one v0.1.0 has no download `word`").contains("words");
    project.write("heddle.toml", "[download.\"on:words\"]\nsystem = true\n");
    assertThat(run()).contains("`on` is no package of this workspace");
  }

  @Test
  void a_directory_takes_the_place_of_what_is_unpacked_and_its_content_counts() throws Exception {
    plain();
    project.write(
        "heddle.toml",
        "[download.\"one:words\"]\ndirectory = \"mine\"\n",
        "mine/words.txt",
        "a",
        "build.rs",
        """
        fn main() {
            println!("cargo:rerun-if-changed=build.rs");
            let path = std::env::var("ONE_WORDS").unwrap() + "/words.txt";
            println!("cargo:rustc-env=WORDS={}", std::fs::read_to_string(path).unwrap());
        }
        """);
    assertThat(run()).isEqualTo("words: a\n");
    project.write("mine/words.txt", "b");
    assertThat(run()).isEqualTo("words: b\n");
  }

  @Test
  void the_first_variant_for_the_platform_is_taken() throws Exception {
    String other = serve("other.txt", "of another platform");
    declare("variants = \"dist.toml\"\n");
    project.write(
        "dist.toml",
        "[[variant]]\nwhen = 'target_os = \"vax\"'\nurl = \""
            + project.address()
            + "words.txt\"\nsha256 = \""
            + sha256("from afar")
            + "\"\n[[variant]]\nurl = \""
            + project.address()
            + "other.txt\"\nsha256 = \""
            + other
            + "\"\n");
    assertThat(run()).isEqualTo("words: of another platform\n");
    Files.writeString(
        project.root.resolve("dist.toml"),
        Files.readString(project.root.resolve("dist.toml")).replace("other.txt", "gone.txt"));
    assertThat(run()).isEqualTo("words: of another platform\n");
    declare(
        "variants = [{ when = 'target_os = \"vax\"', url = \"http://h/x\", sha256 = \""
            + other
            + "\" }]\n");
    assertThat(run()).contains("no variant of the download `words` of one v0.1.0");
  }

  @Test
  void an_archive_of_a_registry_comes_from_where_cargo_s_configuration_says() throws Exception {
    String words = serve("api/words/1.0.0/download", "of a crate");
    serve("config.json", "{\"dl\":\"" + project.address() + "api\"}");
    project.write(
        ".cargo/config.toml",
        "[source.crates-io]\nreplace-with = \"here\"\n[source.here]\nregistry = \"sparse+"
            + project.address()
            + "\"\n",
        "build.rs",
        """
        fn main() {
            let path = std::env::var("ONE_FILE").unwrap();
            let words = std::fs::read_to_string(path.strip_prefix("file://").unwrap()).unwrap();
            println!("cargo:rustc-env=WORDS={}", words);
        }
        """);
    declare("url = \"pkg:cargo/words@1.0.0\"\nsha256 = \"" + words + "\"\n");
    String manifest = Files.readString(project.root.resolve("Cargo.toml"));
    project.write(
        "Cargo.toml",
        manifest.replace("env = \"ONE_WORDS\"", "env = { ONE_FILE = \"file://{path}\" }"));
    assertThat(run()).isEqualTo("words: of a crate\n");
    assertThat(project.heddle("sbom").text()).contains("\"purl\":\"pkg:cargo/words@1.0.0\"");
    project.write("heddle.toml", "[audit]\nhosts = [\"example.org\"]\n");
    assertThat(project.heddle("audit").text()).contains("(host)").doesNotContain("127.0.0.1");
    declare("url = \"pkg:gem/words@1.0.0\"\nsha256 = \"" + words + "\"\n");
    assertThat(run()).contains("`pkg:gem/words@1.0.0` names no archive of a registry");
    declare("url = \"http://h/x\"\nsha256 = \"" + words + "\"\n");
    project.write(
        "Cargo.toml", manifest.replace("env = \"ONE_WORDS\"", "env = { ONE_FILE = \"file\" }"));
    assertThat(run()).contains("`ONE_FILE` in `env` must be a string that holds {path}");
  }

  @Test
  void a_download_without_a_hash_is_an_error() throws Exception {
    declare("url = \"" + project.address() + "words.txt\"\n");
    assertThat(run()).contains("a download without a hash is not fixed");
  }

  @Test
  void what_is_taken_is_listed_audited_and_in_the_bill_of_materials() throws Exception {
    plain();
    project.write(
        "heddle.toml",
        "[audit]\nlicenses = [\"MIT\"]\nhosts = [\"example.org\"]\n"
            + "[option.one]\nwords = true\n");
    String sum = sha256("from afar");
    assertThat(project.heddle("downloads").text())
        .isEqualTo(
            "one:words\n    from    "
                + project.address()
                + "words.txt\n    sha256  "
                + sum
                + "\n    for     one v0.1.0\n");
    assertThat(project.heddle("downloads", "--json").text())
        .contains("\"kind\":\"download\"", "\"sha256\":\"" + sum, "\"hosts\":[\"127.0.0.1\"]");
    Project.Said audit = project.heddle("audit");
    assertThat(audit.exit()).isEqualTo(1);
    assertThat(audit.text())
        .contains("one:words: it comes from `127.0.0.1` (host)")
        .contains("one:words: it says no licence (license)");
    project.write(
        "heddle.toml",
        "[audit]\nlicenses = [\"MIT\"]\nhosts = [\"127.0.0.1\"]\n"
            + "[audit.license]\n\"one:words\" = \"(MIT OR GPL-3.0-only)\"\n");
    assertThat(project.heddle("audit").exit()).isZero();
    assertThat(project.heddle("audit", "--json").text()).contains("\"findings\":[]");
    assertThat(project.heddle("sbom").text())
        .contains("\"bomFormat\":\"CycloneDX\"", "download:one@0.1.0:words", sum)
        .contains("heddle:option:words");
    assertThat(project.asked).isEmpty();
  }

  @Test
  void a_vendor_directory_builds_without_the_network_and_is_checked() throws Exception {
    plain();
    Project.Said vendored = project.heddle("vendor", "third");
    assertThat(vendored.text())
        .contains("0 crates, 1 downloads to third")
        .contains("HEDDLE_DOWNLOADS = { value = \"third/heddle-downloads\", relative = true }");
    assertThat(project.root.resolve("third/heddle-downloads/one/words")).hasContent("from afar");
    project.served.clear();
    project.environment.put("HEDDLE_HOME", "unused");
    project.write(
        ".cargo/config.toml", vendored.text().substring(vendored.text().indexOf("[env]")));
    deleteDownloads();
    assertThat(run("--offline")).isEqualTo("words: from afar\n");
    deleteDownloads();
    Files.writeString(
        project.root.resolve("third/heddle-downloads/sha256/" + sha256("from afar")), "tampered");
    project.heddle("clean");
    assertThat(run("--offline", "--message-format", "short"))
        .contains("expected sha256 " + sha256("from afar"))
        .contains("found    sha256 " + sha256("tampered"));
    Files.delete(project.root.resolve("third/heddle-downloads/sha256/" + sha256("from afar")));
    assertThat(run("--offline", "--message-format", "short"))
        .contains("is not on this machine, and the network may not be used");
  }

  private void deleteDownloads() throws Exception {
    try (var all = Files.walk(project.home.resolve("downloads"))) {
      for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(each);
    }
  }

  @Test
  void fetch_fills_the_directory_that_plain_cargo_reads() throws Exception {
    plain();
    Path place = temporary.resolve("downloads");
    project.environment.put("HEDDLE_DOWNLOADS", place.toString());
    assertThat(project.heddle("fetch").text()).contains("0 crates, 1 downloads");
    assertThat(place.resolve("one/words")).hasContent("from afar");
  }
}
