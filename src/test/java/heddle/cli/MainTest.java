package heddle.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

final class MainTest {
  @Test
  void prints_its_version() {
    assertThatCode(() -> Main.main(new String[0])).doesNotThrowAnyException();
  }
}
