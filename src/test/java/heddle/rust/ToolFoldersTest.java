package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.SandboxMode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools that lie outside the system and are no part of PATH. */
class ToolFoldersTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void a_script_may_start_the_interpreter_that_a_variable_of_the_user_names() throws Exception {
    folder = folder.toRealPath();
    var yard = new Yard(folder);
    Path tool = folder.resolve("environment/bin/python");
    Path real = folder.resolve("installed/bin/python");
    Yard.write(folder, "environment/pyvenv.cfg", "home = " + real.getParent() + "\n");
    Yard.write(
        folder, "installed/bin/python", "#!/bin/sh\nexec cat " + folder + "/installed/lib/x\n");
    Yard.write(folder, "installed/lib/x", "of the installation\n");
    assumeTrue(real.toFile().setExecutable(true));
    Files.createDirectories(tool.getParent());
    Files.createSymbolicLink(tool, real);
    yard.environment.put("MY_PYTHON", tool.toString());
    yard.sandbox = SandboxMode.AUTO;
    Path one =
        yard.workspace(
            "one",
            "src/main.rs",
            "fn main() {}",
            "build.rs",
            "fn main() { println!(\"cargo:rerun-if-env-changed=MY_PYTHON\");"
                + " if let Ok(p) = std::env::var(\"MY_PYTHON\") {"
                + " let o = std::process::Command::new(p).output().unwrap();"
                + " println!(\"cargo:warning={}\", String::from_utf8_lossy(&o.stdout)); } }");
    Yard.Seen seen = yard.build(one);
    assertThat(seen.problems()).isEmpty();
    assertThat(seen.said()).anyMatch(line -> line.contains("of the installation"));
  }
}
