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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands where heddle.toml or an overlay is read, and is no file, counts as a mistake. */
class RootFileTest {
  @TempDir Path temporary;
  private Project project;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(UserRust.isHere());
    project = new Project(temporary);
    project.write(
        "Cargo.toml",
        "[package]\nname = \"app\"\nversion = \"1.0.0\"\nedition = \"2021\"\n[workspace]\n",
        "src/lib.rs",
        "");
  }

  @AfterEach
  void stop() {
    if (project != null) project.close();
  }

  private void put(String kind, Path at) throws Exception {
    switch (kind) {
      case "loop" -> Files.createSymbolicLink(at, at.getFileName());
      case "dangling" -> Files.createSymbolicLink(at, Path.of("elsewhere.toml"));
      default -> Files.createDirectory(at);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "loop, a symbolic link that leads to nothing",
    "dangling, a symbolic link that leads to nothing",
    "directory, a directory"
  })
  void a_heddle_toml_that_is_no_file_is_an_error_with_its_path_in_every_command(
      String kind, String why) throws Exception {
    put(kind, project.root.resolve("heddle.toml"));
    for (String[] words :
        new String[][] {
          {"build"},
          {"options"},
          {"audit"},
          {"state"},
          {"set", "native=system"},
          {"toolchains"},
          {"doctor", "--target", "aarch64-unknown-linux-gnu"}
        }) {
      var said = project.heddle(words);
      assertThat(said.text())
          .as(String.join(" ", words))
          .contains("cannot read `" + project.root.resolve("heddle.toml") + "`: it is " + why);
      assertThat(said.exit()).as(String.join(" ", words)).isNotZero();
    }
    assertThat(project.root.resolve("elsewhere.toml")).doesNotExist();
  }

  @Test
  void rules_are_not_looked_for_past_a_heddle_toml_that_leads_nowhere() throws Exception {
    put("loop", project.root.resolve("heddle.toml"));
    assertThat(project.heddle("rules").text())
        .contains("cannot read `" + project.root.resolve("heddle.toml") + "`");
  }

  @ParameterizedTest
  @CsvSource({"loop", "dangling", "directory"})
  void an_overlay_that_is_no_file_is_an_error_with_its_path(String kind) throws Exception {
    project.write("heddle.toml", "overlays = [\"more\"]\n", "more/.#foo.toml", "no TOML at all [");
    put(kind, project.root.resolve("more/foo.toml"));
    assertThat(project.heddle("options").text())
        .contains("cannot read `" + project.root.resolve("more/foo.toml") + "`")
        .doesNotContain(".#foo");
  }
}
