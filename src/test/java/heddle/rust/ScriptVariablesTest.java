package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScriptVariablesTest {
  @Test
  void a_name_may_stand_alone_and_with_values_as_a_nightly_rustc_prints_it() {
    List<String> printed =
        List.of(
            "debug_assertions",
            "target_has_atomic",
            "target_has_atomic=\"16\"",
            "target_has_atomic=\"ptr\"",
            "unix");
    assertThat(ScriptVariables.cfgs(List.of("a", "b"), false, printed))
        .isEqualTo(
            Map.of(
                "feature", List.of("a", "b"),
                "target_has_atomic", List.of("16", "ptr"),
                "unix", List.of()));
    assertThat(ScriptVariables.cfgs(List.of(), true, printed)).containsKey("debug_assertions");
  }
}
