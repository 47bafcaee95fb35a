package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code [alias]} of cargo's configuration. */
final class AliasesTest {
  @TempDir private Path temp = Path.of("");

  private Desk desk() throws IOException {
    Desk desk = Desk.at(temp);
    return desk.write(
        ".cargo/config.toml",
        desk.read(".cargo/config.toml")
            + """
            [alias]
            say = "version"
            explain = ["targets", "explain"]
            deb = ["explain", "armhf", "--dialect"]
            round = "about"
            about = "round --x"
            mute = "-q version"
            bare = "-V"
            b = "version"
            "a.b" = "nothing"
            c.d = "version"
            build = "version"
            """);
  }

  @Test
  void an_alias_stands_for_its_words_and_what_follows_them() throws IOException {
    Desk desk = desk();
    assertThat(desk.run("say")).isEqualTo(desk.run("version"));
    assertThat(desk.run("deb", "debian"))
        .isEqualTo(desk.run("targets", "explain", "armhf", "--dialect", "debian"));
  }

  @Test
  void an_alias_that_never_comes_to_a_command_is_an_error() throws IOException {
    assertThat(desk().run("round").err())
        .isEqualTo(
            "error: alias round has unresolvable recursive definition: round -> about -> round\n");
  }

  @Test
  void a_command_keeps_its_meaning_and_the_alias_is_warned_of() throws IOException {
    String warning =
        "warning: user-defined alias `build` is ignored, because it is shadowed by a built-in"
            + " command\n";
    assertThat(desk().run("build").err()).startsWith(warning).contains("Cargo.toml");
    assertThat(desk().run("build", "-q").err()).doesNotContain("warning");
  }

  @Test
  void a_short_name_of_a_command_may_have_another_meaning() throws IOException {
    Desk desk = desk();
    assertThat(desk.run("b")).isEqualTo(desk.run("version"));
  }

  @Test
  void options_stand_before_the_command_of_an_alias_too() throws IOException {
    Desk desk = desk();
    assertThat(desk.run("mute")).isEqualTo(desk.run("version"));
    assertThat(desk.run("-v", "say")).isEqualTo(desk.run("-v", "version"));
    assertThat(desk.run("bare").err())
        .isEqualTo(
            "error: subcommand is required, add a subcommand to the command alias `alias.bare`\n");
  }

  @Test
  void a_name_with_dots_is_a_path_of_keys_as_with_cargo() throws IOException {
    Desk desk = desk();
    assertThat(desk.run("c.d")).isEqualTo(desk.run("version"));
    assertThat(desk.run("a.b").err()).startsWith("error: no such command: `a.b`\n");
  }
}
