package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.fetch.RegistryAddress;
import heddle.process.UserRust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of {@code vendor}, as cargo has them. */
final class VendorDirectoryTest {
  private static final String SUM = "0".repeat(64);

  @TempDir private Path temp = Path.of("");
  private Project project;

  @BeforeEach
  void open() throws IOException {
    assumeTrue(UserRust.isHere(), "rustc is on PATH");
    project = new Project(temp);
    project.write(
        ".cargo/config.toml",
        "[source.crates-io]\nreplace-with = \"here\"\n[source.here]\ndirectory = \"crates\"\n");
    for (String version : List.of("1.0.0", "2.0.0")) {
      String at = "crates/below-" + version;
      project.write(
          at + "/.cargo-checksum.json",
          "{\"files\":{},\"package\":\"" + SUM + "\"}",
          at + "/Cargo.toml",
          manifest("below", version),
          at + "/src/lib.rs",
          "");
    }
    workspace("", "app", "1.0.0");
    workspace("other/", "other", "2.0.0");
  }

  @AfterEach
  void close() {
    if (project != null) project.close();
  }

  private static String manifest(String name, String version) {
    return "[package]\nname = \"" + name + "\"\nversion = \"" + version + "\"\n";
  }

  private void workspace(String folder, String name, String below) throws IOException {
    project.write(
        folder + "Cargo.toml",
        manifest(name, "0.1.0")
            + "[workspace]\nexclude = [\"other\"]\n[dependencies]\nbelow = \""
            + below
            + "\"\n",
        folder + "src/lib.rs",
        "",
        folder + "Cargo.lock",
        "version = 4\n\n[[package]]\nname = \""
            + name
            + "\"\nversion = \"0.1.0\"\ndependencies = [\n \"below\",\n]\n\n[[package]]\n"
            + "name = \"below\"\nversion = \""
            + below
            + "\"\nsource = \""
            + RegistryAddress.cratesIo().source()
            + "\"\nchecksum = \""
            + SUM
            + "\"\n");
  }

  private List<String> vendored(String... words) throws IOException {
    var all = new java.util.ArrayList<>(List.of("vendor", "third", "--respect-source-config"));
    all.addAll(List.of(words));
    Project.Said said = project.heddle(all.toArray(String[]::new));
    assertThat(said.exit()).as(said.text()).isZero();
    try (var children = Files.list(project.root.resolve("third"))) {
      return children.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void the_newest_of_a_name_has_no_version_in_it_unless_all_are_to_have_one() throws IOException {
    assertThat(vendored("--sync", "other/Cargo.toml")).containsExactly("below", "below-1.0.0");
    assertThat(project.root.resolve("third/below/Cargo.toml")).content().contains("2.0.0");
    assertThat(vendored("-s", "other/Cargo.toml", "--versioned-dirs"))
        .containsExactly("below-1.0.0", "below-2.0.0");
  }

  @Test
  void packages_that_nobody_needs_any_more_go_unless_they_are_to_stay() throws IOException {
    vendored("--sync", "other/Cargo.toml", "--versioned-dirs");
    assertThat(vendored("--no-delete")).containsExactly("below", "below-1.0.0", "below-2.0.0");
    assertThat(vendored()).containsExactly("below");
  }

  @Test
  void quiet_prints_nothing_and_files_of_others_stay() throws IOException {
    vendored();
    project.write("third/own/f", "", "third/file", "");
    Project.Said said = project.heddle("vendor", "third", "--respect-source-config", "-q");
    assertThat(said.exit()).isZero();
    assertThat(said.text()).isEmpty();
    assertThat(project.root.resolve("third/own/f")).exists();
    assertThat(project.root.resolve("third/file")).exists();
  }

  @Test
  void a_manifest_to_sync_that_is_not_there_is_an_error() {
    Project.Said said = project.heddle("vendor", "--sync", "none/Cargo.toml");
    assertThat(said.exit()).isEqualTo(101);
    assertThat(said.text()).contains("none/Cargo.toml");
    assertThat(project.root.resolve("vendor")).doesNotExist();
  }

  @Test
  void packages_come_from_where_they_are_at_home_unless_the_configuration_is_respected() {
    Project.Said said = project.heddle("vendor", "third", "--offline");
    assertThat(said.exit()).as(said.text()).isEqualTo(101);
    assertThat(said.text()).contains("below");
    assertThat(project.root.resolve("third")).doesNotExist();
  }
}
