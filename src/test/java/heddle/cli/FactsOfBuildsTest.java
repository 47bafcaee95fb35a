package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts from script to script in real builds: what counts, who gives, and who waits for whom. */
class FactsOfBuildsTest {
  private static final String HEADERS =
      "[package.metadata.heddle.publish.old]\nschema = \"headers/1\"\n";
  private static final String WANTS =
      "[package.metadata.heddle.require.old]\nschema = \"headers/1\"\n";

  /** Publishes the directory {@code c} of its package. */
  private static final String GIVES_C =
      "println!(\"cargo:rerun-if-changed=c\"); let c = format!(\"{}/c\","
          + " std::env::var(\"CARGO_MANIFEST_DIR\").unwrap());"
          + " std::fs::write(std::env::var(\"HEDDLE_PUBLISH\").unwrap(),"
          + " format!(\"{{\\\"heddle\\\":1,\\\"facts\\\":{{\\\"old\\\":{{\\\"include\\\":[{c:?}]}}}}}}\")).unwrap();";

  /** Reads the file {@code n.h} of the first directory that the fact names, and tells it. */
  private static final String READS_N =
      "println!(\"cargo:rerun-if-changed=build.rs\"); let context ="
          + " std::fs::read_to_string(std::env::var(\"HEDDLE_CONTEXT\").unwrap()).unwrap(); let path"
          + " = context.split(\"\\\"include\\\":[\\\"\").nth(1).unwrap().split('\"').next().unwrap();"
          + " println!(\"cargo:warning=n is {}\", std::fs::read_to_string(format!(\"{path}/n.h\"))"
          + ".unwrap().trim());";

  @TempDir Path temporary;
  private Project project;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(UserRust.isHere());
    project = new Project(temporary);
  }

  @AfterEach
  void stop() {
    if (project != null) project.close();
  }

  private void workspace(String... members) throws Exception {
    project.write(
        "Cargo.toml",
        "[workspace]\nresolver = \"2\"\nmembers = [\"" + String.join("\", \"", members) + "\"]\n");
  }

  /** A package with an empty library; {@code more} is the end of its manifest. */
  private void pkg(String path, String more, String script) throws Exception {
    String name = path.substring(path.lastIndexOf('/') + 1);
    project.write(
        path + "/Cargo.toml",
        "[package]\nname = \"" + name + "\"\nversion = \"1.0.0\"\nedition = \"2021\"\n" + more,
        path + "/src/lib.rs",
        "");
    if (!script.isEmpty()) project.write(path + "/build.rs", "fn main() { " + script + " }");
  }

  @Test
  void what_lies_at_a_path_of_a_fact_counts_for_the_script_that_requires_it() throws Exception {
    workspace("old-sys", "user");
    pkg("old-sys", HEADERS, GIVES_C);
    pkg("user", "[dependencies]\nold-sys = { path = \"../old-sys\" }\n" + WANTS, READS_N);
    project.write("old-sys/c/n.h", "1");
    assertThat(project.heddle("check").text()).contains("n is 1");
    project.write("old-sys/c/n.h", "2");
    assertThat(project.heddle("check").text()).contains("n is 2");
  }

  @Test
  void a_fact_of_a_package_outside_the_workspace_can_be_read() throws Exception {
    workspace("user");
    pkg("../elsewhere/old-sys", HEADERS, GIVES_C);
    pkg(
        "user",
        "[dependencies]\nold-sys = { path = \"../../elsewhere/old-sys\" }\n" + WANTS,
        READS_N);
    project.write("../elsewhere/old-sys/c/n.h", "7");
    assertThat(project.heddle("check").text()).contains("n is 7");
  }

  /** The package is built twice, for the host and for the target: each with its own script run. */
  @Test
  void a_fact_comes_from_the_run_that_belongs_to_what_the_consumer_links() throws Exception {
    workspace("old-sys", "user");
    String out =
        "let n = std::env::var(\"CARGO_FEATURE_HOST\").is_ok(); let out ="
            + " std::env::var(\"OUT_DIR\").unwrap(); std::fs::write(format!(\"{out}/n.h\"), if n {"
            + " \"of the host\" } else { \"of the target\" }).unwrap(); println!(\"cargo:rerun-if-changed=build.rs\");"
            + " std::fs::write(std::env::var(\"HEDDLE_PUBLISH\").unwrap(),"
            + " format!(\"{{\\\"heddle\\\":1,\\\"facts\\\":{{\\\"old\\\":{{\\\"include\\\":[{out:?}]}}}}}}\")).unwrap();";
    pkg("old-sys", "[features]\nhost = []\n" + HEADERS, out);
    for (String kind : new String[] {"target", "host"}) {
      pkg(
          "user",
          "[dependencies]\nold-sys = { path = \"../old-sys\" }\n"
              + "[build-dependencies]\nold-sys = { path = \"../old-sys\", features = [\"host\"] }\n"
              + WANTS
              + "for = \""
              + kind
              + "\"\n",
          READS_N);
      assertThat(project.heddle("check").text()).contains("n is of the " + kind);
    }
  }

  /** The script below waits for a file that the one above writes: each must start by itself. */
  @Test
  void a_script_that_requires_nothing_waits_for_nothing() throws Exception {
    workspace("old-sys", "user");
    pkg(
        "old-sys",
        HEADERS,
        "println!(\"cargo:rerun-if-changed=build.rs\"); for _ in 0..600 { if"
            + " std::path::Path::new(\"../user/started\").exists() { return; }"
            + " std::thread::sleep(std::time::Duration::from_millis(100)); } panic!(\"nobody came\");");
    pkg(
        "user",
        "[dependencies]\nold-sys = { path = \"../old-sys\" }\n",
        "println!(\"cargo:rerun-if-changed=build.rs\"); std::fs::write(\"started\", \"\").unwrap();");
    assertThat(project.heddle("check", "-j", "2").text()).contains("Finished");
  }

  @Test
  void what_is_published_is_a_regular_file_of_strict_json() throws Exception {
    workspace("evil");
    String[][] cases = {
      {"std::os::unix::fs::symlink(\"/etc/hostname\", &p).unwrap();", "it is no regular file"},
      {
        "assert!(std::process::Command::new(\"mkfifo\").arg(&p).status().unwrap().success());",
        "it is no regular file"
      },
      {"std::fs::create_dir(&p).unwrap();", "it is no regular file"},
      {write("{\\\"heddle\\\":1,\\\"heddle\\\":1}"), "`heddle` stands twice in one object"},
      {
        write(
            "{\\\"heddle\\\":1,\\\"facts\\\":{\\\"d\\\":{\\\"value\\\":{\\\"a\\\":1,\\\"a\\\":2}}}}"),
        "`a` stands twice in one object"
      },
      {
        write("{\\\"heddle\\\":1,\\\"facts\\\":{\\\"d\\\":{\\\"value\\\":NaN}}}"),
        "expected a JSON value"
      },
      {
        write("{\\\"heddle\\\":1,\\\"facts\\\":{\\\"d\\\":{\\\"value\\\":\\\"\\\\ud800\\\"}}}"),
        "half of a surrogate pair"
      },
    };
    for (String[] each : cases) {
      pkg(
          "evil",
          "[package.metadata.heddle.publish.d]\nschema = \"data/1\"\n",
          "println!(\"cargo:rerun-if-changed=build.rs\"); let p ="
              + " std::env::var(\"HEDDLE_PUBLISH\").unwrap(); "
              + each[0]);
      Project.Said said = project.heddle("check");
      assertThat(said.text())
          .as(each[0])
          .contains("the build script of evil v1.0.0 published what it may not", each[1]);
      assertThat(said.exit()).isEqualTo(101);
    }
    assertThat(Files.exists(project.root.resolve("evil/build.rs"))).isTrue();
  }

  /** What an option mends is told whoever's the script is, and whether it failed or not. */
  @Test
  void what_a_script_says_of_its_options_is_shown() throws Exception {
    workspace("told");
    String contract = "[package.metadata.heddle.option.level]\ntype = \"int\"\ndefault = 3\n";
    String say =
        "println!(\"cargo:rerun-if-changed=build.rs\");"
            + " std::fs::write(std::env::var(\"HEDDLE_PUBLISH\").unwrap(),"
            + " r#\"{\"heddle\":1,\"diagnostics\":["
            + "{\"level\":\"note\",\"message\":\"small\"},"
            + "{\"level\":\"warning\",\"message\":\"slow\",\"option\":\"level\"}]}\"#).unwrap();";
    pkg("told", contract, say);
    assertThat(project.heddle("check").text())
        .contains("note: told@1.0.0: small\n")
        .contains("warning: told@1.0.0: slow\n  help: its option `level` (int) mends this");
    pkg("told", contract, say + "std::process::exit(3);");
    assertThat(project.heddle("check").text())
        .contains("custom build command for `told v1.0.0`", "(exit code 3)")
        .contains("note: small\n", "warning: slow\n", "its option `level` (int) mends this");
  }

  /** {@code [target.TRIPLE.LINKS]}: what it says is the fact, for no script runs. */
  @Test
  void what_cargos_configuration_says_of_links_is_the_fact() throws Exception {
    workspace("old-sys", "user");
    pkg(
        "old-sys",
        "links = \"old\"\n[package.metadata.heddle.publish.old]\nschema = \"native-library/1\"\n",
        "panic!(\"it would build its own copy\");");
    pkg(
        "user",
        "[dependencies]\nold-sys = { path = \"../old-sys\" }\n"
            + "[package.metadata.heddle.require.old]\nschema = \"native-library/1\"\n",
        "println!(\"cargo:rerun-if-changed=build.rs\"); println!(\"cargo:warning={}\","
            + " std::fs::read_to_string(std::env::var(\"HEDDLE_CONTEXT\").unwrap()).unwrap());");
    String triple = System.getProperty("os.arch").replace("amd64", "x86_64") + "-unknown-linux-gnu";
    project.write(
        ".cargo/config.toml",
        "[target."
            + triple
            + ".old]\nrustc-link-lib = [\"of-the-system\"]\n"
            + "rustc-link-search = [\"/usr/lib\"]\n");
    assertThat(project.heddle("check").text())
        .contains("\"value\":{\"libraries\":[\"of-the-system\"],\"kind\":\"dynamic\"");
  }

  /**
   * A package without a contract whose script has the client is told of its target all the same.
   */
  @Test
  void a_script_with_the_client_gets_a_context_and_so_does_an_empty_contract() throws Exception {
    workspace("plain", "empty", "old", "heddle-build");
    pkg("heddle-build", "", "");
    String tell =
        "println!(\"cargo:rerun-if-changed=build.rs\"); println!(\"cargo:warning=context {}\","
            + " std::env::var(\"HEDDLE_CONTEXT\").is_ok());";
    pkg("plain", "[build-dependencies]\nheddle-build = { path = \"../heddle-build\" }\n", tell);
    pkg("empty", "[package.metadata.heddle]\n", tell);
    pkg("old", "", tell);
    assertThat(project.heddle("check").text())
        .contains("plain@1.0.0: context true", "empty@1.0.0: context true")
        .contains("old@1.0.0: context false");
  }

  private static String write(String json) {
    return "std::fs::write(&p, \"" + json + "\").unwrap();";
  }
}
