package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DepInfoTest {
  private static void check(
      String text, List<String> files, Map<String, Optional<String>> variables) {
    DepInfo info = DepInfo.parse(text);
    assertThat(info.files()).isEqualTo(files);
    assertThat(info.variables()).isEqualTo(variables);
  }

  @Test
  void the_first_rule_names_the_files_and_later_rules_are_for_make() {
    check(
        "out/libl.d: src/lib.rs src/m.rs\n\nout/libl.rlib: src/lib.rs other\n\nsrc/lib.rs:\n",
        List.of("src/lib.rs", "src/m.rs"),
        Map.of());
  }

  @Test
  void a_space_in_a_file_name_is_escaped() {
    check("a.d: src/my\\ lib.rs b\n", List.of("src/my lib.rs", "b"), Map.of());
  }

  @Test
  void variables_are_read_with_their_escapes_and_an_unset_one_has_no_value() {
    check(
        "a.d: l.rs\n\n# env-dep:A=x\\ny\\\\z\n# env-dep:GONE\n# env-dep:EMPTY=\n",
        List.of("l.rs"),
        Map.of("A", Optional.of("x\ny\\z"), "GONE", Optional.empty(), "EMPTY", Optional.of("")));
  }

  @Test
  void a_rule_without_files_has_none() {
    check("a.d: \n", List.of(), Map.of());
  }
}
