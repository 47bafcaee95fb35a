package heddle.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.text.ProblemException;
import heddle.text.Source;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RustcTargetsTest {
  @Test
  void fields_of_every_target_are_those_of_rustc_cfg_and_specification() throws Exception {
    var table = Fixture.table("rustc-cfg.tsv");
    assertThat(table).hasSize(334);
    for (var row : table) {
      RustcTarget target = RustcTargets.find(Fixture.cell(row, "target")).orElseThrow();
      for (String key : row.keySet()) {
        assertThat(sorted(target.column(key)))
            .as(target.name() + " " + key)
            .isEqualTo(row.get(key));
      }
      Target facets = target.target();
      assertThat(facets.pointerBits())
          .isEqualTo(Integer.parseInt(Fixture.cell(row, "pointer_width")));
      assertThat(facets.endian().id()).isEqualTo(row.get("endian"));
    }
    assertThat(RustcTargets.all()).hasSameSizeAs(table);
  }

  @Test
  void every_target_is_spelt_as_it_was_read() throws Exception {
    for (RustcTarget row : RustcTargets.all()) {
      Target target = Target.parse(row.name(), Dialect.RUSTC);
      assertThat(target.spell(Dialect.RUSTC)).as(row.name()).contains(row.name());
    }
  }

  @Test
  void pointers_are_narrower_than_registers_on_x32_and_ilp32() throws Exception {
    Target x32 = Target.parse("x86_64-unknown-linux-gnux32", Dialect.RUSTC);
    assertThat(x32.bits()).isEqualTo(64);
    assertThat(x32.pointerBits()).isEqualTo(32);
    assertThat(x32.abi()).isEqualTo("x32");
    assertThat(Target.parse("arm64_32-apple-watchos", Dialect.RUSTC).pointerBits()).isEqualTo(32);
  }

  @Test
  void a_name_that_is_no_key_is_an_error_and_never_parsed() {
    assertThatThrownBy(() -> Target.parse("x86_64-linux-gnu", Dialect.RUSTC))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("not a target of rustc");
  }

  @Test
  void a_json_specification_gives_the_same_fields() throws Exception {
    RustcTarget mine =
        RustcTarget.ofSpecification(
            "mine",
            new Source(
                "mine.json",
                """
                {"llvm-target": "armv7-unknown-linux-gnueabihf", "arch": "arm", "os": "linux",
                 "env": "gnu", "abi": "eabihf", "target-pointer-width": 32, "data-layout": "e",
                 "target-family": ["unix"], "llvm-floatabi": "hard"}
                """));
    assertThat(mine.families()).containsExactly("unix");
    assertThat(mine.target().floatAbi()).isEqualTo("hard");
    assertThat(mine.target().endian()).isEqualTo(Endian.LITTLE);
  }

  @Test
  void a_json_specification_without_its_width_is_an_error() {
    assertThatThrownBy(() ->
            RustcTarget.ofSpecification(
                "x", new Source("x.json", "{\"llvm-target\": \"a\", \"arch\": \"arm\"}")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("target-pointer-width");
  }

  private static String sorted(String list) {
    return Arrays.stream(list.split(",", -1)).sorted().collect(Collectors.joining(","));
  }
}
