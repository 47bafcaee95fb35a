package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.process.SandboxMode;
import heddle.text.ProblemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Flags that have no room on a command line of this system. */
class LongCommandTest {
  private static final int FLAGS = 70_000;

  @TempDir Path directory;

  private static String flags() {
    var text = new StringBuilder("[build]\nrustflags = [\n");
    for (int i = 0; i < FLAGS; i++) {
      text.append("  \"--cfg=a_flag_with_a_rather_long_name_").append(i).append("\",\n");
    }
    return text.append("]\n").toString();
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "AUTO"})
  void rustc_gets_them_in_a_file_and_the_next_build_finds_all(SandboxMode mode) throws Exception {
    var yard = new Yard(directory);
    yard.sandbox = mode;
    var root =
        yard.workspace(
            "one",
            ".cargo/config.toml",
            flags(),
            "src/main.rs",
            "fn main() {\n    println!(\"{}\", cfg!(a_flag_with_a_rather_long_name_69999));\n}\n");
    var first = yard.build(root);
    assertThat(first.problems()).isEmpty();
    assertThat(first.ran()).isEqualTo(1);
    assertThat(Yard.says(root)).isEqualTo("true\n");
    assertThat(yard.build(root).ran()).isZero();
  }

  @Test
  void a_variable_that_a_build_script_has_no_room_for_is_named() throws Exception {
    var yard = new Yard(directory);
    var root =
        yard.workspace(
            "one",
            ".cargo/config.toml",
            flags(),
            "build.rs",
            "fn main() {}\n",
            "src/main.rs",
            "fn main() {}\n");
    assertThatThrownBy(() -> yard.build(root))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("the variable CARGO_ENCODED_RUSTFLAGS is");
  }
}
