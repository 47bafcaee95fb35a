package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees of a small workspace, as cargo 1.95 draws them. */
final class TreeCommandTest {
  @TempDir Path temporary;
  private Desk desk = new Desk(Path.of(""));

  @BeforeEach
  void three_packages() throws IOException {
    assumeTrue(UserRust.isHere(), "rustc is not installed");
    desk =
        Desk.at(temporary)
            .write(
                "Cargo.toml",
                """
                [package]
                name = "app"
                version = "0.1.0"
                edition = "2021"
                [workspace]
                members = ["lib", "tool"]
                [features]
                default = ["fast"]
                fast = ["lib/quick"]
                more = ["dep:tool", "tool?/loud"]
                [dependencies]
                lib = { path = "lib", features = ["base"] }
                tool = { path = "tool", optional = true, default-features = false }
                [build-dependencies]
                lib = { path = "lib" }
                """)
            .write("build.rs", "fn main() {}")
            .write("src/lib.rs", "");
    other(
        "lib",
        "0.2.0",
        "base = []\nquick = [\"base\"]\n[dev-dependencies]\ntool = { path = \"../tool\" }\n");
    other("tool", "0.3.0", "loud = []\n");
  }

  private void other(String name, String version, String features) throws IOException {
    String head = "[package]\nname = \"" + name + "\"\nversion = \"" + version + "\"\n";
    desk.write(name + "/Cargo.toml", head + "edition = \"2021\"\n[features]\n" + features)
        .write(name + "/src/lib.rs", "");
  }

  private void check(List<String> flags, String expected) throws IOException {
    var words = new java.util.ArrayList<>(List.of("tree"));
    words.addAll(flags);
    Desk.Result result = desk.run(words.toArray(String[]::new));
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo(expected);
  }

  @Test
  void old_spellings_of_options_are_taken_and_told() throws IOException {
    assertThat(desk.run("tree", "--no-indent", "--all-targets", "--no-dev-dependencies"))
        .isEqualTo(
            new Desk.Result(
                0,
                """
                app v0.1.0 (DESK)
                lib v0.2.0 (DESK/lib)
                lib v0.2.0 (DESK/lib)
                """,
                """
                warning: the --no-indent flag has been changed to --prefix=none
                warning: the --all-targets flag has been changed to --target=all
                warning: the --no-dev-dependencies flag has changed to -e=no-dev
                """));
    Desk.Result all = desk.run("tree", "-a", "--prefix-depth");
    assertThat(all.out()).startsWith("0app v0.1.0 (DESK)\n1lib").doesNotContain("(*)");
    assertThat(all.err())
        .startsWith("warning: the --prefix-depth flag has been changed to --prefix=depth\n")
        .contains("warning: the `cargo tree` --all flag has been changed to --no-dedupe")
        .contains("help: if you are looking to display all workspace members");
    assertThat(desk.run("tree", "--no-indent", "-q").err()).isEmpty();
  }

  @Test
  void with_workspace_named_packages_must_be_members() throws IOException {
    assertThat(desk.run("tree", "--workspace", "-p", "lib").out())
        .isEqualTo(desk.run("tree", "--workspace").out());
    assertThat(desk.run("tree", "--workspace", "-p", "serde").err())
        .startsWith("error: package(s) `serde` not found in workspace `DESK`\n");
    assertThat(desk.run("check", "--workspace", "-p", "x*").err())
        .startsWith("error: package pattern(s) `x*` not found in workspace `DESK`\n");
  }

  @Test
  void public_edges_are_unstable() throws IOException {
    Desk.Result result = desk.run("tree", "-e", "all,public");
    assertThat(result.exit()).isEqualTo(101);
    assertThat(result.err()).startsWith("error: `--edges public` requires `-Zunstable-options`\n");
  }

  @Test
  void kinds_of_dependencies_stand_apart() throws IOException {
    check(
        List.of(),
        """
        app v0.1.0 (DESK)
        └── lib v0.2.0 (DESK/lib)
        [build-dependencies]
        └── lib v0.2.0 (DESK/lib)
        """);
  }

  @Test
  void features_are_nodes_between_packages() throws IOException {
    check(
        List.of("-e", "features"),
        """
        app v0.1.0 (DESK)
        ├── lib feature "base"
        │   └── lib v0.2.0 (DESK/lib)
        └── lib feature "default"
            └── lib v0.2.0 (DESK/lib)
        [build-dependencies]
        └── lib feature "default" (*)
        """);
  }

  @Test
  void an_inverted_tree_shows_who_turns_features_on() throws IOException {
    check(
        List.of("-e", "features", "--features", "more", "-i", "tool"),
        """
        tool v0.3.0 (DESK/tool)
        └── app v0.1.0 (DESK)
            ├── app feature "default" (command-line)
            ├── app feature "fast"
            │   └── app feature "default" (command-line)
            └── app feature "more" (command-line)
        └── tool feature "loud"
            └── app feature "more" (command-line)
        """);
  }

  @Test
  void a_format_a_prefix_and_a_character_set_can_be_chosen() throws IOException {
    check(
        List.of("--charset", "ascii", "-f", "{lib}|{f}", "--all-features"),
        """
        app|default,fast,more
        |-- lib|base,quick
        `-- tool|loud
        [build-dependencies]
        `-- lib|base,quick
        """);
    check(
        List.of("--workspace", "-e", "no-dev", "--prefix", "depth", "-f", "{p}"),
        """
        0app v0.1.0 (DESK)
        1lib v0.2.0 (DESK/lib)
        1lib v0.2.0 (DESK/lib)

        0lib v0.2.0 (DESK/lib)

        0tool v0.3.0 (DESK/tool)
        """);
  }

  @Test
  void kinds_without_and_kinds_with_do_not_mix() throws IOException {
    assertThat(desk.run("tree", "-e", "no-dev,build").err())
        .isEqualTo(
            "error: `build` dependency kind cannot be mixed with \"no-normal\", \"no-build\", or"
                + " \"no-dev\" dependency kinds\n");
  }

  @Test
  void a_package_that_features_do_not_bring_cannot_be_named() throws IOException {
    assertThat(desk.run("tree", "-i", "tool", "-p", "app").err())
        .contains("package ID specification `tool` did not match any packages");
  }

  @Test
  void a_package_that_is_no_member_is_the_root_of_its_own_tree() throws IOException {
    desk.write(
        "Cargo.toml",
        desk.read("Cargo.toml").replace("[workspace]", "[workspace]\nexclude = [\"cup\"]"));
    other("cup", "1.0.0", "");
    String cup = "[dependencies]\ncup = { path = \"../cup\" }\n";
    desk.write("lib/Cargo.toml", desk.read("lib/Cargo.toml") + cup);
    desk.run("generate-lockfile");
    check(List.of("-p", "cup"), "cup v1.0.0 (DESK/cup)\n");
    check(
        List.of("-p", "lib", "-p", "cup", "--depth", "0"),
        "cup v1.0.0 (DESK/cup)\n\nlib v0.2.0 (DESK/lib)\n[dev-dependencies]\n");
  }

  @Test
  void what_cargo_finds_wrong_behind_its_parser_ends_with_101() throws IOException {
    assertThat(desk.run("tree", "-i").exit()).isEqualTo(101);
    assertThat(desk.run("tree", "-d", "-e", "features").exit()).isEqualTo(101);
    assertThat(desk.run("tree", "-e", "normal,no-dev").exit()).isEqualTo(101);
    assertThat(desk.run("tree", "-e", "none").exit()).isEqualTo(1);
  }
}
