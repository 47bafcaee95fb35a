package heddle.platform.toolchain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolNameTest {
  @ParameterizedTest
  @CsvSource({
    "gcc, gcc",
    "gcc-12, gcc",
    "x86_64-linux-gnu-gcc-12, gcc",
    "arm-none-eabi-gcc-ar, gcc-ar",
    "aarch64-linux-gnu-ld.gold, ld.gold",
    "clang++-14, clang++",
    "i686-w64-mingw32-g++, g++",
    "c99-gcc, ''",
    "musl-gcc, ''",
    "ccache, ''",
    "python3, ''",
    "gcc-, ''",
    "-gcc, ''",
  })
  void a_name_has_a_role_behind_its_target(String name, String role) {
    assertThat(ToolName.role(name).orElse("")).isEqualTo(role);
  }

  @ParameterizedTest
  @CsvSource({
    "cc, x86_64-linux-gnu-gcc-12, gcc",
    "gcc-12, x86_64-linux-gnu-gcc-12, gcc",
    "c++, g++-12, g++",
    "clang++, clang, clang++",
    "cc, clang, cc",
    "mine, gcc, mine",
    "gcc, ccache, gcc",
  })
  void only_gcc_does_not_look_at_its_name(String called, String real, String meaning) {
    assertThat(ToolName.meaning(called, real)).isEqualTo(meaning);
  }

  @Test
  void variables_of_tools_have_sides_and_targets() {
    for (String name :
        new String[] {"CC", "HOST_CC", "TARGET_CXX", "AR_x86_64-unknown-linux-gnu", "CC_a_b"}) {
      assertThat(ToolName.isVariable(name)).as(name).isTrue();
    }
    for (String name : new String[] {"CFLAGS", "CCACHE", "OPENSSL_DIR", "PATH", "HOST", "MY_CC"}) {
      assertThat(ToolName.isVariable(name)).as(name).isFalse();
    }
  }

  @Test
  void a_link_is_the_same_tool_unless_the_program_looks_at_its_name() {
    assertThat(ToolName.same("cc", "x86_64-linux-gnu-gcc-12")).isTrue();
    assertThat(ToolName.same("c++", "x86_64-linux-gnu-g++-12")).isTrue();
    assertThat(ToolName.same("ar", "x86_64-linux-gnu-ar")).isTrue();
    assertThat(ToolName.same("zig", "zig")).isTrue();
    assertThat(ToolName.same("llvm-ranlib", "llvm-ar")).isFalse();
    assertThat(ToolName.same("gcc", "ccache")).isFalse();
    assertThat(ToolName.same("aarch64-linux-gnu-clang", "clang-14")).isFalse();
    assertThat(ToolName.same("gcc", "x86_64-linux-gnu-g++-12")).isFalse();
  }
}
