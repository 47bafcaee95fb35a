package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules for make beside what a build shows, with real rustc. */
final class MakeRuleTest {
  @TempDir private Path temp = Path.of("");

  private Desk desk() throws IOException {
    assumeTrue(UserRust.isHere(), "rustc is on PATH");
    return Desk.at(temp)
        .write(
            "Cargo.toml",
            "[package]\nname = \"a\"\nedition = \"2021\"\n[lib]\ncrate-type = [\"dylib\"]\n")
        .write("src/lib.rs", "mod more;\n")
        .write("src/more.rs", "")
        .write("src/bin/tool.rs", "fn main() {}\n");
  }

  @Test
  void only_what_was_asked_for_has_one() throws IOException {
    Desk desk = desk();
    assertThat(desk.run("build", "--bin", "tool").exit()).isZero();
    assertThat(desk.has("target/debug/tool.d")).isTrue();
    assertThat(desk.has("target/debug/liba.d")).isFalse();
    assertThat(desk.run("build").exit()).isZero();
    String at = desk.root() + "/";
    assertThat(desk.read("target/debug/liba.d").replace(at, ""))
        .isEqualTo("target/debug/liba.so: src/lib.rs src/more.rs\n");
  }

  @Test
  void paths_below_the_base_of_the_configuration_are_relative_to_it() throws IOException {
    Desk desk = desk();
    String config = desk.read(".cargo/config.toml");
    desk.write(".cargo/config.toml", config + "[build]\ndep-info-basedir = \"src\"\n");
    assertThat(desk.run("build", "--lib").exit()).isZero();
    assertThat(desk.read("target/debug/liba.d"))
        .isEqualTo(desk.root() + "/target/debug/liba.so: lib.rs more.rs\n");
  }
}
