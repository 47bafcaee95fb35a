package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build warns of before its first unit; rustc makes the plan. */
final class WarningsTest {
  private static final String SHOWN =
      """
      warning: unused manifest key: badges2
       --> Cargo.toml:4:2
        |
      4 | [badges2]
        |  ^^^^^^^
      warning: unused manifest key: package.bulid
       --> one/Cargo.toml:4:1
        |
      4 | bulid = "x.rs"
        | ^^^^^
      """;

  @TempDir private Path temp = Path.of("");

  private Desk desk() throws IOException {
    assumeTrue(UserRust.isHere(), "rustc is on PATH");
    return Desk.at(temp)
        .write("Cargo.toml", "[workspace]\nmembers = [\"one\"]\nresolver = \"2\"\n[badges2]\n")
        .write(
            "one/Cargo.toml", "[package]\nname = \"one\"\nedition = \"2021\"\nbulid = \"x.rs\"\n")
        .write("one/src/lib.rs", "");
  }

  private static String warnings(Desk.Result result) {
    String err = result.err().replace("DESK/", "");
    return err.contains("warning") ? err.substring(err.indexOf("warning"), end(err)) : "";
  }

  private static int end(String err) {
    int status = err.indexOf("    ", err.lastIndexOf("^"));
    return status < 0 ? err.length() : status;
  }

  @Test
  void keys_that_mean_nothing_are_named_with_their_place_in_every_build() throws IOException {
    Desk desk = desk();
    assertThat(warnings(desk.run("check"))).isEqualTo(SHOWN);
    assertThat(warnings(desk.run("check"))).isEqualTo(SHOWN);
  }

  @Test
  void quiet_builds_do_not_warn() throws IOException {
    Desk desk = desk();
    assertThat(desk.run("check", "-q").err()).isEmpty();
    assertThat(desk.run("check", "-q").err()).isEmpty();
  }
}
