package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is said of a test program that failed. Source of the rule: cargo's {@code cargo_test.rs}.
 */
final class FailedTestsTest {
  @TempDir private Path temp = Path.of("");
  private Project project;

  @BeforeEach
  void open() throws IOException {
    assumeTrue(UserRust.isHere(), "rustc is on PATH");
    project = new Project(temp);
    project.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"a\", \"b\"]\nresolver = \"2\"\n",
        "a/Cargo.toml",
        "[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\ndoctest = false\n",
        "a/src/lib.rs",
        "#[test]\nfn no() {\n    assert!(false)\n}\n",
        "b/Cargo.toml",
        "[package]\nname = \"b\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\ndoctest = false\n",
        "b/src/lib.rs",
        "");
  }

  @AfterEach
  void close() {
    if (project != null) project.close();
  }

  private String failed(String... words) {
    Project.Said said = project.heddle(words);
    assertThat(said.exit()).as(said.text()).isEqualTo(101);
    return said.text();
  }

  @Test
  void the_package_is_named_where_the_command_names_packages_or_means_several() {
    assertThat(failed("test", "-p", "a")).contains("to rerun pass `-p a --lib`");
    assertThat(failed("test", "--workspace", "--exclude", "b")).contains("pass `-p a --lib`");
    assertThat(failed("test")).contains("to rerun pass `-p a --lib`");
    assertThat(failed("test", "--manifest-path", "a/Cargo.toml")).contains("to rerun pass `--lib`");
  }
}
