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
  void a_command_of_heddles_keeps_its_meaning() throws IOException {
    assertThat(desk().run("build").err()).contains("Cargo.toml");
  }
}
