package heddle.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ParallelIndexTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @Test
  void what_is_expected_is_fetched_at_once_and_only_once() throws Exception {
    var both = new CountDownLatch(2);
    var index =
        new ParallelIndex(crate -> {
          asked.add(crate);
          both.countDown();
          both.await();
          return Optional.of(IndexFile.parse(crate, ""));
        });
    index.expect("a");
    index.expect("b");
    assertThat(index.versions("a").orElseThrow().name()).isEqualTo("a");
    assertThat(index.versions("b").orElseThrow().name()).isEqualTo("b");
    index.expect("a");
    assertThat(asked).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void a_failure_is_told_to_who_asks() {
    var index =
        new ParallelIndex(crate -> {
          throw new ProblemException(Problem.of("no " + crate));
        });
    index.expect("a");
    assertThatThrownBy(() -> index.versions("a")).hasMessage("error: no a");
  }
}
