package heddle.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StagedTest {
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private volatile int world = 1;

  record World(StagedTest test) implements Input<Integer> {
    @Override
    public Integer run(Context c) {
      return test.world;
    }
  }

  /**
   * Gives its metadata, then waits for who uses it: what it requests afterwards may depend on its
   * first result.
   */
  record Library(StagedTest test) implements Staged<String, String> {
    @Override
    public String run(Context c, Consumer<? super String> first) throws Exception {
      int world = c.get(new World(test));
      first.accept("rmeta" + world / 10);
      String user = c.get(new User(test));
      test.log.add("library after " + user);
      return "rlib" + world;
    }
  }

  record User(StagedTest test) implements Task<String> {
    @Override
    public String run(Context c) throws Exception {
      String user = "user of " + c.early(new Library(test));
      test.log.add(user);
      return user;
    }
  }

  record FailsLate(String message) implements Staged<String, String> {
    @Override
    public String run(Context c, Consumer<? super String> first) throws Exception {
      first.accept("early");
      throw new Exception(message);
    }
  }

  record OnlyEarly() implements Task<String> {
    @Override
    public String run(Context c) throws Exception {
      return c.early(new FailsLate("b")) + c.early(new FailsLate("a"));
    }
  }

  record GivesNone() implements Staged<String, String> {
    @Override
    public String run(Context c, Consumer<? super String> first) {
      return "last";
    }
  }

  record GivesTwo() implements Staged<String, String> {
    @Override
    public String run(Context c, Consumer<? super String> first) {
      first.accept("one");
      first.accept("two");
      return "last";
    }
  }

  record FromBranch() implements Staged<String, String> {
    @Override
    public String run(Context c, Consumer<? super String> first) throws Exception {
      c.map(
          List.of(1),
          (_, at) -> {
            first.accept("from a branch");
            return at;
          });
      return "last";
    }
  }

  record FromThread() implements Staged<String, String> {
    @Override
    public String run(Context c, Consumer<? super String> first) throws Exception {
      Thread.ofVirtual().start(() -> first.accept("from a thread")).join();
      return "last";
    }
  }

  private final Engine engine = new Engine(Handlers.none());

  @Test
  void a_dependent_goes_on_at_the_first_result() throws Exception {
    assertThat(engine.evaluate(new Library(this))).isEqualTo("rlib1");
    assertThat(log).containsExactly("user of rmeta0", "library after user of rmeta0");
  }

  @Test
  void an_equal_first_result_cuts_off_though_the_last_changes() throws Exception {
    engine.evaluate(new Library(this));
    log.clear();
    world = 2;
    engine.advance();
    assertThat(engine.evaluate(new Library(this))).isEqualTo("rlib2");
    assertThat(log).containsExactly("library after user of rmeta0");
  }

  @Test
  void what_waits_for_a_first_result_may_be_requested_after_it_in_a_later_revision_too()
      throws Exception {
    engine.evaluate(new Library(this));
    log.clear();
    engine.advance();
    assertThat(engine.evaluate(new Library(this))).isEqualTo("rlib1");
    assertThat(log).isEmpty();
  }

  @Test
  void a_late_failure_fails_the_evaluation_though_nobody_asked_for_the_last_result() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> engine.evaluate(new OnlyEarly()))
          .isInstanceOf(BuildException.class)
          .hasMessage("a\nb");
    }
  }

  @Test
  void a_staged_task_without_a_first_result_is_a_bug() {
    assertThatThrownBy(() -> engine.evaluate(new GivesNone()))
        .hasMessage("GivesNone[] ended without its first result");
    assertThatThrownBy(() -> engine.evaluate(new Staged.Early<>(new GivesNone())))
        .hasMessage("GivesNone[] ended without its first result");
  }

  @Test
  void a_second_first_result_is_a_bug() {
    assertThatThrownBy(() -> engine.evaluate(new GivesTwo()))
        .hasMessage("GivesTwo[] has given its first result");
  }

  @Test
  void a_first_result_may_come_from_another_thread_but_not_from_a_branch() throws Exception {
    assertThat(engine.evaluate(new Staged.Early<>(new FromThread()))).isEqualTo("from a thread");
    assertThatThrownBy(() -> engine.evaluate(new FromBranch()))
        .hasMessage("FromBranch[] gives its first result while branches run");
  }
}
