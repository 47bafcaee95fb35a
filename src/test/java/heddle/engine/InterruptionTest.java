package heddle.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InterruptionTest {
  private final CountDownLatch blocked = new CountDownLatch(3);
  private final AtomicInteger cleaned = new AtomicInteger();
  private volatile boolean block = true;

  record Blocks(InterruptionTest test, int at) implements Task<Integer> {
    @Override
    public Integer run(Context c) throws Exception {
      if (!test.block) {
        return at;
      }
      try {
        test.blocked.countDown();
        Thread.sleep(1_000_000);
        return -1;
      } finally {
        test.cleaned.incrementAndGet();
      }
    }
  }

  record Three(InterruptionTest test) implements Task<Integer> {
    @Override
    public Integer run(Context c) throws Exception {
      int sum = c.get(new Blocks(test, 1));
      return sum;
    }
  }

  record Root(InterruptionTest test) implements Task<Integer> {
    @Override
    public Integer run(Context c) throws Exception {
      int sum = 0;
      for (int each :
          c.map(
              List.of(1, 2, 3),
              (b, at) -> b.get(at == 1 ? new Three(test) : new Blocks(test, at)))) {
        sum += each;
      }
      return sum;
    }
  }

  private final Engine engine = new Engine(Handlers.none());

  private void whenBlocked(Runnable action) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            blocked.await();
          } catch (InterruptedException _) {
            return;
          }
          action.run();
        });
  }

  @Test
  void an_interruption_ends_all_threads_before_evaluate_does_and_the_engine_goes_on()
      throws Exception {
    whenBlocked(engine::interrupt);
    assertThatThrownBy(() -> engine.evaluate(new Root(this)))
        .isInstanceOf(InterruptedException.class);
    assertThat(cleaned).hasValue(3);
    assertThat(engine.running()).isEmpty();
    block = false;
    assertThat(engine.evaluate(new Root(this))).isEqualTo(6);
  }

  @Test
  void an_interrupted_caller_is_an_interruption() {
    var caller = Thread.currentThread();
    whenBlocked(caller::interrupt);
    assertThatThrownBy(() -> engine.evaluate(new Root(this)))
        .isInstanceOf(InterruptedException.class);
    assertThat(cleaned).hasValue(3);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void nothing_outlives_a_closed_engine_and_nothing_begins_in_it() {
    whenBlocked(engine::close);
    assertThatThrownBy(() -> engine.evaluate(new Root(this)))
        .isInstanceOf(InterruptedException.class);
    assertThat(cleaned).hasValue(3);
    block = false;
    assertThatThrownBy(() -> engine.evaluate(new Root(this)))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void what_runs_is_named() throws Exception {
    whenBlocked(() -> {
      assertThat(engine.running()).contains(new Root(this), new Blocks(this, 1));
      engine.interrupt();
    });
    assertThatThrownBy(() -> engine.evaluate(new Root(this)))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void there_is_one_evaluation_at_a_time() {
    whenBlocked(() -> {
      assertThatThrownBy(() -> engine.evaluate(new Root(this)))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(engine::advance).isInstanceOf(IllegalStateException.class);
      engine.interrupt();
    });
    assertThatThrownBy(() -> engine.evaluate(new Root(this)))
        .isInstanceOf(InterruptedException.class);
  }
}
