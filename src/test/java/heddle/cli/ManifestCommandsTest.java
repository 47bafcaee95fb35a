package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What add and remove leave of a manifest: what cargo 1.95 leaves of it. */
final class ManifestCommandsTest {
  private static final String MANIFEST =
      """
      [workspace]
      members = ["m"]

      [workspace.dependencies]
      cup = "1"

      # the package
      [package]
      name = "root"
      version = "0.1.0"
      edition = "2021"

      [dependencies]
      # keep me
      bowl = { version = "2", optional = true } # deep
      dice = "1"
      jug = { version = "1", features = ["big"] }
      m = { path = "m" }

      [features]
      default = ["deep"]
      deep = ["dep:bowl", "jug/tall"]

      [dev-dependencies]
      fork = "1"
      """;

  @TempDir Path temporary;
  private Desk desk = new Desk(Path.of(""));

  @BeforeEach
  void a_workspace_and_a_registry() throws IOException {
    String features =
        "\"features\":{\"default\":[\"big\"],\"big\":[],\"tall\":[\"big\"],\"odd\":[]}";
    desk =
        Desk.at(temporary)
            .write("Cargo.toml", MANIFEST)
            .write("src/lib.rs", "")
            .write(
                "m/Cargo.toml",
                "[package]\n"
                    + "name = \"m\"\n"
                    + "version = \"0.2.0\"\n"
                    + "edition = \"2021\"\n\n"
                    + "[dependencies]\n"
                    + "cup = { workspace = true }\n")
            .write("m/src/lib.rs", "")
            .crate("bowl", "2.0.0")
            .crate("cup", "1.0.0")
            .crate("dice", "1.2.0")
            .crate("fork", "1.0.0")
            .crate("jug", "1.1.0", features)
            .crate("knife", "0.3.0+rev5", features);
  }

  /** Runs a command, which replaces some text of the manifest by other text. */
  private void check(List<String> words, String... changes) throws IOException {
    Desk.Result result = desk.run(words.toArray(String[]::new));
    assertThat(result.err()).doesNotContain("error");
    assertThat(result.exit()).isZero();
    String expected = MANIFEST;
    for (int i = 0; i < changes.length; i += 2) {
      assertThat(expected).contains(changes[i]);
      expected = expected.replace(changes[i], changes[i + 1]);
    }
    assertThat(desk.read("Cargo.toml")).isEqualTo(expected);
    assertThat(desk.run("metadata", "--locked", "--no-deps").exit()).isZero();
  }

  @Test
  void the_newest_version_without_its_build_is_added_where_its_name_belongs() throws IOException {
    check(
        List.of("add", "knife"),
        "features = [\"big\"] }\n",
        "features = [\"big\"] }\nknife = \"0.3.0\"\n");
    assertThat(desk.read("Cargo.lock")).contains("name = \"knife\"");
  }

  @Test
  void a_name_that_differs_by_a_dash_is_that_of_the_registry() throws IOException {
    desk.crate("tea_pot", "1.4.0");
    assertThat(desk.run("add", "tea-pot").err())
        .startsWith("warning: translating `tea-pot` to `tea_pot`\n");
    assertThat(desk.read("Cargo.toml")).contains("\ntea_pot = \"1.4.0\"\n");
    assertThat(desk.run("add", "tea-cup").err())
        .contains("the crate `tea-cup` could not be found in registry index.");
  }

  @Test
  void several_crates_and_all_options_are_written_in_cargos_order() throws IOException {
    check(
        List.of(
            "add",
            "--dev",
            "knife@0.3",
            "--rename",
            "blade",
            "--no-default-features",
            "-F",
            "odd,tall"),
        "[dev-dependencies]\n",
        "[dev-dependencies]\nblade = { version = \"0.3\", package = \"knife\", default-features ="
            + " false, features = [\"odd\", \"tall\"] }\n");
  }

  @Test
  void a_dependency_that_is_there_keeps_its_version_and_gets_more_features() throws IOException {
    check(List.of("add", "jug", "-F", "odd"), "[\"big\"] }", "[\"big\", \"odd\"] }");
  }

  @Test
  void what_the_workspace_has_is_taken_from_it() throws IOException {
    check(List.of("add", "cup"), "dice = \"1\"\n", "cup.workspace = true\ndice = \"1\"\n");
    assertThat(desk.run("add", "cup", "--no-default-features").err())
        .contains("cannot override workspace dependency with `--default-features`");
  }

  @Test
  void a_member_is_added_by_its_path() throws IOException {
    check(
        List.of("add", "m", "--build"),
        "fork = \"1\"\n",
        "fork = \"1\"\n\n[build-dependencies]\nm = { path = \"m\" }\n");
    assertThat(desk.run("add", "-p", "m", "m").err())
        .contains("error: cannot add `m` as a dependency to itself");
  }

  @Test
  void an_optional_dependency_gets_a_feature_and_loses_it() throws IOException {
    check(
        List.of("add", "knife", "--optional"),
        "features = [\"big\"] }\n",
        "features = [\"big\"] }\nknife = { version = \"0.3.0\", optional = true }\n",
        "\"jug/tall\"]\n",
        "\"jug/tall\"]\nknife = [\"dep:knife\"]\n");
    desk.write("Cargo.toml", MANIFEST);
    check(
        List.of("add", "bowl", "--no-optional"),
        "{ version = \"2\", optional = true }",
        "{ version = \"2\" }",
        "[\"dep:bowl\", \"jug/tall\"]",
        "[ \"jug/tall\"]");
  }

  @Test
  void a_feature_that_a_crate_does_not_have_changes_nothing() throws IOException {
    Desk.Result result = desk.run("add", "knife", "-F", "od");
    assertThat(result.err())
        .contains(
            "error: unrecognized feature for crate knife: od\n"
                + "help: a feature with a similar name exists: `odd`");
    assertThat(desk.read("Cargo.toml")).isEqualTo(MANIFEST);
  }

  @Test
  void features_and_their_versions_are_listed() throws IOException {
    assertThat(desk.run("add", "jug", "--dry-run").err())
        .isEqualTo(
            """
                  Adding jug v1 to dependencies
                         Features as of v1.1.0:
                         + big
                         - odd
                         - tall
            warning: aborting add due to dry run
                 Locking 5 packages to latest compatible versions
            """);
    assertThat(desk.has("Cargo.lock")).isFalse();
    assertThat(desk.read("Cargo.toml")).isEqualTo(MANIFEST);
  }

  @Test
  void features_belong_to_the_crate_that_they_name() throws IOException {
    check(
        List.of("add", "knife", "bowl", "-F", "knife/odd"),
        "features = [\"big\"] }\n",
        "features = [\"big\"] }\nknife = { version = \"0.3.0\", features = [\"odd\"] }\n");
    desk.write("Cargo.toml", MANIFEST);
    for (List<String> words :
        List.of(
            List.of("knife", "bowl", "-F", "odd"),
            List.of("knife", "-F", "bowl/odd"),
            List.of("knife", "-F", "dep:odd"),
            List.of("knife", "-F", "absent"),
            List.of("knife", "bowl", "--rename", "blade"),
            List.of("m@1", "--path", "m"),
            List.of("knife", "--dev", "--no-optional"))) {
      var all = new ArrayList<>(List.of("add"));
      all.addAll(words);
      assertThat(desk.run(all.toArray(String[]::new)).exit()).as(words.toString()).isNotZero();
      assertThat(desk.read("Cargo.toml")).as(words.toString()).isEqualTo(MANIFEST);
    }
  }

  @Test
  void features_of_a_package_beside_the_workspace_are_known() throws IOException {
    desk.write(
            "../shelf/Cargo.toml",
            "[package]\nname = \"shelf\"\nversion = \"0.5.0\"\nedition = \"2021\"\n"
                + "[workspace]\n[features]\ndeep = []\n")
        .write("../shelf/src/lib.rs", "");
    assertThat(desk.run("add", "--path", "../shelf", "-F", "wide").exit()).isNotZero();
    assertThat(desk.read("Cargo.toml")).isEqualTo(MANIFEST);
    assertThat(desk.run("add", "--path", "../shelf").err())
        .startsWith("      Adding shelf (local) to dependencies\n")
        .contains("             Features:\n             - deep\n");
  }

  @Test
  void remove_takes_comments_features_and_empty_tables_with_it() throws IOException {
    check(
        List.of("remove", "bowl"),
        "# keep me\nbowl = { version = \"2\", optional = true } # deep\n",
        "",
        "[\"dep:bowl\", \"jug/tall\"]",
        "[ \"jug/tall\"]");
    desk.write("Cargo.toml", MANIFEST);
    check(
        List.of("remove", "jug"),
        "jug = { version = \"1\", features = [\"big\"] }\n",
        "",
        ", \"jug/tall\"",
        "");
    desk.write("Cargo.toml", MANIFEST);
    check(List.of("remove", "--dev", "fork"), "\n[dev-dependencies]\nfork = \"1\"\n", "");
  }

  @Test
  void what_no_member_takes_from_the_workspace_any_more_leaves_it() throws IOException {
    check(List.of("remove", "-p", "m", "cup"), "\n[workspace.dependencies]\ncup = \"1\"\n", "");
    assertThat(desk.read("m/Cargo.toml"))
        .isEqualTo("[package]\nname = \"m\"\nversion = \"0.2.0\"\nedition = \"2021\"\n");
  }

  @Test
  void remove_says_where_a_dependency_stands_instead() throws IOException {
    assertThat(desk.run("remove", "fork").err())
        .contains(
            "error: the dependency `fork` could not be found in `dependencies`\n"
                + "help: pass `--dev` to remove `fork` from `dev-dependencies`");
  }

  /** As cargo: a name that was asked for is written down, though it is the package's own. */
  @Test
  void a_rename_to_the_own_name_is_written() throws IOException {
    check(
        List.of("add", "knife", "--rename", "knife"),
        "features = [\"big\"] }\n",
        "features = [\"big\"] }\nknife = { version = \"0.3.0\", package = \"knife\" }\n");
  }
}
