package heddle.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

  record Copy(String path) implements Intrinsic<String> {}

  record Shout(String path) implements Task<String> {
    @Override
    public String run(Context c) throws Exception {
      return c.get(new File(path)).toUpperCase(Locale.ROOT);
    }
  }

  @Test
  void an_intrinsic_can_stand_for_a_rule_and_a_rule_for_an_intrinsic() throws Exception {
    world.put("a", "text");
    var handlers =
        Handlers.none()
            .with(File.class, (f, _) -> world.getOrDefault(f.path(), ""))
            .with(Copy.class, (copy, c) -> c.get(new Shout(copy.path())));
    try (var plain = new Engine(handlers)) {
      assertThat(plain.evaluate(new Copy("a"))).isEqualTo("TEXT");
    }
    var wrapped = handlers.handler(File.class).orElseThrow();
    var replaced = handlers.with(File.class, (f, c) -> "<" + wrapped.handle(f, c) + ">");
    try (var other = new Engine(replaced)) {
      assertThat(other.evaluate(new Copy("a"))).isEqualTo("<TEXT>");
    }
  }

  record Spoken(String word) implements StagedIntrinsic<String, Integer> {}

  @Test
  void a_staged_intrinsic_gives_its_first_result_through_its_handler() throws Exception {
    var handlers =
        Handlers.none()
            .staged(
                Spoken.class,
                (s, _, first) -> {
                  first.accept(s.word());
                  return s.word().length();
                });
    try (var spoken = new Engine(handlers)) {
      assertThat(spoken.evaluate(new Staged.Early<>(new Spoken("heddle")))).isEqualTo("heddle");
      assertThat(spoken.evaluate(new Spoken("heddle"))).isEqualTo(6);
    }
  }

  @Test
  void an_intrinsic_without_a_handler_is_named() {
    assertThatThrownBy(() -> engine.evaluate(new Copy("a")))
        .hasMessage("no handler is bound for Copy[path=a]");
  }

  record Odd(String how) implements Task<Object> {
    @SuppressWarnings("NullAway") // what a rule compiled without it may do
    @Override
    public Object run(Context c) {
      return switch (how) {
        case "error" -> throw new StackOverflowError("deep");
        case "unequal" ->
            new Object() {
              @Override
              public boolean equals(Object other) {
                throw new IllegalStateException("not comparable");
              }

              @Override
              public int hashCode() {
                return 1;
              }
            };
        default -> Optional.empty().orElse(null);
      };
    }
  }

  record OnFile(Odd odd) implements Task<Object> {
    @Override
    public Object run(Context c) throws Exception {
      c.get(new File("a"));
      return odd.run(c);
    }
  }

  @Test
  void an_error_null_or_an_equals_that_throws_fails_the_task_and_hangs_nothing() throws Exception {
    assertThatThrownBy(() -> engine.evaluate(new Odd("error")))
        .hasMessageContaining("StackOverflowError: deep");
    assertThatThrownBy(() -> engine.evaluate(new Odd("null"))).hasMessage("a task gave null");
    engine.evaluate(new OnFile(new Odd("unequal")));
    world.put("a", "changed");
    engine.advance();
    assertThatThrownBy(() -> engine.evaluate(new OnFile(new Odd("unequal"))))
        .hasMessage("not comparable");
  }

  record Strays() implements Task<String> {
    @Override
    public String run(Context c) throws Exception {
      var thrown = new ArrayList<String>();
      var other =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  c.get(new Broken("unreached"));
                } catch (Exception e) {
                  thrown.add(String.valueOf(e.getMessage()));
                }
              });
      other.join();
      return thrown.getFirst();
    }
  }

  @Test
  void a_context_serves_no_other_thread() throws Exception {
    assertThat(engine.evaluate(new Strays()))
        .isEqualTo("the context belongs to another thread, of Strays[]");
  }

  record Mapped(List<String> paths) implements Task<List<String>> {
    @Override
    public List<String> run(Context c) throws Exception {
      return c.map(
          paths,
          (b, path) -> path.isEmpty() ? b.get(new Broken("no path")) : b.get(new Stripped(path)));
    }
  }

  @Test
  void branches_give_results_in_order_all_failures_in_order_and_nothing_for_nothing()
      throws Exception {
    world.put("a", "A");
    world.put("b", "B");
    assertThat(engine.evaluate(new Mapped(List.of("b", "a")))).containsExactly("B", "A");
    assertThat(engine.evaluate(new Mapped(List.of()))).isEmpty();
    assertThatThrownBy(() -> engine.evaluate(new Mapped(List.of("a", "", ""))))
        .isInstanceOfSatisfying(
            BuildException.class,
            e -> {
              assertThat(e.causes()).hasSize(1);
              assertThat(e.path(e.causes().getFirst()))
                  .containsExactly(new Mapped(List.of("a", "", "")), new Broken("no path"));
            });
  }
}
