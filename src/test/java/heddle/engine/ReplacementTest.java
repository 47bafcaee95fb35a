package heddle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** One rule in the place of another: of intrinsics, staged ones too, in builds and in tests. */
class ReplacementTest {
  record Read(String name) implements Intrinsic<String> {}

  record Build(String name) implements StagedIntrinsic<String, String> {}

  /** Stands for Read and wraps it. */
  record Loud(Read read) implements Task<String> {
    @Override
    public String run(Context c) throws Exception {
      return c.get(new Original<>(read)).toUpperCase(java.util.Locale.ROOT);
    }
  }

  /** Stands for Build and wraps it. */
  record Checked(Build build) implements Staged<String, String> {
    @Override
    public String run(Context c, Consumer<? super String> first) throws Exception {
      first.accept("checked " + c.early(new OriginalStaged<>(build)));
      return "checked " + c.get(new OriginalStaged<>(build));
    }
  }

  record Both(String name) implements Task<String> {
    @Override
    public String run(Context c) throws Exception {
      return c.get(new Read(name))
          + ", "
          + c.early(new Build(name))
          + ", "
          + c.get(new Build(name));
    }
  }

  private static final Handlers BOUND =
      Handlers.none()
          .with(Read.class, (read, _) -> "read " + read.name())
          .<String, String, Build>staged(
              Build.class,
              (build, _, first) -> {
                first.accept("early " + build.name());
                return "last " + build.name();
              });

  private static String of(Handlers handlers) throws Exception {
    try (var engine = new Engine(handlers)) {
      return engine.evaluate(new Both("x"));
    }
  }

  @Test
  void a_caller_cannot_tell_a_rule_from_the_intrinsic_it_stands_for() throws Exception {
    assertThat(of(BOUND)).isEqualTo("read x, early x, last x");
    var replaced =
        BOUND
            .replacing(Read.class, (read, c) -> c.get(new Loud(read)))
            .<String, String, Build>replacingStaged(
                Build.class,
                (build, c, first) -> {
                  first.accept(c.early(new Checked(build)));
                  return c.get(new Checked(build));
                });
    assertThat(of(replaced)).isEqualTo("READ X, checked early x, checked last x");
  }

  @Test
  void a_test_binds_a_fake_in_the_same_way() throws Exception {
    assertThat(of(BOUND.replacing(Read.class, (_, _) -> "fake")))
        .isEqualTo("fake, early x, last x");
  }

  @Test
  void the_first_that_was_bound_stays_the_original() throws Exception {
    var twice =
        BOUND
            .replacing(Read.class, (_, _) -> "fake")
            .replacing(Read.class, (read, c) -> c.get(new Loud(read)));
    assertThat(of(twice)).isEqualTo("READ X, early x, last x");
  }

  @Test
  void an_original_that_nobody_replaced_is_what_is_bound() throws Exception {
    try (var engine = new Engine(BOUND)) {
      assertThat(engine.evaluate(new Loud(new Read("x")))).isEqualTo("READ X");
      assertThat(engine.evaluate(new Checked(new Build("x")))).isEqualTo("checked last x");
    }
  }
}
