package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import java.nio.file.Path;
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
}
