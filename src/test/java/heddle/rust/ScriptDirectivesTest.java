package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.text.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScriptDirectivesTest {
  private static final ScriptedPackage PLAIN =
      new ScriptedPackage("p v1.0.0", "p", Set.of("tool"), false, true, false, false, false, false);
  private static final ScriptedPackage OLD =
      new ScriptedPackage("p v1.0.0", "p", Set.of(), false, false, false, false, true, false);

  private static ScriptOutput parse(String text) throws ProblemException {
    return ScriptDirectives.parse(text.getBytes(StandardCharsets.UTF_8), PLAIN);
  }

  private static void refuses(String text, ScriptedPackage about, String part) {
    assertThatThrownBy(() -> ScriptDirectives.parse(text.getBytes(StandardCharsets.UTF_8), about))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(part);
  }

  @Test
  void both_spellings_give_the_same() throws ProblemException {
    assertThat(
            parse(
                "cargo:rustc-cfg=a\ncargo:rustc-link-lib=static=z\ncargo:rustc-link-search=native=/x\n"))
        .isEqualTo(
            parse(
                "noise\n  cargo::rustc-cfg=a  \r\ncargo::rustc-link-lib=static=z\ncargo::rustc-link-search=native=/x"));
  }

  @Test
  void an_unknown_key_is_metadata_in_the_old_spelling_and_an_error_in_the_new()
      throws ProblemException {
    assertThat(parse("cargo:include=/usr/include\ncargo::metadata=root=/r=1").metadata())
        .containsExactly(Map.entry("include", "/usr/include"), Map.entry("root", "/r=1"));
    refuses("cargo::include=/x", PLAIN, "unknown key `include`");
    refuses("cargo:nothing", PLAIN, "invalid output");
    refuses("cargo:error=x\ncargo::rustc-cfg", PLAIN, "invalid output");
  }

  @Test
  void an_error_exists_only_in_the_new_spelling() throws ProblemException {
    ScriptOutput output = parse("cargo:error=a\ncargo::error=b");
    assertThat(output.errors()).containsExactly("b");
    assertThat(output.metadata()).containsExactly(Map.entry("error", "a"));
  }

  @Test
  void flags_take_their_value_with_or_without_a_space() throws ProblemException {
    ScriptOutput output = parse("cargo:rustc-flags= -l a -lb  -L native=/c -L/d ");
    assertThat(output.libraries()).containsExactly("a", "b");
    assertThat(output.searchPaths()).containsExactly("native=/c", "/d");
    refuses("cargo:rustc-flags=-Wx", PLAIN, "only `-l` and `-L`");
    refuses("cargo:rustc-flags=-l", PLAIN, "without a value");
  }

  @Test
  void a_link_argument_needs_a_target_it_can_apply_to() throws ProblemException {
    assertThat(parse("cargo:rustc-link-arg-bin=tool=-s").linkArguments())
        .containsExactly(new LinkArgument(LinkArgument.Scope.SINGLE_BIN, "tool", "-s"));
    refuses("cargo:rustc-link-arg-bin=other=-s", PLAIN, "other");
    refuses("cargo:rustc-link-arg-benches=-s", PLAIN, "no benchmark");
    assertThat(parse("cargo:rustc-cdylib-link-arg=-s").warnings())
        .singleElement()
        .asString()
        .contains("no cdylib");
  }

  @Test
  void a_value_loses_only_the_space_behind_it() throws ProblemException {
    assertThat(parse("cargo:rustc-env=A= b \ncargo:warning= w ").variables())
        .containsExactly(Map.entry("A", " b"));
  }

  @Test
  void a_package_for_old_rust_may_not_use_the_new_spelling() {
    refuses("cargo::rustc-cfg=a", OLD, "1.77");
  }

  @Test
  void a_script_may_not_unlock_unstable_features() {
    refuses("cargo:rustc-env=RUSTC_BOOTSTRAP=1", PLAIN, "RUSTC_BOOTSTRAP");
  }

  @Test
  void a_line_that_is_not_utf8_is_skipped() throws ProblemException {
    byte[] bytes =
        "cargo:rustc-cfg=a\ncargo:rustc-cfg=?\ncargo:rustc-cfg=b\n"
            .getBytes(StandardCharsets.ISO_8859_1);
    bytes[34] = (byte) 0xff;
    assertThat(ScriptDirectives.parse(bytes, PLAIN).cfgs()).isEqualTo(List.of("a", "b"));
  }
}
