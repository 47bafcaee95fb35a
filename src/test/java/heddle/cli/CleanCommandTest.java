package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.world.Footprint;
import org.junit.jupiter.api.Test;

/** What {@code clean} says of what it removed, in cargo's form. */
final class CleanCommandTest {
  @Test
  void files_and_bytes_are_told_as_by_cargo() {
    assertThat(CleanCommand.told(new Footprint(0, 0))).isEqualTo("0 files");
    assertThat(CleanCommand.told(new Footprint(1, 0))).isEqualTo("1 file");
    assertThat(CleanCommand.told(new Footprint(2, 359))).isEqualTo("2 files, 359B total");
    assertThat(CleanCommand.told(new Footprint(130, 40_161_280)))
        .isEqualTo("130 files, 38.3MiB total");
  }
}
