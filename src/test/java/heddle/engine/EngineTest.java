package heddle.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class EngineTest {
  record File(String path) implements Input<String>, Intrinsic<String> {}

  record Stripped(String path) implements Task<String> {
    @Override
    public String run(Context c) throws Exception {
      return c.get(new File(path)).replaceAll("#.*", "");
    }
  }

  record Joined(List<String> paths) implements Task<String> {
    @Override
    public String run(Context c) throws Exception {
      return String.join("", c.all(paths.stream().map(Stripped::new).toList()));
    }
  }

  record Ring(int at) implements Task<Integer> {
    @Override
    public Integer run(Context c) throws Exception {
      return c.get(new Ring((at + 1) % 4));
    }
  }

  record Chain(int length) implements Task<Integer> {
    @Override
    public Integer run(Context c) throws Exception {
      return length == 0 ? 0 : 1 + c.get(new Chain(length - 1));
    }
  }

  record Broken(String message) implements Task<String> {
    @Override
    public String run(Context c) throws Exception {
      throw new Exception(message);
    }
  }

  record Both() implements Task<List<String>> {
    @Override
    public List<String> run(Context c) throws Exception {
      return c.all(List.of(new Broken("first"), new Broken("second")));
    }
  }

  private final Map<String, String> world = new ConcurrentHashMap<>();
  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
  private final Listener listener =
      new Listener() {
        @Override
        public void started(Task<?> task, Reason reason) {
          ran.add(task + " " + reason);
        }
      };
  private final Engine engine =
      new Engine(
          Handlers.none().with(File.class, (f, _) -> world.getOrDefault(f.path(), "")),
          Traces.none(),
          listener);

  @Test
  void a_second_evaluation_runs_nothing() throws Exception {
    world.put("a", "A#1");
    world.put("b", "B");
    assertThat(engine.evaluate(new Joined(List.of("a", "b")))).isEqualTo("AB");
    ran.clear();
    assertThat(engine.evaluate(new Joined(List.of("a", "b")))).isEqualTo("AB");
    assertThat(ran).isEmpty();
  }

  @Test
  void an_equal_value_cuts_off() throws Exception {
    world.put("a", "A#1");
    world.put("b", "B");
    engine.evaluate(new Joined(List.of("a", "b")));
    ran.clear();
    world.put("a", "A#2");
    engine.advance();
    assertThat(engine.evaluate(new Joined(List.of("a", "b")))).isEqualTo("AB");
    assertThat(ran)
        .containsExactlyInAnyOrder(
            "File[path=a] Observe[]",
            "File[path=b] Observe[]",
            "Stripped[path=a] Changed[request=File[path=a]]");
  }

  @Test
  void a_cycle_is_named_in_full_from_its_least_task() {
    assertThatThrownBy(() -> engine.evaluate(new Ring(2)))
        .isInstanceOf(BuildException.class)
        .hasMessage("cycle: Ring[at=0] -> Ring[at=1] -> Ring[at=2] -> Ring[at=3] -> Ring[at=0]");
  }

  @Test
  void failures_come_in_the_order_of_requests_with_their_paths() {
    assertThatThrownBy(() -> engine.evaluate(new Both()))
        .isInstanceOfSatisfying(
            BuildException.class,
            e -> {
              assertThat(e).hasMessage("first\nsecond");
              assertThat(e.path(e.causes().get(1)))
                  .containsExactly(new Both(), new Broken("second"));
            });
  }

  @Test
  void a_chain_of_100000_does_not_overflow() throws Exception {
    assertThat(engine.evaluate(new Chain(100_000))).isEqualTo(100_000);
  }
}
