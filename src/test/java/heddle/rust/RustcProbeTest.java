package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RustcProbeTest {
  private static String named(RustcProbe probe, String type) {
    return probe.files().getOrDefault(type, new CrateFiles("absent", "")).name("a");
  }

  @Test
  void the_answers_are_read_in_the_order_they_were_asked() throws ProblemException {
    RustcProbe probe =
        RustcProbe.parse(
            "___\nlib___.rlib\nlib___.so\nlib___.so\nlib___.a\nlib___.so\n/sys\noff\npacked\n___\ndebug_assertions\nproc_macro\nunix\n",
            "");
    assertThat(named(probe, "bin")).isEqualTo("a");
    assertThat(named(probe, "proc-macro")).isEqualTo("liba.so");
    assertThat(probe.sysroot()).isEqualTo(Path.of("/sys"));
    assertThat(probe.splitDebuginfo()).isEqualTo(List.of("off", "packed"));
    assertThat(probe.cfgs()).isEqualTo(List.of("debug_assertions", "unix"));
  }

  @Test
  void a_crate_type_that_the_target_lacks_prints_no_line() throws ProblemException {
    RustcProbe probe =
        RustcProbe.parse(
            "___\nlib___.rlib\nlib___.a\n/sys\noff\n___\nunix\n",
            """
            warning: dropping unsupported crate type `dylib` for target
            warning: dropping unsupported crate type `cdylib` for target
            warning: dropping unsupported crate type `proc-macro` for target
            """);
    assertThat(probe.files().keySet()).containsExactlyInAnyOrder("bin", "rlib", "staticlib");
  }

  @Test
  void an_answer_that_stops_short_is_an_error_that_says_what_rustc_said() {
    assertThatThrownBy(() -> RustcProbe.parse("", "error: no such target"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("file-names");
  }
}
