package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries that only {@code #[link]} in Rust source asks for, without a build script. */
class LinkAttributeTest {
  @TempDir Path temporary;

  private static void run(Path folder, String... command) throws Exception {
    try {
      var process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
      assumeTrue(process.waitFor() == 0, String.join(" ", command));
    } catch (IOException _) {
      assumeTrue(false, "no " + command[0]);
    }
  }

  @Test
  void a_library_of_another_machine_that_the_linker_passes_over_is_named_with_what_it_is()
      throws Exception {
    assumeTrue(UserRust.isHere());
    try (var project = new Project(temporary)) {
      project.write(
          "odd/odd.c",
          "int odd(int x) { return x; }\n",
          "Cargo.toml",
          "[package]\nname = \"app\"\nversion = \"1.0.0\"\nedition = \"2021\"\n[workspace]\n",
          "src/main.rs",
          "#[link(name = \"odd\")] extern \"C\" { fn odd(x: i32) -> i32; }\n"
              + "fn main() { std::process::exit(unsafe { odd(0) }) }\n");
      Path folder = project.root.resolve("odd");
      project.environment.put("RUSTFLAGS", "-L native=" + folder);
      run(folder, "gcc", "-m32", "-c", "odd.c");
      run(folder, "ar", "rcs", "libodd.a", "odd.o");
      var said = project.heddle("build");
      assertThat(said.exit()).isNotZero();
      assertThat(said.text())
          .contains(folder.resolve("libodd.a") + "` does not fit app v1.0.0")
          .contains("x86 against x86_64")
          .contains("a directory of the user's flags for rustc (RUSTFLAGS)");

      run(folder, "rm", "libodd.a");
      run(folder, "gcc", "-m64", "-fPIC", "-c", "odd.c");
      run(folder, "ar", "rcs", "libodd.a", "odd.o");
      assertThat(project.heddle("build").exit()).isZero();
    }
  }
}
