package heddle.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How an action ends, and that nothing of it stays. */
@ParameterizedClass(name = "at level {0}")
@EnumSource(SandboxLevel.class)
class EndingTest extends EachLevel {
  EndingTest(SandboxLevel level) {
    super(level);
  }

  @Test
  void a_signal_is_128_and_its_number() throws Exception {
    assertThat(run(shell("kill -TERM $$")).exit()).isEqualTo(143);
  }

  @Test
  void too_long_ends_the_whole_tree() throws Exception {
    var action =
        shell("(sleep 60; echo late > late) & sleep 60")
            .withLimits(Limits.DEFAULT.withTime(Duration.ofMillis(100)));
    var outcome = run(action);
    assertThat(outcome.ending()).isEqualTo(Ending.TOO_LONG);
    assertThat(outcome.success()).isFalse();
    assertThat(outcome.wall()).isLessThan(Duration.ofSeconds(50));
  }

  @Test
  void a_daemon_ends_with_the_run_that_is_killed_or_with_the_sandbox() throws Exception {
    var mark = Marked.unused();
    var daemon = "setsid -f sleep " + mark + " </dev/null >/dev/null 2>&1; ";
    var limits = Limits.DEFAULT.withTime(Duration.ofSeconds(2));
    assertThat(run(shell(daemon + "sleep 60").withLimits(limits)).ending())
        .isEqualTo(Ending.TOO_LONG);
    assertThat(Marked.running(mark)).isZero();
    assertThat(run(shell(daemon + "sleep 0.3")).success()).isTrue();
    sandbox.close();
    assertThat(Marked.running(mark)).isZero();
  }

  @Test
  void too_much_output_ends_the_action() throws Exception {
    var limits = new Limits(Duration.ofSeconds(60), 1 << 20, 1L << 30, 100);
    var outcome = run(shell("exec cat /dev/zero").withLimits(limits));
    assertThat(outcome.ending()).isEqualTo(Ending.TOO_MUCH_OUTPUT);
    assertThat(outcome.stdout().size()).isEqualTo(1 << 20);
    assertThat(outcome.stdout().file()).isEmpty();
    assertThat(outcome.ending().text(limits)).isEqualTo("killed: it printed more than 1 MiB");
  }

  @Test
  void too_large_a_file_ends_its_writer() throws Exception {
    var limits = new Limits(Duration.ofSeconds(60), 1 << 20, 1 << 20, 100);
    var outcome = run(shell("sleep 0.2; head -c 10000000000 /dev/zero > big").withLimits(limits));
    assertThat(outcome.success()).isFalse();
    assertThat(directory.resolve("out/big")).hasSize(1 << 20);
  }

  @Test
  void too_many_processes_end_the_action_with_all_of_them() throws Exception {
    var mark = Marked.unused();
    var limits = new Limits(Duration.ofSeconds(60), 1 << 20, 1 << 20, 20);
    var action = shell("i=0; while [ $i -lt 60 ]; do sleep " + mark + " & i=$((i+1)); done; wait");
    var outcome = run(action.withLimits(limits));
    assertThat(outcome.ending()).isEqualTo(Ending.TOO_MANY_PROCESSES);
    assertThat(Marked.running(mark)).isZero();
  }

  @Test
  void a_process_left_behind_in_the_group_is_killed_and_not_waited_for() throws Exception {
    var mark = Marked.unused();
    var outcome = run(shell("sleep " + mark + " &"));
    assertThat(outcome.success()).isTrue();
    assertThat(outcome.wall()).isLessThan(Duration.ofSeconds(50));
    assertThat(Marked.running(mark)).isZero();
  }

  @Test
  void an_interrupted_run_leaves_no_process() throws Exception {
    var runner = runner();
    var started = new CountDownLatch(1);
    var mark = Marked.unused();
    var interrupted = new CountDownLatch(1);
    var action = shell("sleep " + mark + " & echo started >&2; wait");
    var thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                runner.run(
                    action,
                    new Watcher() {
                      @Override
                      public void line(String line) {
                        started.countDown();
                      }
                    });
              } catch (InterruptedException _) {
                interrupted.countDown();
              } catch (Exception x) {
                throw new IllegalStateException(x);
              }
            });
    assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
    thread.interrupt();
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(Marked.running(mark)).isZero();
    try (var left = Files.list(directory.resolve("scratch"))) {
      assertThat(left).noneMatch(p -> p.getFileName().toString().startsWith("run-"));
    }
  }

  @SuppressWarnings("try") // closed early on purpose
  @Test
  void nothing_of_the_sandbox_stays_when_it_is_closed_while_an_action_runs() throws Exception {
    var before = ProcessHandle.current().children().map(ProcessHandle::pid).toList();
    try (var own =
        Sandbox.open(List.of(level), SystemView.here(List.of()), directory.resolve("own"))) {
      var started = new CountDownLatch(1);
      var ended = new CompletableFuture<ActionOutcome>();
      var end = directory.resolve("out/end");
      var action = shell("echo started >&2; while [ ! -e " + end + " ]; do sleep 0.01; done");
      var thread =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  ended.complete(
                      new Runner(own, new Slots(1))
                          .run(
                              action,
                              new Watcher() {
                                @Override
                                public void line(String line) {
                                  started.countDown();
                                }
                              }));
                } catch (Exception x) {
                  throw new IllegalStateException(x);
                }
              });
      assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
      own.close();
      Files.writeString(end, "");
      thread.join();
      assertThat(ended.get(1, TimeUnit.SECONDS).success()).isTrue();
    }
    assertThat(ProcessHandle.current().children().map(ProcessHandle::pid))
        .allMatch(before::contains);
  }
}
