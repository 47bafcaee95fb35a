package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds a package whose option follows the root's interpreter, with the Python of this machine.
 */
class PythonPolicyTest {
  @TempDir Path temporary;

  private static Optional<Path> python() {
    for (String each : String.valueOf(System.getenv("PATH")).split(":", -1)) {
      Path file = Path.of(each, "python3");
      if (Files.isExecutable(file) && !file.toString().contains("shims")) return Optional.of(file);
    }
    return Optional.empty();
  }

  private Project project() throws Exception {
    assumeTrue(UserRust.isHere() && python().isPresent());
    return new Project(temporary)
        .write(
            "Cargo.toml",
            "[package]\nname = \"one\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"
                + "[package.metadata.heddle.option.python]\ntype = \"path\"\nfollows = \"python\"\n"
                + "env = { ONE_PYTHON = true }\n",
            "Cargo.lock",
            "version = 4\n\n[[package]]\nname = \"one\"\nversion = \"0.1.0\"\n",
            "build.rs",
            """
            fn main() {
                println!("cargo:rerun-if-changed=build.rs");
                let python = std::env::var("ONE_PYTHON").unwrap_or("none".into());
                let said = std::process::Command::new(&python).args(["-c", "print(6 * 7)"]).output();
                let said = said.map(|s| String::from_utf8(s.stdout).unwrap()).unwrap_or_default();
                println!("cargo:rustc-env=SAID={} {}", python, said.trim());
            }
            """,
            "src/main.rs",
            "fn main() { println!(\"said: {}\", env!(\"SAID\")); }");
  }

  @Test
  void an_option_that_follows_python_gets_the_interpreter_and_its_script_may_run_it()
      throws Exception {
    try (Project project = project()) {
      Path python = python().orElseThrow();
      assertThat(said(project, "-o", "python=" + python)).isEqualTo("said: " + python + " 42");
      project.write("heddle.toml", "python = \"" + python + "\"\n");
      assertThat(said(project)).isEqualTo("said: " + python + " 42");
    }
  }

  @Test
  void an_option_that_follows_python_config_gets_a_file_that_describes_the_interpreter()
      throws Exception {
    try (Project project = project()) {
      Path python = python().orElseThrow();
      project.write(
          "Cargo.toml",
          "[package]\nname = \"one\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"
              + "[package.metadata.heddle.option.config]\ntype = \"path\"\n"
              + "follows = \"python-config\"\nenv = { ONE_CONFIG = true }\n",
          "build.rs",
          """
          fn main() {
              let text = match std::env::var("ONE_CONFIG") {
                  Ok(file) => std::fs::read_to_string(file).unwrap(),
                  Err(_) => "executable=none".into(),
              };
              let line = text.lines().find(|l| l.starts_with("executable=")).unwrap().to_owned();
              println!("cargo:rustc-env=SAID={line}");
          }
          """);
      assertThat(said(project)).isEqualTo("said: executable=none");
      assertThat(said(project, "-o", "python=" + python)).isEqualTo("said: executable=" + python);
    }
  }

  /** What the program says once it is built with these options. */
  private static String said(Project project, String... options) throws Exception {
    var words = new ArrayList<>(List.of("build"));
    words.addAll(List.of(options));
    assertThat(project.heddle(words.toArray(String[]::new)).exit()).isZero();
    var program = new ProcessBuilder(project.root.resolve("target/debug/one").toString()).start();
    return new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  @Test
  void a_version_that_is_not_here_is_an_error_that_names_those_that_are() throws Exception {
    try (Project project = project()) {
      project.write("heddle.toml", "python = \"2.4\"\n");
      Project.Said said = project.heddle("build");
      assertThat(said.exit()).isEqualTo(101);
      assertThat(said.text()).contains("no Python `2.4` was found", "heddle.toml:1:");
    }
  }
}
