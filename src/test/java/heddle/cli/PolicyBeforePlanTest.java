package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.fetch.RegistryAddress;
import heddle.process.UserRust;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the root says of options changes which packages are planned. */
class PolicyBeforePlanTest {
  @TempDir Path temporary;
  private Project project;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(UserRust.isHere());
    project = new Project(temporary);
    String lock =
        """
        version = 4

        [[package]]
        name = "app"
        version = "0.1.0"
        dependencies = ["foo-sys"]

        [[package]]
        name = "foo-src"
        version = "0.1.0"

        [[package]]
        name = "foo-sys"
        version = "0.1.0"
        dependencies = ["foo-src"]
        """;
    project.write(
        "Cargo.toml",
        manifest("app") + "[workspace]\n[dependencies]\nfoo-sys = { path = \"foo-sys\" }\n",
        "src/main.rs",
        "fn main() {}",
        "foo-sys/Cargo.toml",
        manifest("foo-sys")
            + "[features]\ndefault = [\"vendored\"]\nvendored = [\"dep:foo-src\"]\n"
            + "[dependencies]\nfoo-src = { path = \"../foo-src\", optional = true }\n",
        "foo-sys/src/lib.rs",
        "#[cfg(feature = \"vendored\")] pub use foo_src::bundled;",
        "foo-src/Cargo.toml",
        manifest("foo-src"),
        "foo-src/src/lib.rs",
        "pub fn bundled() {}",
        "heddle.toml",
        "overlays = [\"overlays\"]\n",
        "overlays/foo-sys.toml",
        """
        [overlay]
        package = "foo-sys"
        [option.source]
        type = "enum"
        values = ["auto", "system", "bundled", "odd"]
        default = "auto"
        follows = "native"
        features = { bundled = ["vendored"], odd = ["strange"] }
        prunes = { system = ["foo-src"] }
        """,
        "Cargo.lock",
        lock.replace("[\"foo-sys\"]", "[\n \"foo-sys\",\n]")
            .replace("[\"foo-src\"]", "[\n \"foo-src\",\n]"));
    project.write(
        "foo-sys/Cargo.toml",
        manifest("foo-sys")
            + "[features]\ndefault = [\"vendored\"]\nvendored = [\"dep:foo-src\"]\n"
            + "[dependencies]\nfoo-src = { path = \"../foo-src\", optional = true }\n");
  }

  @AfterEach
  void stop() {
    if (project != null) project.close();
  }

  private static String manifest(String name) {
    return "[package]\nname = \"" + name + "\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";
  }

  @Test
  void what_the_system_has_is_neither_planned_nor_shown_nor_built() {
    assertThat(project.heddle("plan").text()).contains("foo-src");
    assertThat(project.heddle("plan", "-o", "native=system").text()).doesNotContain("foo-src");
    assertThat(project.heddle("tree", "-o", "native=system").text()).doesNotContain("foo-src");
    Project.Said built = project.heddle("build", "-o", "foo-sys:source=system");
    assertThat(built.text()).contains("2 built");
    assertThat(built.exit()).isZero();
  }

  @Test
  void a_feature_that_the_lock_cannot_satisfy_is_an_error() throws Exception {
    project.write(
        "Cargo.lock",
        "version = 4\n\n"
            + "[[package]]\n"
            + "name = \"app\"\n"
            + "version = \"0.1.0\"\n"
            + "dependencies = [\n"
            + " \"foo-sys\",\n"
            + "]\n\n"
            + "[[package]]\n"
            + "name = \"foo-sys\"\n"
            + "version = \"0.1.0\"\n"
            + "source = \""
            + RegistryAddress.cratesIo().source()
            + "\"\nchecksum = \""
            + "0".repeat(64)
            + "\"\n",
        "Cargo.toml",
        manifest("app")
            + "[workspace]\n[dependencies]\nfoo-sys = { version = \"0.1\", default-features ="
            + " false }\n",
        ".cargo/config.toml",
        "[source.crates-io]\nreplace-with = \"here\"\n[source.here]\ndirectory = \"vendor\"\n",
        "vendor/foo-sys/.cargo-checksum.json",
        "{\"files\":{},\"package\":\"" + "0".repeat(64) + "\"}",
        "vendor/foo-sys/src/lib.rs",
        "",
        "vendor/foo-sys/Cargo.toml",
        manifest("foo-sys")
            + "[features]\nvendored = [\"dep:foo-src\"]\n"
            + "[dependencies]\nfoo-src = { version = \"1\", optional = true }\n");
    assertThat(project.heddle("plan", "-o", "native=bundled", "--offline").text())
        .contains("`vendored` of foo-sys@0.1.0, which needs `foo-src`, and Cargo.lock does not")
        .contains("features = [\"vendored\"]");
  }

  @Test
  void a_feature_that_the_package_does_not_have_is_an_error() {
    assertThat(project.heddle("plan", "-o", "foo-sys:source=odd").text())
        .contains("`strange` of foo-sys@0.1.0, which has no such feature");
  }

  private void overlay(String options) throws Exception {
    project.write("overlays/foo-sys.toml", "[overlay]\npackage = \"foo-sys\"\n" + options);
  }

  private static final String MODE =
      "[option.mode]\ntype = \"enum\"\nvalues = [\"plain\", \"own\"]\ndefault = \"plain\"\n";
  private static final String SOURCE =
      """
      [option.source]
      type = "enum"
      values = ["system", "bundled"]
      follows = "native"
      prunes = { system = ["foo-src"] }
      """;

  private String planned(String... more) {
    var words = new java.util.ArrayList<>(java.util.List.of("plan", "-o", "native=system"));
    words.addAll(java.util.List.of(more));
    return project.heddle(words.toArray(String[]::new)).text();
  }

  @Test
  void an_option_that_is_not_there_on_this_platform_changes_no_plan() throws Exception {
    overlay(SOURCE + "when = 'windows'\n");
    assertThat(planned()).contains("foo-src");
    overlay(SOURCE + "when = 'not(windows)'\n");
    assertThat(planned()).doesNotContain("foo-src");
  }

  @Test
  void a_condition_on_another_option_is_asked_before_the_plan() throws Exception {
    overlay(MODE + SOURCE + "when = 'option(mode = \"own\")'\n");
    assertThat(planned()).contains("foo-src");
    assertThat(planned("-o", "foo-sys:mode=own")).doesNotContain("foo-src");
    overlay(MODE + SOURCE + "when = 'option(mode = \"plain\")'\n");
    assertThat(planned()).doesNotContain("foo-src");
    assertThat(planned("-o", "foo-sys:mode=own")).contains("foo-src");
  }

  @Test
  void what_changes_the_plan_cannot_rest_on_features() throws Exception {
    overlay(SOURCE + "when = 'feature = \"vendored\"'\n");
    assertThat(planned())
        .contains("option `source` changes the plan, but its condition asks for a feature")
        .contains("foo-sys.toml:8:");
    overlay(MODE + "when = 'feature = \"vendored\"'\n" + SOURCE + "when = 'not(option(mode))'\n");
    assertThat(planned()).contains("rests on option `mode`, which is not known before it");
    overlay(SOURCE + "when = 'not(option(moed))'\n");
    assertThat(planned()).contains("rests on option `moed`, which nobody declares here");
  }

  @Test
  void a_wish_that_turns_a_condition_round_after_the_plan_is_an_error() throws Exception {
    overlay(MODE + SOURCE + "when = 'option(mode = \"plain\")'\n");
    project.write(
        "Cargo.toml",
        manifest("app")
            + "[package.metadata.heddle.suggest.foo-sys]\nmode = \"own\"\n"
            + "[workspace]\n[dependencies]\nfoo-sys = { path = \"foo-sys\" }\n");
    assertThat(project.heddle("build", "-o", "native=system").text())
        .contains("option `source` of foo-sys v0.1.0 changes the plan, and a wish of a dependent")
        .contains("[option.foo-sys]")
        .contains("mode = \"own\"");
    Project.Said decided =
        project.heddle("build", "-o", "native=system", "-o", "foo-sys:mode=plain");
    assertThat(decided.text()).contains("2 built");
  }

  @Test
  void host_and_target_are_asked_each_for_itself() throws Exception {
    overlay(SOURCE + "when = 'target_arch = \"wasm32\"'\n");
    project.write(
        "Cargo.toml",
        manifest("app")
            + "[workspace]\n[dependencies]\nfoo-sys = { path = \"foo-sys\" }\n"
            + "[build-dependencies]\nfoo-sys = { path = \"foo-sys\" }\n",
        "build.rs",
        "fn main() {}");
    String both = planned("--target", "wasm32-unknown-unknown", "--unit-graph");
    assertThat(both.split("\"pkg_id\":\"[^\"]*foo-src", -1)).hasSize(2);
    assertThat(planned("--target", "wasm32-unknown-unknown", "--target", "host-tuple"))
        .contains("is there for one of the targets");
  }
}
