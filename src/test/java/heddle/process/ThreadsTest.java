package heddle.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThreadsTest {
  @Test
  void the_number_after_the_slash_counts() {
    assertThat(Threads.parse("0.20 0.18 0.12 1/80 11206\n")).isEqualTo(80);
    assertThat(Threads.parse("2.85 5.72 4.45 3/13600 23542")).isEqualTo(13600);
  }

  @Test
  void a_text_of_another_form_bounds_nothing() {
    assertThat(Threads.parse("")).isEqualTo(Integer.MAX_VALUE);
    assertThat(Threads.parse("0.20 0.18 0.12")).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void this_system_has_some() {
    assertThat(Threads.ofSystem()).isPositive();
  }
}
