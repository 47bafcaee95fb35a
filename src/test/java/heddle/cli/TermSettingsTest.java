package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cargo's configuration says of how much is said, and in which colours. */
final class TermSettingsTest {
  @TempDir private Path temp = Path.of("");
  private Project project;

  @BeforeEach
  void open() throws IOException {
    assumeTrue(UserRust.isHere(), "rustc is on PATH");
    project = new Project(temp);
    project.write(
        "Cargo.toml",
        "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n",
        "src/lib.rs",
        "");
  }

  @AfterEach
  void close() {
    if (project != null) project.close();
  }

  private Project.Said with(String config, String... words) throws IOException {
    project.write(".cargo/config.toml", config);
    return project.heddle(words);
  }

  @Test
  void quiet_and_verbose_stand_for_the_options_unless_one_is_given() throws IOException {
    Project.Said quiet = with("term.quiet = true\n", "check");
    assertThat(quiet).isEqualTo(new Project.Said(0, ""));
    assertThat(with("term.quiet = true\n", "check", "-v").text()).contains("Finished");
    project.write("src/lib.rs", "pub fn more() {}\n");
    assertThat(with("term.verbose = true\n", "check").text()).contains("Running `");
    assertThat(project.heddle("check", "-q").text()).isEmpty();
    project.environment.put("CARGO_TERM_QUIET", "true");
    assertThat(with("", "check").text()).isEmpty();
  }

  @Test
  void a_file_that_is_included_and_a_key_with_escapes_count_as_any_other() throws IOException {
    assertThat(with("\"\\u0074erm\".quiet = true\n", "check").text()).isEmpty();
    project.write("src/lib.rs", "pub fn more() {}\n", ".cargo/more.toml", "term.quiet = true\n");
    assertThat(with("[build]\njobs = 1\n", "check").text()).contains("Finished");
    project.write("src/lib.rs", "pub fn yet_more() {}\n");
    assertThat(with("include = [\"more.toml\"]\n", "check").text()).isEmpty();
  }

  @Test
  void both_are_an_error_in_each_place() throws IOException {
    assertThat(with("term = { quiet = true, verbose = true }\n", "check"))
        .isEqualTo(
            new Project.Said(101, "error: cannot set both `term.verbose` and `term.quiet`\n"));
    assertThat(with("", "check", "-q", "-v"))
        .isEqualTo(new Project.Said(101, "error: cannot set both --verbose and --quiet\n"));
  }

  @Test
  void colours_are_as_said_and_no_other_word_is_one() throws IOException {
    assertThat(with("term.color = \"always\"\n", "check").text()).contains("\u001b[");
    assertThat(project.heddle("check", "--color", "never").text()).doesNotContain("\u001b[");
    String wrong = "error: argument for --color must be auto, always, or never, but found `no`\n";
    assertThat(with("term.color = \"no\"\n", "check")).isEqualTo(new Project.Said(101, wrong));
    assertThat(with("", "check", "--color", "no").text())
        .startsWith("error: invalid value 'no' for '--color <WHEN>'\n");
  }

  @Test
  void the_live_line_is_shown_as_the_configuration_says() throws IOException {
    assertThat(with("term.progress = { when = 'always', width = 30 }\n", "check").text())
        .contains("\r\u001b[K    Building 0/1 in 0 s: ")
        .contains("Finished");
    project.write("src/lib.rs", "pub fn more() {}\n");
    assertThat(with("term.progress.when = 'never'\n", "check").text()).doesNotContain("Building");
    assertThat(with("term.progress.when = 'always'\n", "check"))
        .isEqualTo(new Project.Said(101, "error: \"always\" progress requires a `width` key\n"));
    assertThat(with("term.progress.when = 'often'\n", "check").text())
        .startsWith("error: unknown variant `often`, expected one of `auto`, `never`, `always`")
        .contains("config.toml:1:");
    assertThat(with("term.progress = 'often'\n", "check").text())
        .startsWith("error: expected a table, but found a string for `term.progress`");
    project.environment.put("CARGO_TERM_PROGRESS_WIDTH", "wide");
    assertThat(with("", "check").text()).startsWith("error: `wide` is not an integer");
  }

  @Test
  void values_of_a_wrong_type_are_refused_though_the_build_needs_none() throws IOException {
    for (String wrong :
        List.of(
            "term.unicode = 1",
            "term.progress.term-integration = 1",
            "http.timeout = 'long'",
            "http.debug = 1",
            "http = 'x'",
            "build.pipelining = 2")) {
      Project.Said said = with(wrong + "\n", "check");
      assertThat(said.exit()).as(wrong + said.text()).isEqualTo(101);
      assertThat(said.text()).startsWith("error: expected ").contains("config.toml:1:");
    }
    project.environment.put("CARGO_TERM_VERBOSE", "maybe");
    assertThat(with("", "check").text()).startsWith("error: `maybe` is neither `true` nor");
  }

  @Test
  void jobs_are_a_number_or_the_default() throws IOException {
    assertThat(with("build.jobs = \"default\"\n", "check").exit()).isZero();
    assertThat(with("build.jobs = 0\n", "check").text())
        .startsWith("error: jobs may not be 0\n --> ");
  }
}
