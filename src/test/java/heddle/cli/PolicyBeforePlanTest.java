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
}
