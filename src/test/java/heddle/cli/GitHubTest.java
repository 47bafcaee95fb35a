package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What GitHub Actions is told of a build. */
class GitHubTest {
  @TempDir private Path temp = Path.of("");

  private static final String MANIFEST =
      "[package]\nname = \"app\"\nversion = \"1.0.0\"\nedition = \"2021\"\n";

  @Test
  void errors_and_warnings_are_annotations_with_their_place_and_the_summary_grows()
      throws Exception {
    assumeTrue(UserRust.isHere());
    try (var project = new Project(temp)) {
      Path summary = temp.resolve("summary.md");
      project.environment.put("GITHUB_STEP_SUMMARY", summary.toString());
      project.environment.put("GITHUB_WORKSPACE", project.root.resolveSibling(".").toString());
      project.write(
          "Cargo.toml", MANIFEST, "src/main.rs", "fn main() { let x = 1; let y: u8 = \"a,b\"; }");
      assertThat(project.heddle("build").text()).doesNotContain("::error");
      assertThat(summary).doesNotExist();
      project.environment.put("GITHUB_ACTIONS", "true");
      Project.Said failed = project.heddle("build");
      assertThat(failed.exit()).isEqualTo(101);
      assertThat(failed.text())
          .contains(
              "::error file=project/src/main.rs,line=1,col=36,title=error[E0308]::mismatched"
                  + " types\n")
          .contains("::error::could not compile `app`");
      assertThat(summary)
          .content()
          .contains("### `heddle build`\n\nfailed\n\n```text\ncould not compile `app`");
      project.write("src/main.rs", "fn main() { let x = 1; }");
      Project.Said built = project.heddle("build");
      assertThat(built.text())
          .containsOnlyOnce(
              "::warning file=project/src/main.rs,line=1,col=17::unused variable: `x`\n");
      assertThat(summary).content().contains("`dev` profile [unoptimized + debuginfo] target(s)");
      project.write("heddle.toml", "[option.apq]\nlevel = 1\n");
      assertThat(project.heddle("build").text())
          .contains("::error file=project/heddle.toml,line=2,col=1::`apq:level` names no package");
    }
  }

  @Test
  void a_summary_that_cannot_be_written_fails_no_build() throws Exception {
    assumeTrue(UserRust.isHere());
    try (var project = new Project(temp)) {
      project.environment.put("GITHUB_ACTIONS", "true");
      project.environment.put("GITHUB_STEP_SUMMARY", temp.toString());
      project.write("Cargo.toml", MANIFEST, "src/main.rs", "fn main() {}");
      Project.Said said = project.heddle("check");
      assertThat(said.exit()).isZero();
      assertThat(said.text()).contains("::warning::the summary of the job cannot be written: ");
    }
  }

  @Test
  void what_means_something_to_the_runner_is_escaped() {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    var variables = Map.of("GITHUB_ACTIONS", "true", "GITHUB_WORKSPACE", "/w");
    var invocation =
        new Invocation(
            List.of(),
            variables,
            Path.of("/w/a"),
            Path.of("/h"),
            "",
            Optional.empty(),
            0,
            Optional.empty());
    GitHub gitHub = GitHub.of(invocation, new Terminal(out, out, false, false, 80)).orElseThrow();
    gitHub.said("error[E0308]: 100%, no: yes\n  --> src/a,b:c%.rs:3:7\n   |\n");
    gitHub.said("\u001b[1m\u001b[33mwarning\u001b[0m: unused\n --> /elsewhere/x.rs:1:2\n");
    gitHub.said("warning: `app` (bin \"app\") generated 1 warning");
    gitHub.failed("two\nlines\r\n");
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "::error file=a/src/a%2Cb%3Ac%25.rs,line=3,col=7,title=error[E0308]::100%25, no: yes",
            "::warning file=/elsewhere/x.rs,line=1,col=2::unused", "::error::two%0Alines");
    assertThat(GitHub.summary("build", "", List.of("say ```` here\n```\n")))
        .contains("\n`````text\nsay ```` here\n```\n`````\n");
  }
}
