package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What builds say on which stream, when and how often, as cargo does. */
final class SaidOfBuildsTest {
  private static final String PACKAGE = "[package]\nversion = \"0.1.0\"\nedition = \"2021\"\n";

  @TempDir private Path temp = Path.of("");

  @BeforeEach
  void needRust() {
    assumeTrue(UserRust.isHere(), "rustc is on PATH");
  }

  private static Desk.Result passed(Desk desk, String... words) throws IOException {
    Desk.Result result = desk.run(words);
    assertThat(result.exit()).as(result.err()).isEqualTo(0);
    return result;
  }

  @Test
  void twice_verbose_shows_each_stream_of_a_script_on_its_own_when_it_runs() throws IOException {
    Desk desk =
        Desk.at(temp)
            .write("Cargo.toml", PACKAGE + "name = \"a\"\n")
            .write("src/lib.rs", "")
            .write(
                "build.rs",
                "fn main() { println!(\"told\"); eprintln!(\"hint\"); print!(\"open end\"); }");
    Desk.Result first = passed(desk, "check", "-vv");
    assertThat(first.out()).isEqualTo("[a 0.1.0] told\n[a 0.1.0] open end\n");
    assertThat(first.err().lines()).contains("[a 0.1.0] hint").doesNotContain("[a 0.1.0] told");
    assertThat(passed(desk, "check", "-vv").out()).isEmpty();
    desk.write("build.rs", "fn main() { println!(\"anew\"); }");
    assertThat(passed(desk, "check", "-vv", "--message-format", "json").out().lines())
        .contains("[a 0.1.0] anew");
  }

  @Test
  void a_unit_is_fresh_for_a_tool_though_its_files_are_laid_down_only_now() throws IOException {
    Desk desk =
        Desk.at(temp)
            .write("Cargo.toml", PACKAGE + "name = \"a\"\n[dependencies]\nb = { path = \"b\" }\n")
            .write("src/lib.rs", "")
            .write("b/Cargo.toml", PACKAGE + "name = \"b\"\n")
            .write("b/src/lib.rs", "");
    passed(desk, "build");
    assertThat(passed(desk, "build", "--message-format", "json").out())
        .contains("libb-")
        .doesNotContain("\"fresh\":false");
  }

  private Desk sameNames() throws IOException {
    Desk desk = Desk.at(temp).write("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n");
    for (String each : new String[] {"a", "b"}) {
      desk.write(
              each + "/Cargo.toml",
              PACKAGE
                  + ("name = \"" + each + "\"\n[[bin]]\nname = \"same\"\npath = \"main.rs\"\n")
                  + "[lib]\nname = \"lib\"\npath = \"lib.rs\"\ncrate-type = [\"cdylib\"]\n")
          .write(each + "/main.rs", "fn main() { println!(\"" + each + "\") }")
          .write(each + "/lib.rs", "");
    }
    return desk;
  }

  private static String collision(String file, String kind, String name) {
    return """
    warning: output filename collision at DESK/target/debug/%s
      |
      = note: the %s target `%s` in package `b v0.1.0 (DESK/b)` has the same output filename as \
    the %2$s target `%3$s` in package `a v0.1.0 (DESK/a)`
      = note: this may become a hard error in the future; see \
    <https://github.com/rust-lang/cargo/issues/6313>
      = help: consider changing their names to be unique or compiling them separately
    """
        .formatted(file, kind, name);
  }

  @Test
  void two_units_that_write_one_file_are_warned_of_in_each_build() throws IOException {
    Desk desk = sameNames();
    String all =
        collision("deps/liblib.so", "lib", "lib")
            + collision("liblib.so", "lib", "lib")
            + collision("deps/liblib.so.dwp", "lib", "lib")
            + collision("liblib.so.dwp", "lib", "lib")
            + collision("same", "bin", "same")
            + collision("same.dwp", "bin", "same");
    for (int i = 0; i < 2; i++) {
      String err = passed(desk, "build").err();
      assertThat(err.lines().filter(line -> line.startsWith("warning: output"))).hasSize(6);
      for (String each : all.split("(?=warning: )", -1)) assertThat(err).contains(each);
    }
    desk.write("a/main.rs", "fn main() { println!(\"a anew\") }");
    passed(desk, "build");
    var program = new ProcessBuilder(desk.root().resolve("target/debug/same").toString()).start();
    assertThat(program.inputReader().lines()).as("the last one's stays").containsExactly("b");
    assertThat(passed(desk, "build", "-p", "a").err()).doesNotContain("collision");
    assertThat(passed(desk, "check").err()).doesNotContain("collision");
    assertThat(passed(desk, "build", "-q").err()).isEmpty();
  }

  @Test
  void the_words_that_run_a_failed_test_again_name_its_package_where_members_are_several()
      throws IOException {
    Desk desk = sameNames();
    desk.write("a/tests/no.rs", "#[test]\nfn no() { panic!() }");
    assertThat(desk.run("test", "--test", "no").err()).contains("rerun pass `-p a --test no`");
    desk.write("Cargo.toml", desk.read("Cargo.toml") + "default-members = [\"a\"]\n");
    assertThat(desk.run("test", "--test", "no").err()).contains("rerun pass `--test no`");
    assertThat(desk.run("test", "--all", "--test", "no").err())
        .contains("rerun pass `-p a --test no`");
  }
}
