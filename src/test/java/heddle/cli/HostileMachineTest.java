package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of a machine on which something is broken: the rest, and what is broken. */
class HostileMachineTest {
  @TempDir Path temporary;

  private Path program(String name, String script) throws IOException {
    Path file = temporary.resolve("bin").resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Project on(String path) throws IOException {
    var project = new Project(temporary);
    project.environment.put("PATH", path);
    project.environment.put("RUSTUP_HOME", temporary.resolve("no-rustup").toString());
    project.environment.put("HOME", temporary.resolve("no-home").toString());
    project.environment.put("JAVA_HOME", temporary.resolve("no-java").toString());
    project.environment.remove("RUSTC");
    return project;
  }

  @ParameterizedTest
  @CsvSource({
    "exit 3, failed with exit code 3",
    "echo nonsense, does not name its release and host",
    "kill -9 $$, failed with exit code 137"
  })
  void a_broken_rustc_hides_no_other_tool(String script, String says) throws Exception {
    Path rustc = program("rustc", script);
    Path javac = program("javac", "exit 1");
    try (var project =
        on(temporary.resolve("missing") + "::" + rustc.resolveSibling("") + ":/usr/bin:/bin")) {
      var found = project.heddle("toolchains");
      assertThat(found.text())
          .containsPattern("broken  `" + rustc.toRealPath() + "[^\n]*" + says)
          .doesNotContain("jdk      ")
          .doesNotContain(javac.toString());
      assertThat(found.exit()).isZero();
      assertThat(project.heddle("toolchains", "--json").text())
          .contains("\"broken\":[\"`" + rustc.toRealPath());
      var doctor = project.heddle("doctor", "--target", "aarch64-unknown-linux-gnu");
      assertThat(doctor.text())
          .containsPattern("missing rustc    `" + rustc.toRealPath() + "[^\n]*" + says)
          .contains("missing std      aarch64-unknown-linux-gnu: without rustc")
          .containsPattern("(ok     |missing) cc       aarch64-unknown-linux-gnu: ")
          .contains("ok      store");
      assertThat(doctor.exit()).isNotZero();
    }
  }

  @Test
  void without_rustc_and_compilers_each_missing_part_has_its_way_out() throws Exception {
    Files.createDirectories(temporary.resolve("bin"));
    try (var project = on(temporary.resolve("bin").toString())) {
      assertThat(project.heddle("toolchains").exit()).isZero();
      assertThat(project.heddle("doctor", "--target", "x86_64-unknown-linux-gnu").text())
          .contains("missing rustc    there is no rustc in PATH")
          .contains("help: install Rust (rustup, or the distribution's rustc), or set RUSTC")
          .contains("missing linker   no `cc` in PATH")
          .contains("missing cc       x86_64-unknown-linux-gnu: no C compiler builds for it")
          .contains("ok      runner   x86_64-unknown-linux-gnu: its programs run here");
      assertThat(project.heddle("doctor", "--target", "wasm32-unknown-unknown").text())
          .contains("ok      cc       wasm32-unknown-unknown: no C compiler builds for it")
          .contains("rustc links with its own rust-lld");
    }
  }
}
