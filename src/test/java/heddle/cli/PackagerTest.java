package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.fetch.RegistryAddress;
import heddle.process.UserRust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a packager is told who did not write the packages: whence a value comes, what is left out.
 */
class PackagerTest {
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

  private static String manifest(String name, String more) {
    return "[package]\nname = \"" + name + "\"\nversion = \"1.0.0\"\nedition = \"2021\"\n" + more;
  }

  @Test
  void a_variable_in_the_words_of_a_failed_script_is_led_back_to_the_option_that_set_it()
      throws Exception {
    project.write(
        "Cargo.toml",
        manifest("foo-sys", "[workspace]\n"),
        "src/lib.rs",
        "",
        "build.rs",
        "fn main() { if std::env::var_os(\"FOO_NO_VENDOR\").is_some() {"
            + " panic!(\"`FOO_NO_VENDOR` is set, and there is no libfoo\") } }",
        "heddle.toml",
        "native = \"system\"\noverlays = [\"overlays\"]\n",
        "overlays/foo-sys.toml",
        """
        [overlay]
        package = "foo-sys"
        [option.source]
        type = "enum"
        values = ["system", "bundled"]
        follows = "native"
        env = { FOO_NO_VENDOR = { system = "1" }, FOO_OTHER = { system = "1" } }
        """);
    assertThat(project.heddle("build").text())
        .contains("`FOO_NO_VENDOR` is `1` because `foo-sys:source` is `system` (native, set by")
        .contains("heddle.toml:1:10")
        .contains("heddle set foo-sys:source=VALUE")
        .doesNotContain("FOO_OTHER");
    assertThat(project.heddle("build", "-o", "native=bundled").exit()).isZero();
  }

  @Test
  void vendor_says_what_the_options_left_out_and_plain_cargo_would_miss() throws Exception {
    String source = RegistryAddress.cratesIo().source();
    String sum = "0".repeat(64);
    String from = "version = \"1.0.0\"\nsource = \"" + source + "\"\nchecksum = \"" + sum + "\"\n";
    project.write(
        "Cargo.toml",
        manifest("app", "[workspace]\n[dependencies]\nfoo-sys = \"1\"\n"),
        "src/lib.rs",
        "",
        "Cargo.lock",
        "version = 4\n\n[[package]]\nname = \"app\"\nversion = \"1.0.0\"\ndependencies = [\n"
            + " \"foo-sys\",\n]\n\n[[package]]\nname = \"foo-src\"\n"
            + from
            + "\n[[package]]\nname = \"foo-sys\"\n"
            + from
            + "dependencies = [\n \"foo-src\",\n]\n",
        ".cargo/config.toml",
        "[source.crates-io]\nreplace-with = \"here\"\n[source.here]\ndirectory = \"crates\"\n",
        "heddle.toml",
        "overlays = [\"overlays\"]\n",
        "overlays/foo-sys.toml",
        """
        [overlay]
        package = "foo-sys"
        [option.source]
        type = "enum"
        values = ["system", "bundled"]
        follows = "native"
        prunes = { system = ["foo-src"] }
        """);
    for (String each : new String[] {"foo-sys", "foo-src"}) {
      String more =
          each.equals("foo-src")
              ? ""
              : "[features]\ndefault = [\"foo-src\"]\n"
                  + "[dependencies]\nfoo-src = { version = \"1\", optional = true }\n";
      project.write(
          "crates/" + each + "/.cargo-checksum.json",
          "{\"files\":{},\"package\":\"" + sum + "\"}",
          "crates/" + each + "/Cargo.toml",
          manifest(each, more),
          "crates/" + each + "/src/lib.rs",
          "");
    }
    assertThat(project.heddle("vendor", "all", "--respect-source-config").text())
        .contains("Vendored 2 crates")
        .doesNotContain("left out");
    assertThat(
            project
                .heddle("vendor", "some", "--respect-source-config", "-o", "native=system")
                .text())
        .contains("Vendored 1 crates")
        .contains("left out, since the root's options drop it: foo-src v1.0.0; plain cargo");
    assertThat(project.root.resolve("some/foo-src")).doesNotExist();
  }

  @Test
  void two_packages_of_one_name_do_not_share_a_cache() throws Exception {
    String contract = "[package.metadata.heddle.cache.objects]\nenv = \"CACHE\"\n";
    String script =
        "fn main() { let d = std::path::PathBuf::from(std::env::var(\"CACHE\").unwrap());"
            + " println!(\"cargo:warning=found {}\", d.join(\"mark\").exists());"
            + " std::fs::write(d.join(\"mark\"), \"\").unwrap(); }";
    for (String place : new String[] {"one", "two"}) {
      project.write(
          place + "/Cargo.toml",
          manifest("twin", "[workspace]\n" + contract),
          place + "/src/lib.rs",
          "",
          place + "/build.rs",
          script + (place.equals("two") ? " // other" : ""));
      assertThat(project.heddle("build", "--manifest-path", place + "/Cargo.toml").text())
          .contains("found false");
    }
    try (Stream<Path> caches = Files.list(project.home.resolve("caches"))) {
      assertThat(caches).hasSize(2);
    }
  }

  @Test
  void a_script_that_calls_programs_of_rust_by_name_gets_the_toolchains_own() throws Exception {
    Path bin = Files.createDirectories(temporary.resolve("bin"));
    Path stand = bin.resolve("rustfmt");
    Files.writeString(
        stand, "#!/bin/sh\nmkdir -p ~/.rustup && echo version > ~/.rustup/settings.toml\nexit 1\n");
    assertThat(stand.toFile().setExecutable(true)).isTrue();
    project.environment.merge("PATH", bin.toString(), (path, first) -> first + ":" + path);
    project.write(
        "Cargo.toml",
        manifest("foo-sys", "[workspace]\n"),
        "src/lib.rs",
        "",
        "build.rs",
        "fn main() { for name in [\"rustfmt\", \"rustc\"] {"
            + " let ran = std::process::Command::new(name).arg(\"-V\").output();"
            + " println!(\"cargo:warning={name} {}\","
            + " ran.map(|o| o.status.success()).unwrap_or(false)); } }");
    Project.Said said = project.heddle("build");
    assertThat(said.text()).contains("rustc true").doesNotContain(".rustup");
    assertThat(said.exit()).isZero();
  }

  @Test
  void a_policy_for_a_package_that_is_not_there_is_an_error() throws Exception {
    project.write("Cargo.toml", manifest("foo-sys", "[workspace]\n"), "src/lib.rs", "");
    for (String text :
        new String[] {
          "[package.fo-sys]\nallow = [\"network\"]\n",
          "[provider]\nzlib = \"fo-sys\"\n",
          "[provider]\n\"fo-sys:zlib\" = \"foo-sys\"\n"
        }) {
      project.write("heddle.toml", text);
      assertThat(project.heddle("build").text())
          .as(text)
          .contains("`fo-sys` is no package of this workspace")
          .contains("heddle.toml:")
          .contains("foo-sys");
    }
    project.write("heddle.toml", "[package.foo-sys]\nallow = [\"network\"]\n");
    assertThat(project.heddle("build").exit()).isZero();
  }

  @Test
  void state_lists_where_downloads_are_kept() throws Exception {
    project.write("Cargo.toml", manifest("foo-sys", "[workspace]\n"), "src/lib.rs", "");
    assertThat(project.heddle("state").text()).contains("home/downloads  (declared downloads");
  }

  @Test
  void state_lists_whatever_lies_in_the_home_and_names_crashes_of_the_jvm() throws Exception {
    project.write("Cargo.toml", manifest("foo-sys", "[workspace]\n"), "src/lib.rs", "");
    Files.createDirectories(project.home);
    Files.writeString(project.home.resolve("crash-17.log"), "# A fatal error");
    Files.writeString(project.home.resolve("odd"), "");
    assertThat(project.heddle("state").text())
        .contains("home/crash-17.log  (what the JVM wrote as it crashed")
        .contains("home/odd  (nothing that this version of Heddle puts here)");
  }

  @Test
  void state_speaks_of_the_workspace_and_the_target_directory_that_builds_here_use()
      throws Exception {
    project.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"foo-sys\"]\n",
        "foo-sys/Cargo.toml",
        manifest("foo-sys", ""),
        "foo-sys/src/lib.rs",
        "",
        "foo-sys/.cargo/config.toml",
        "[build]\ntarget-dir = \"made\"\n",
        "foo-sys/rust-toolchain.toml",
        "");
    project.directory = project.root.resolve("foo-sys");
    assertThat(project.heddle("state").text())
        .contains(" " + project.root.resolve("Cargo.lock") + " ")
        .contains(" " + project.root.resolve("foo-sys/made") + "  (outputs")
        .contains(" " + project.root.resolve("foo-sys/rust-toolchain.toml") + "  (which toolchain");
    project.write("foo-sys/Cargo.toml", "no manifest");
    assertThat(project.heddle("state").exit()).isZero();
  }
}
