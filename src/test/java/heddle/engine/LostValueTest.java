package heddle.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class LostValueTest {
  private final Set<String> blobs = ConcurrentHashMap.newKeySet();
  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
  private boolean healing = true;

  record Compiled(LostValueTest test, String name) implements Task<String> {
    @Override
    public String run(Context c) {
      test.ran.add("compiled");
      if (test.healing || test.ran.size() == 1) {
        test.blobs.add("digest of " + name);
      }
      return "digest of " + name;
    }
  }

  record Linked(LostValueTest test, String output) implements Task<String> {
    @Override
    public String run(Context c) throws Exception {
      var compiled = new Compiled(test, "a");
      String digest = c.get(compiled);
      test.ran.add("linked " + output);
      if (!test.blobs.contains(digest)) {
        throw new LostValue(compiled, digest + " is gone");
      }
      return output;
    }
  }

  /** Hides the producer behind a trace. */
  record Plan(LostValueTest test) implements Durable<String> {
    @Override
    public String run(Context c) throws Exception {
      test.ran.add("planned");
      return c.get(new Compiled(test, "a"));
    }

    @Override
    public String key() {
      return "plan";
    }

    @Override
    public String encode(String value) {
      return value;
    }

    @Override
    public String decode(String text) {
      return text;
    }
  }

  record Used(LostValueTest test) implements Task<String> {
    @Override
    public String run(Context c) throws Exception {
      String digest = c.get(new Plan(test));
      if (!test.blobs.contains(digest)) {
        throw new LostValue(new Compiled(test, "a"), "gone");
      }
      return digest;
    }
  }

  private final Traces traces = new EngineFuzzTest.MemoryTraces();
  private final Engine engine = new Engine(Handlers.none(), traces, Listener.none());

  @Test
  void the_producer_runs_again_and_who_held_its_equal_value_does_not() throws Exception {
    assertThat(engine.evaluate(new Linked(this, "one"))).isEqualTo("one");
    blobs.clear();
    ran.clear();
    assertThat(engine.evaluate(new Linked(this, "two"))).isEqualTo("two");
    assertThat(ran).containsExactly("linked two", "compiled", "linked two");
    ran.clear();
    assertThat(engine.evaluate(new Linked(this, "one"))).isEqualTo("one");
    assertThat(ran).isEmpty();
  }

  @Test
  void what_stays_lost_fails_after_three_more_evaluations() throws Exception {
    healing = false;
    blobs.clear();
    ran.add("not the first");
    assertThatThrownBy(() -> engine.evaluate(new Linked(this, "one")))
        .isInstanceOf(BuildException.class)
        .hasMessage("digest of a is gone");
    assertThat(Collections.frequency(ran, "compiled")).isEqualTo(4);
  }

  @Test
  void a_trace_does_not_hide_the_producer() throws Exception {
    engine.evaluate(new Used(this));
    blobs.clear();
    ran.clear();
    try (var other = new Engine(Handlers.none(), traces, Listener.none())) {
      assertThat(other.evaluate(new Used(this))).isEqualTo("digest of a");
    }
    assertThat(ran).containsExactly("planned", "compiled");
  }
}
