package heddle.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.text.ProblemException;
import org.junit.jupiter.api.Test;

class LlvmTripleTest {
  private static void check(String text, String normalized, String target) throws Exception {
    Reading reading = Reading.of(text, Dialect.LLVM);
    assertThat(reading.canonical()).isEqualTo(normalized);
    Target t = reading.target();
    assertThat(
            String.join(" ", t.arch(), t.isa(), t.os(), t.env(), t.abi())
                .replaceAll(" +", " ")
                .strip())
        .isEqualTo(target);
  }

  private static void fails(String text, String message) {
    assertThatThrownBy(() -> Target.parse(text, Dialect.LLVM))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(message);
  }

  @Test
  void a_forgotten_vendor_is_filled_in() throws Exception {
    check("x86_64-linux-gnu", "x86_64-unknown-linux-gnu", "x86_64 linux gnu");
    check("x86_64-gnu-linux", "x86_64-unknown-linux-gnu", "x86_64 linux gnu");
  }

  @Test
  void a_wrongly_placed_architecture_moves_to_the_front() throws Exception {
    check("linux-armv7-gnueabihf", "armv7-unknown-linux-gnueabihf", "arm v7 linux gnu eabihf");
  }

  @Test
  void suse_means_hard_floats() throws Exception {
    check("armv7-suse-linux-gnueabi", "armv7-suse-linux-gnueabihf", "arm v7 linux gnu eabihf");
  }

  @Test
  void windows_gets_its_environment() throws Exception {
    check("i686-w64-mingw32", "i686-w64-windows-gnu", "x86 i686 windows gnu");
    check("x86_64-pc-win32", "x86_64-pc-windows-msvc", "x86_64 windows msvc");
    check("x86_64-pc-cygwin", "x86_64-pc-windows-cygnus", "x86_64 cygwin");
  }

  @Test
  void android_is_a_system_with_its_level_as_least_version() throws Exception {
    check("aarch64-linux-android21", "aarch64-unknown-linux-android21", "aarch64 android");
    assertThat(Target.parse("aarch64-linux-android21", Dialect.LLVM).osMin()).isEqualTo("21");
  }

  @Test
  void darwin_versions_become_those_of_macos() throws Exception {
    assertThat(Target.parse("arm64-apple-darwin20.3.0", Dialect.LLVM).osMin()).isEqualTo("11");
    assertThat(Target.parse("x86_64-apple-darwin19", Dialect.LLVM).osMin()).isEqualTo("10.15");
    assertThat(Target.parse("x86_64-apple-macosx10.13", Dialect.LLVM).osMin()).isEqualTo("10.13");
  }

  @Test
  void a_glibc_version_is_a_floor() throws Exception {
    Target target = Target.parse("x86_64-linux-gnu2.17", Dialect.LLVM);
    assertThat(target.libc()).isEqualTo(new Libc("glibc", "2.17"));
  }

  @Test
  void an_unknown_component_is_an_error() {
    fails("riscv64gc-unknown-linux-gnu", "no architecture `riscv64gc`");
    fails("x86_64-unknown-illumos", "no system `illumos`");
    fails("aarch64-apple-ios-sim", "no environment `sim`");
    fails("", "names no architecture");
  }
}
