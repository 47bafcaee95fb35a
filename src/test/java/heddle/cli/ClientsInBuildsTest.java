package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps in Python, C and shell, run by one build script under Heddle and under cargo itself. */
class ClientsInBuildsTest {
  private static final String SCRIPT =
      """
      use std::process::Command;
      fn main() {
          println!("cargo:rerun-if-changed=build.rs");
          println!("cargo:rerun-if-env-changed=HEDDLE_OPTION_STEPS__LEVEL");
          let out = std::env::var("OUT_DIR").unwrap();
          let step = format!("{out}/step");
          let c = ["-std=c99", "-Wall", "-Werror", "-Iclients/c", "-o", &step, "step.c"];
          assert!(Command::new("cc").args(c).status().unwrap().success());
          for words in [vec!["python3", "step.py"], vec!["sh", "step.sh"], vec![step.as_str()]] {
              let mut command = Command::new(words[0]);
              command.args(&words[1..]).env("PYTHONPATH", "clients/python").env("PYTHONDONTWRITEBYTECODE", "1");
              if words[0] != "sh" { command.env_remove("HEDDLE_PUBLISH"); }
              let told = command.output().unwrap();
              let text = String::from_utf8_lossy(&told.stdout).into_owned();
              println!("cargo:warning={}: {} {}", words[0].rsplit('/').next().unwrap(), text.trim().replace('\\n', ", "),
                  String::from_utf8_lossy(&told.stderr).trim());
              assert!(told.status.success());
          }
      }
      """;

  private static final String PYTHON =
      """
      import heddle_build
      c = heddle_build.Context.read()
      print("level", c.option("level", 1), "arch", c.target("arch"), "fact", c.fact("none", None))
      """;

  private static final String SHELL =
      """
      . clients/shell/heddle-build.sh
      echo "level $(heddle_option level || echo 1) arch $(heddle_target arch)"
      heddle_publish_data rows "$(heddle_spelling rustc)"
      heddle_publish
      """;

  private static final String C =
      """
      #include "heddle_build.h"
      int main(void) {
        struct heddle_context c;
        char level[16], arch[32];
        if (heddle_read(&c) || heddle_target(&c, "arch", arch, sizeof arch)) return 1;
        if (heddle_option(&c, "level", level, sizeof level)) strcpy(level, "1");
        printf("level %s arch %s\\n", level, arch);
        heddle_free(&c);
        return 0;
      }
      """;

  @TempDir Path temporary;
  private Project project;

  @BeforeEach
  void a_package_with_three_steps() throws Exception {
    assumeTrue(UserRust.isHere());
    for (String program : new String[] {"python3", "cc", "cargo"})
      assumeTrue(found(program), program);
    project = new Project(temporary);
    try (Stream<Path> clients = Files.walk(Path.of("clients"))) {
      for (Path each : clients.toList()) {
        if (Files.isRegularFile(each) && !each.toString().contains("__pycache__"))
          project.write(each.toString(), Files.readString(each));
      }
    }
    project.write(
        "Cargo.toml",
        """
        [package]
        name = "steps"
        version = "1.0.0"
        edition = "2021"
        [package.metadata.heddle.option.level]
        type = "int"
        [package.metadata.heddle.publish.rows]
        schema = "data/1"
        [workspace]
        """,
        "src/lib.rs",
        "",
        "build.rs",
        SCRIPT,
        "step.py",
        PYTHON,
        "step.sh",
        SHELL,
        "step.c",
        C);
  }

  @AfterEach
  void stop() {
    if (project != null) project.close();
  }

  private static boolean found(String program) {
    for (String each : String.valueOf(System.getenv("PATH")).split(":", -1)) {
      if (Files.isExecutable(Path.of(each, program))) return true;
    }
    return false;
  }

  @Test
  void they_say_the_same_under_heddle_and_under_cargo() throws Exception {
    String arch = System.getProperty("os.arch").replace("amd64", "x86_64");
    String heddle = project.heddle("build", "-o", "steps:level=7").text();
    for (String each : new String[] {"python3", "sh", "step"})
      assertThat(heddle).contains("steps@1.0.0: " + each + ": level 7 arch " + arch);
    assertThat(project.heddle("facts").text())
        .contains("gives rows (data/1, transitive)\n    value = \"" + arch + "-");
    assertThat(project.heddle("build").text()).contains("python3: level 1");
    project.environment.put("HEDDLE_OPTION_STEPS__LEVEL", "5");
    assertThat(project.heddle("build").text()).contains("sh: level 5");
    String cargo = cargo();
    for (String each : new String[] {"python3", "sh", "step"})
      assertThat(cargo).contains("steps@1.0.0: " + each + ": level 5 arch " + arch);
    assertThat(cargo).contains("warning: the fact `rows` reaches nobody without heddle");
  }

  private String cargo() throws Exception {
    var builder =
        new ProcessBuilder("cargo", "build", "--offline")
            .directory(project.root.toFile())
            .redirectErrorStream(true);
    builder.environment().put("HEDDLE_OPTION_STEPS__LEVEL", "5");
    Process process = builder.start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
