package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a graph without a solution is told by: who wants what, what there is, what would help. */
final class UnsolvableTest {
  @TempDir Path temporary;
  private Desk desk = new Desk(Path.of(""));

  @BeforeEach
  void a_registry() throws IOException {
    desk =
        Desk.at(temporary)
            .write("src/lib.rs", "")
            .crate("wool", "1.0.0")
            .crate("wool", "1.1.0")
            .crate("wool", "2.0.0", "\"yanked\":true")
            .crate("wool", "3.0.0", "\"v\":9")
            .crate("yarn_ball", "1.0.0")
            .crate("loom", "1.0.0", Desk.needs("wool =1.0.0"))
            .crate("felt", "0.1.0-beta.1");
  }

  private String failure(String dependencies) throws IOException {
    desk.write(
        "Cargo.toml",
        "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[dependencies]\n"
            + dependencies);
    Desk.Result result = desk.run("generate-lockfile");
    assertThat(result.exit()).isEqualTo(101);
    return result.err();
  }

  @Test
  void two_requirements_that_exclude_each_other_are_both_named() throws IOException {
    assertThat(failure("loom = \"1\"\nwool = \"1.1\"\n"))
        .contains("no version of `wool`")
        .contains("`wool = \"^1.1\"` of `app v0.1.0")
        .contains("`wool = \"=1.0.0\"` of `loom v1.0.0`")
        .contains("`loom = \"^1\"` of `app v0.1.0")
        .contains("with `wool = \"1.0.0\"` in `app`, in the place of `^1.1`");
  }

  @Test
  void versions_that_may_not_be_taken_say_why() throws IOException {
    assertThat(failure("wool = \">=2\"\n"))
        .contains("version 3.0.0 would, but it needs a newer cargo")
        .contains("version 2.0.0 would, but it is yanked")
        .contains("there are the versions 1.1.0, 1.0.0")
        .contains("`wool = \"1.1.0\"` could be satisfied");
  }

  @Test
  void a_name_with_the_other_dash_is_proposed() throws IOException {
    assertThat(failure("yarn-ball = \"1\"\n"))
        .contains("no package `yarn-ball` was found")
        .contains("there is a package `yarn_ball`");
  }

  @Test
  void a_crate_of_pre_releases_only_says_how_to_take_one() throws IOException {
    assertThat(failure("felt = \"*\"\n"))
        .contains("a pre-release is taken only where it is named: `felt = \"0.1.0-beta.1\"`");
  }
}
