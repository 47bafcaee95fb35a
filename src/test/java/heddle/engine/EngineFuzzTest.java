package heddle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Random graphs against {@link Oracle}; {@code -Dheddle.fuzz.seconds=60 -Dheddle.fuzz.seed=1} for
 * more, or for one again.
 */
class EngineFuzzTest {
  /** One trace of each key in memory, and another process may find it. */
  static final class MemoryTraces implements Traces {
    final Map<String, List<Trace>> kept = new ConcurrentHashMap<>();

    @Override
    public List<Trace> find(String key) {
      return kept.getOrDefault(key, List.of());
    }

    @Override
    public void keep(String key, Trace trace) {
      kept.merge(key, List.of(trace), (old, one) -> List.of(one.getFirst(), old.getFirst()));
    }
  }

  /** Interrupts the engine at the n-th event that it hears. */
  static final class Interrupter implements Listener {
    final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    private volatile Runnable interrupt = () -> {};

    void at(int event, Runnable action) {
      interrupt = action;
      left.set(event);
    }

    private void event() {
      if (left.decrementAndGet() == 0) {
        interrupt.run();
      }
    }

    @Override
    public void started(Task<?> task, Reason reason) {
      event();
    }

    @Override
    public void finished(Task<?> task, End end, java.time.Duration time) {
      event();
    }

    @Override
    public void confirmed(Task<?> task) {
      event();
    }
  }

  interface Trial {
    void run(Random random) throws Exception;
  }

  private static void fuzz(Trial trial) {
    long one = Long.getLong("heddle.fuzz.seed", -1);
    long until = System.nanoTime() + Long.getLong("heddle.fuzz.seconds", 1) * 1_000_000_000L;
    long seed = one >= 0 ? one : System.nanoTime();
    do {
      try {
        trial.run(new Random(seed));
      } catch (Exception | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
      seed++;
    } while (one < 0 && System.nanoTime() < until);
  }

  private static void check(RandomGraph graph, Engine engine, int root)
      throws InterruptedException {
    var oracle = new Oracle(graph);
    var expected = oracle.evaluate(root);
    List<String> messages = new ArrayList<>();
    graph.runs.clear();
    graph.lost.set(0);
    graph.needless.clear();
    try {
      int value = engine.evaluate(graph.task(root));
      assertThat(expected).as("value of %s", root).isEqualTo(Oracle.Result.of(value));
    } catch (BuildException e) {
      e.causes().forEach(c -> messages.add(String.valueOf(c.getMessage())));
      assertThat(e.causes().stream().anyMatch(CycleException.class::isInstance))
          .as("cycle")
          .isEqualTo(oracle.cycles);
    }
    assertThat(graph.running).hasValue(0);
    assertThat(graph.needless).as("programs that ran again and saw what they had seen").isEmpty();
    if (graph.lost.get() == 0) {
      assertThat(graph.runs.values()).as("runs in one revision").allMatch(times -> times == 1);
    }
    if (!oracle.cycles) {
      var failures = expected.failures();
      assertThat(messages.subList(0, Math.min(failures.size(), messages.size())))
          .isEqualTo(failures);
      var late = new HashSet<>(oracle.lateFailures);
      late.removeAll(failures);
      assertThat(messages.subList(failures.size(), messages.size()))
          .containsExactlyInAnyOrderElementsOf(late);
    }
  }

  private static void change(RandomGraph graph, Random random) {
    if (random.nextInt(3) > 0) {
      graph.set(
          random.nextInt(RandomGraph.INPUTS), random.nextInt(12) == 0 ? 9 : random.nextInt(4));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      graph.blobs.remove(random.nextInt(graph.programs.size()));
    }
  }

  private static void timeline(Random random, boolean cycles) throws InterruptedException {
    var graph = new RandomGraph(random, cycles);
    graph.dawdle(new Random(random.nextLong()));
    var traces = new MemoryTraces();
    for (int process = 0; process < 2; process++) {
      try (var engine = new Engine(graph.handlers(random.nextBoolean()), traces, Listener.none())) {
        for (int step = 0; step < 5; step++) {
          check(graph, engine, random.nextInt(graph.programs.size()));
          check(graph, engine, graph.programs.size() - 1);
          change(graph, random);
          engine.advance();
        }
      }
    }
  }

  @Test
  void every_revision_gives_what_recursion_gives() {
    fuzz(random -> timeline(random, false));
  }

  @Test
  void a_cycle_is_found_exactly_where_recursion_finds_one() {
    fuzz(random -> timeline(random, true));
  }

  @Test
  void an_interruption_at_any_point_leaves_the_engine_sound() {
    fuzz(random -> {
      var graph = new RandomGraph(random, random.nextInt(4) == 0);
      graph.dawdle(new Random(random.nextLong()));
      var interrupter = new Interrupter();
      try (var engine =
          new Engine(graph.handlers(random.nextBoolean()), new MemoryTraces(), interrupter)) {
        for (int step = 0; step < 6; step++) {
          interrupter.at(1 + random.nextInt(20), engine::interrupt);
          try {
            engine.evaluate(graph.task(graph.programs.size() - 1));
          } catch (BuildException | InterruptedException _) {
            // either may come first
          }
          assertThat(graph.running).hasValue(0);
          assertThat(engine.running()).isEmpty();
          interrupter.at(Integer.MAX_VALUE, () -> {});
          check(graph, engine, graph.programs.size() - 1);
          change(graph, random);
          engine.advance();
        }
      }
    });
  }

  @Test
  void reports_do_not_depend_on_the_schedule() {
    fuzz(random -> {
      var graph = new RandomGraph(random, random.nextBoolean());
      var reports = new HashSet<String>();
      for (int schedule = 0; schedule < 4; schedule++) {
        graph.dawdle(new Random(random.nextLong()));
        reports.add(report(graph));
      }
      assertThat(reports).hasSize(1);
    });
  }

  private static String report(RandomGraph graph) throws InterruptedException {
    try (var engine = new Engine(graph.handlers(false))) {
      return String.valueOf(engine.evaluate(graph.task(graph.programs.size() - 1)));
    } catch (BuildException e) {
      var text = new StringBuilder();
      for (Exception cause : e.causes()) {
        text.append(cause.getMessage()).append(" by ").append(e.path(cause)).append('\n');
      }
      return text.toString();
    }
  }
}
