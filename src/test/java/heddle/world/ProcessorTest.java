package heddle.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTest {
  private static String core(int number, String megahertz, String flags) {
    return "processor\t: "
        + number
        + "\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 85\ncpu MHz\t\t: "
        + megahertz
        + "\nflags\t\t: "
        + flags
        + "\n\n";
  }

  @Test
  void machines_with_the_same_instructions_are_one_whatever_their_speed_and_number_of_cores() {
    String one = core(0, "2400.1", "fpu sse avx2") + core(1, "800.0", "fpu sse avx2");
    assertThat(Processor.of(core(0, "3000.0", "fpu sse avx2"))).isEqualTo(Processor.of(one));
    assertThat(Processor.of(core(0, "2400.1", "fpu sse"))).isNotEqualTo(Processor.of(one));
    assertThat(Processor.of("")).isNotEqualTo(Processor.of(one));
  }

  @Test
  void cores_of_two_kinds_are_another_machine_than_cores_of_one() {
    String big = "processor\t: 0\nCPU part\t: 0xd05\nFeatures\t: fp asimd\n\n";
    String little = "processor\t: 1\nCPU part\t: 0xd03\nFeatures\t: fp asimd\n\n";
    assertThat(Processor.of(big + little)).isEqualTo(Processor.of(little + big + little));
    assertThat(Processor.of(big + little)).isNotEqualTo(Processor.of(big));
  }

  @Test
  void this_machine_has_one() throws Exception {
    assertThat(Processor.here()).hasSize(64);
  }

  @Test
  void it_matters_to_words_that_ask_for_it() {
    assertThat(Processor.matters(List.of("-C", "target-cpu=native"))).isTrue();
    assertThat(Processor.matters(List.of("-O2 -march=native"))).isTrue();
    assertThat(Processor.matters(List.of("-Ctarget-cpu=x86-64-v3", "native=/lib"))).isFalse();
  }
}
