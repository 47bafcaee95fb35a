package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages of a git repository in a vendor directory, built once the repository is gone. */
class VendorGitTest {
  @TempDir Path temporary;

  private static void git(Path directory, String... words) throws Exception {
    var all =
        new ArrayList<>(List.of("git", "-c", "user.name=a", "-c", "user.email=a@example.org"));
    all.addAll(List.of(words));
    Process process =
        new ProcessBuilder(all).directory(directory.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  @Test
  void packages_from_git_stand_without_their_workspace_and_their_repository() throws Exception {
    assumeTrue(UserRust.isHere());
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/git")), "git is here");
    try (var project = new Project(temporary)) {
      Path repository = project.root.resolveSibling("repository");
      project.write(
          "../repository/Cargo.toml",
          """
          [workspace]
          members = ["one", "two"]
          [workspace.package]
          version = "0.3.0"
          [workspace.dependencies]
          two = { path = "two", features = ["a"] }
          """,
          "../repository/one/Cargo.toml",
          """
          [package]
          name = "one"
          version.workspace = true
          edition = "2021"
          [dependencies]
          two = { workspace = true, features = ["b"] }
          """,
          "../repository/one/src/lib.rs",
          "pub fn one() -> bool { two::two() }",
          "../repository/one/tests/other/Cargo.toml",
          "[package]\nname = \"other\"\n",
          "../repository/two/Cargo.toml",
          """
          [package]
          name = "two"
          version.workspace = true
          edition = "2021"
          [features]
          a = []
          b = []
          """,
          "../repository/two/src/lib.rs",
          "pub fn two() -> bool { cfg!(all(feature = \"a\", feature = \"b\")) }");
      git(repository, "init", "-q", "-b", "main");
      git(repository, "add", "-A");
      git(repository, "commit", "-q", "-m", "first");
      git(repository, "tag", "v1");
      project.write(
          "Cargo.toml",
          "[package]\nname = \"app\"\nversion = \"1.0.0\"\nedition = \"2021\"\n[dependencies]\n"
              + "one = { git = \"file://"
              + repository
              + "\", tag = \"v1\" }\n",
          "src/main.rs",
          "fn main() { println!(\"both features: {}\", one::one()); }");
      String said = project.heddle("vendor", "third").text();
      assertThat(said).contains("2 crates", "tag = \"v1\"");
      project.write(".cargo/config.toml", said.substring(said.indexOf("[source.")));
      assertThat(project.root.resolve("third/one/tests")).doesNotExist();
      Files.move(repository, repository.resolveSibling("gone"));
      project.environment.put("HEDDLE_HOME", "unused");
      try (var old = Files.walk(project.home)) {
        for (Path each : old.sorted(java.util.Comparator.reverseOrder()).toList())
          if (each.startsWith(project.home.resolve("git"))) Files.delete(each);
      }
      Project.Said built = project.heddle("build", "-q", "--offline");
      assertThat(built.exit()).as(built.text()).isZero();
      Process program =
          new ProcessBuilder(project.root.resolve("target/debug/app").toString()).start();
      assertThat(new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("both features: true\n");
    }
  }
}
