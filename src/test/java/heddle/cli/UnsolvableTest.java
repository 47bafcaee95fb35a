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
        .contains("a yanked version is taken only where Cargo.lock has it already")
        .contains("with `wool = \"1.1.0\"` in `app`, in the place of `>=2`")
        .doesNotContain("misspelt");
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

  @Test
  void a_name_in_other_letters_or_nearly_right_is_proposed() throws IOException {
    assertThat(failure("Wool = \"1\"\n"))
        .contains("no package `Wool` was found")
        .contains("there is a package `wool`")
        .doesNotContain("not valid");
    assertThat(failure("lomo = \"1\"\n")).contains("there is a package `loom`");
    assertThat(failure("zither = \"1\"\n")).contains("the name may be misspelt");
  }

  @Test
  void what_stands_in_the_place_of_a_registry_is_named() throws IOException {
    assertThat(failure("zither = \"1\"\n"))
        .contains("registry`, which stands in the place of the registry crates-io");
  }

  @Test
  void a_path_with_another_package_names_that() throws IOException {
    desk.write("near/Cargo.toml", "[package]\nname = \"weft\"\nedition = \"2021\"\n")
        .write("near/src/lib.rs", "");
    assertThat(failure("warp = { path = \"near\" }\n")).contains("there is a package `weft`");
  }

  @Test
  void of_changes_that_help_the_smallest_is_named() throws IOException {
    desk.crate("wool", "4.0.0");
    assertThat(failure("loom = \"1\"\nwool = \"=1.1.0\"\n"))
        .contains("with `wool = \"1.0.0\"` in `app`, in the place of `=1.1.0`");
  }

  @Test
  void a_requirement_that_is_not_the_workspaces_own_is_given_up_or_patched() throws IOException {
    desk.crate("deep", "1.0.0", Desk.needs("wool ^7")).crate("rug", "1.0.0", Desk.needs("deep ^1"));
    assertThat(failure("rug = \"1\"\n"))
        .contains("`wool = \"^7\"` of `deep v1.0.0`")
        .contains("there are the versions 1.1.0, 1.0.0")
        .contains("give up `rug` in `app`, or put another `deep` in its place by `[patch]`")
        .doesNotContain("could be satisfied");
  }

  @Test
  void two_that_need_different_versions_are_named_with_what_brings_them() throws IOException {
    desk.crate("frame", "1.0.0", Desk.needs("wool =1.1.0"));
    assertThat(failure("loom = \"1\"\nframe = \"1\"\n"))
        .contains("give up `loom` in `app` or `frame` in `app`");
  }

  @Test
  void two_packages_that_link_to_one_library_are_named() throws IOException {
    desk.crate("dye", "1.0.0", "\"links\":\"dye\"").crate("ink", "1.0.0", "\"links\":\"dye\"");
    assertThat(failure("dye = \"1\"\nink = \"1\"\n"))
        .contains("only one package may link to `dye`")
        .contains("give up `ink` in `app` or `dye` in `app`")
        .doesNotContain("use one version");
  }

  @Test
  void a_feature_that_is_not_there_is_told_with_those_that_are() throws IOException {
    desk.crate("silk", "1.0.0", "\"features\":{\"gloss\":[],\"raw\":[]}");
    assertThat(failure("silk = { version = \"1\", features = [\"glos\"] }\n"))
        .contains("asks for the feature `glos`, which `silk` does not have")
        .contains("`silk v1.0.0` has the features `gloss`, `raw`")
        .contains("the feature `gloss` may be meant");
    assertThat(failure("silk = { version = \"1\", features = [\"shining\"] }\n"))
        .contains("leave the feature `shining` out");
  }

  @Test
  void a_patch_that_finds_nothing_says_what_is_there() throws IOException {
    desk.write("near/Cargo.toml", "[package]\nname = \"wool\"\nversion = \"1.0.5\"\n")
        .write("near/src/lib.rs", "");
    assertThat(
            failure(
                "wool = \"1\"\n[patch.crates-io]\nwool = { path = \"near\", version = \"9\" }\n"))
        .contains("the patch for `wool` finds no package that matches `wool = \"^9\"`")
        .contains("near` has `wool` 1.0.5")
        .contains("`version = \"1.0.5\"` would match");
    assertThat(failure("felt = \"1\"\n[patch.crates-io]\nfelt = { path = \"near\" }\n"))
        .contains("there is a package `wool` in `DESK/near`");
  }

  @Test
  void versions_of_patches_count_as_there() throws IOException {
    desk.write("near/Cargo.toml", "[package]\nname = \"wool\"\nversion = \"5.0.0\"\n")
        .write("near/src/lib.rs", "");
    assertThat(failure("wool = \"7\"\n[patch.crates-io]\nwool = { path = \"near\" }\n"))
        .contains("there are the versions 5.0.0, 1.1.0, 1.0.0");
  }

  @Test
  void a_package_of_yanked_versions_only_is_given_up_or_taken_from_elsewhere() throws IOException {
    desk.crate("moth", "1.0.0", "\"yanked\":true");
    assertThat(failure("moth = \"1\"\n"))
        .contains("version 1.0.0 would, but it is yanked")
        .contains("give up `moth` in `app`, or take `moth` from elsewhere");
  }

  @Test
  void a_version_asked_for_precisely_that_is_not_there_is_told_as_that() throws IOException {
    desk.write(
        "Cargo.toml",
        "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"
            + "[dependencies]\nwool = \"1\"\n");
    assertThat(desk.run("generate-lockfile").exit()).isZero();
    assertThat(desk.run("update", "wool", "--precise", "1.7.0").err())
        .contains("there is no version 1.7.0 of `wool` that satisfies `^1`")
        .contains("there are the versions 1.1.0, 1.0.0")
        .contains("name one of these versions with `--precise`")
        .doesNotContain("misspelt");
  }

  @Test
  void packages_in_a_circle_are_told_with_who_brings_them() throws IOException {
    desk.crate("hen", "1.0.0", Desk.needs("egg ^1"))
        .crate("egg", "1.0.0", Desk.needs("hen ^1"))
        .crate("farm", "1.0.0", Desk.needs("hen ^1"));
    assertThat(failure("farm = \"1\"\n"))
        .contains("the package `hen v1.0.0` depends on itself")
        .contains("it is there by app v0.1.0")
        .contains("-> farm v1.0.0");
  }
}
