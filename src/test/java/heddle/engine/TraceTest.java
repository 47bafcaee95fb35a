package heddle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class TraceTest {
  private final Map<String, String> world =
      new ConcurrentHashMap<>(Map.of("list", "a b", "a", "1", "b", "2"));
  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
  private final EngineFuzzTest.MemoryTraces traces = new EngineFuzzTest.MemoryTraces();

  record File(String path) implements Traceable<String>, Intrinsic<String> {
    @Override
    public String kind() {
      return "file";
    }

    @Override
    public String key() {
      return path;
    }

    @Override
    public String digest(String value) {
      return "digest of " + value;
    }
  }

  record Clock() implements Input<Long> {
    @Override
    public Long run(Context c) {
      return 12L;
    }
  }

  /** Which files it reads depends on what is in the first. */
  record Sum() implements Task<Integer> {
    @Override
    public Integer run(Context c) throws Exception {
      var files = new ArrayList<File>();
      for (String path : c.get(new File("list")).split(" ", -1)) {
        files.add(new File(path));
      }
      return c.all(files).stream().mapToInt(Integer::parseInt).sum();
    }
  }

  record Plan(TraceTest test, boolean clock, boolean catches) implements Durable<Integer> {
    @Override
    public Integer run(Context c) throws Exception {
      test.ran.add("planned");
      if (clock) {
        c.get(new Clock());
      }
      try {
        return c.get(new Sum());
      } catch (BuildException e) {
        if (catches) {
          return -1;
        }
        throw e;
      }
    }

    @Override
    public String key() {
      return "plan";
    }

    @Override
    public String encode(Integer value) {
      return value.toString();
    }

    @Override
    public Integer decode(String text) {
      return Integer.valueOf(text);
    }
  }

  /** What a new process gives, and whether it ran the plan. */
  private String process(Plan plan) throws Exception {
    var handlers =
        Handlers.none()
            .with(File.class, (f, _) -> world.getOrDefault(f.path(), ""))
            .traceable("file", File::new);
    ran.clear();
    try (var engine = new Engine(handlers, traces, Listener.none())) {
      return engine.evaluate(plan) + (ran.isEmpty() ? " from a trace" : " by a run");
    }
  }

  private String process() throws Exception {
    return process(new Plan(this, false, false));
  }

  @Test
  void an_equal_trace_skips_the_run_in_a_new_process() throws Exception {
    assertThat(process()).isEqualTo("3 by a run");
    assertThat(process()).isEqualTo("3 from a trace");
  }

  @Test
  void a_changed_input_does_not() throws Exception {
    process();
    world.put("b", "5");
    assertThat(process()).isEqualTo("6 by a run");
    world.put("list", "b");
    assertThat(process()).isEqualTo("5 by a run");
  }

  @Test
  void an_input_that_is_no_longer_reached_does_not_count() throws Exception {
    process();
    world.put("list", "a");
    process();
    world.put("b", "7");
    assertThat(process()).isEqualTo("1 from a trace");
  }

  @Test
  void a_world_that_comes_back_finds_its_older_trace() throws Exception {
    process();
    world.put("b", "5");
    process();
    world.put("b", "2");
    assertThat(process()).isEqualTo("3 from a trace");
  }

  @Test
  void a_restored_value_is_verified_like_any_in_the_next_revision() throws Exception {
    process();
    var handlers =
        Handlers.none()
            .with(File.class, (f, _) -> world.getOrDefault(f.path(), ""))
            .traceable("file", File::new);
    ran.clear();
    try (var engine = new Engine(handlers, traces, Listener.none())) {
      engine.evaluate(new Plan(this, false, false));
      engine.advance();
      engine.evaluate(new Plan(this, false, false));
      assertThat(ran).isEmpty();
      assertThat(engine.inputs(new Plan(this, false, false)).keySet())
          .map(Object::toString)
          .containsExactly("File[path=list]", "File[path=a]", "File[path=b]");
      world.put("a", "2");
      engine.advance();
      assertThat(engine.evaluate(new Plan(this, false, false))).isEqualTo(4);
    }
  }

  @Test
  void an_input_that_cannot_be_named_leaves_no_trace() throws Exception {
    process(new Plan(this, true, false));
    assertThat(traces.kept).isEmpty();
  }

  @Test
  void a_failure_leaves_no_trace_even_if_it_is_caught() throws Exception {
    world.put("a", "not a number");
    assertThat(process(new Plan(this, false, true))).isEqualTo("-1 by a run");
    assertThat(traces.kept).isEmpty();
  }

  @Test
  void a_damaged_trace_is_none() throws Exception {
    process();
    traces.kept.replaceAll(
        (_, kept) -> List.of(new Trace(kept.getFirst().observations(), "damaged")));
    assertThat(process()).isEqualTo("3 by a run");
  }

  /** As {@link #process}, with a stamp for each file; and how often files were looked at. */
  private String stamped(Map<String, String> stamps) throws Exception {
    var looked = new ArrayList<String>();
    var handlers =
        Handlers.none()
            .with(
                File.class,
                (f, _) -> {
                  synchronized (looked) {
                    looked.add(f.path());
                  }
                  return world.getOrDefault(f.path(), "");
                })
            .traceable("file", File::new)
            .stamped(File.class, f -> stamps.getOrDefault(f.path(), ""));
    ran.clear();
    try (var engine = new Engine(handlers, traces, Listener.none())) {
      int value = engine.evaluate(new Plan(this, false, false));
      Collections.sort(looked);
      return value + (ran.isEmpty() ? " from a trace" : " by a run") + ", looked at " + looked;
    }
  }

  @Test
  void an_input_with_the_stamp_of_its_trace_is_not_looked_at() throws Exception {
    var stamps = new ConcurrentHashMap<>(Map.of("list", "s1", "a", "s2"));
    assertThat(stamped(stamps)).isEqualTo("3 by a run, looked at [a, b, list]");
    assertThat(stamped(stamps)).isEqualTo("3 from a trace, looked at [b]");
    stamps.put("a", "s3");
    assertThat(stamped(stamps)).isEqualTo("3 from a trace, looked at [a, b]");
    assertThat(stamped(stamps)).isEqualTo("3 from a trace, looked at [b]");
    stamps.put("a", "s4");
    world.put("a", "7");
    assertThat(stamped(stamps)).isEqualTo("9 by a run, looked at [a, b, list]");
  }

  @Test
  void a_rule_in_the_place_of_another_has_no_stamps() throws Exception {
    stamped(Map.of("list", "s1", "a", "s2", "b", "s3"));
    var handlers =
        Handlers.none()
            .with(File.class, (f, _) -> world.getOrDefault(f.path(), ""))
            .traceable("file", File::new)
            .stamped(File.class, _ -> "s")
            .replacing(File.class, (f, _) -> f.path().equals("list") ? "a" : "4");
    try (var engine = new Engine(handlers, traces, Listener.none())) {
      assertThat(engine.evaluate(new Plan(this, false, false))).isEqualTo(4);
    }
  }

  @Test
  void what_only_its_stamp_was_asked_of_is_verified_in_the_next_revision() throws Exception {
    var stamps = new ConcurrentHashMap<>(Map.of("list", "s1", "a", "s2", "b", "s3"));
    stamped(stamps);
    var handlers =
        Handlers.none()
            .with(File.class, (f, _) -> world.getOrDefault(f.path(), ""))
            .traceable("file", File::new)
            .stamped(File.class, f -> stamps.getOrDefault(f.path(), ""));
    ran.clear();
    try (var engine = new Engine(handlers, traces, Listener.none())) {
      assertThat(engine.evaluate(new Plan(this, false, false))).isEqualTo(3);
      world.put("a", "2");
      stamps.put("a", "s9");
      engine.advance();
      assertThat(engine.evaluate(new Plan(this, false, false))).isEqualTo(4);
    }
  }
}
