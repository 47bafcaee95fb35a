package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.process.Denied;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RefusalsTest {
  private static final CratePackage PACKAGE =
      new CratePackage(
          "a",
          "1.0.0",
          "a@1.0.0",
          "a",
          CratePackage.Origin.PATH,
          Optional.empty(),
          true,
          true,
          Path.of("/w/a"),
          Path.of("/w/a/Cargo.toml"),
          Map.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          false,
          new ScriptedPackage("a v1.0.0", "a", Set.of(), false, false, false, false, false, false));

  private static List<String> lines(Denied... denied) {
    return new Refusals(PACKAGE, "its build script", List.of(denied)).lines();
  }

  @Test
  void what_may_be_allowed_comes_with_the_lines_to_write() {
    assertThat(lines(new Denied.Network("1.2.3.4", 80), new Denied.Write("~/.cache/b/c/d")))
        .containsExactly(
            "",
            "its build script reached for what it may not have:",
            "  the network: 1.2.3.4, port 80",
            "  HOME, where it wrote ~/.cache/b/c/d",
            "",
            "to allow it, write in heddle.toml, or run `heddle allow`:",
            "",
            "[package.\"a\"]",
            "allow = [\"network\", \"write:~/.cache/b\"]");
  }

  @Test
  void what_no_permission_gives_is_said_to_be_so() {
    for (String path : List.of("~/file", "/w/a/file", "/elsewhere/file")) {
      assertThat(lines(new Denied.Write(path)))
          .as(path)
          .contains(
              "no permission gives it: a script may write to OUT_DIR and, where the root allows")
          .noneMatch(line -> line.contains("allow ="));
    }
  }
}
