package heddle.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Actions that are not started at once, or cannot be. */
@ParameterizedClass(name = "at level {0}")
@EnumSource(SandboxLevel.class)
class StartingTest extends EachLevel {
  StartingTest(SandboxLevel level) {
    super(level);
  }

  private static final String READS_FILES =
      "case $2 in @*) wc -l < ${2#@}; tail -n 1 ${2#@};; *) echo $#;; esac";

  private Action reading(int count, String last, int foldable) throws Exception {
    var plain = shell("");
    var argv = new ArrayList<>(List.of("/bin/sh", "-c", READS_FILES, "sh", "wrapped"));
    for (int i = 1; i < count; i++) {
      argv.add("--cfg=feature_number_" + i);
    }
    argv.add(last);
    return new Action(
        argv,
        plain.env(),
        Map.of(),
        plain.mounts(),
        plain.cwd(),
        List.of(),
        java.util.Optional.empty(),
        Limits.DEFAULT,
        Permissions.NONE,
        foldable);
  }

  @Test
  void arguments_that_the_system_does_not_take_stand_in_a_file_one_a_line() throws Exception {
    var outcome = run(reading(300_000, "the last one", 300_000));
    assertThat(outcome.stderr().text()).isEmpty();
    assertThat(outcome.stdout().lines()).containsExactly("300000", "the last one");
    assertThat(run(reading(300, "the last one", 300)).stdout().lines()).containsExactly("301");
    var one = run(reading(1, "x".repeat(200_000), 1));
    assertThat(one.stdout().lines()).containsExactly("1", "x".repeat(200_000));
  }

  @Test
  void what_cannot_stand_in_a_file_is_told_before_anything_is_started() throws Exception {
    assertThatThrownBy(() -> run(reading(300_000, "one\ntwo", 300_000)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("line break: one");
    assertThatThrownBy(() -> run(reading(300_000, "", 0)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("cannot run /bin/sh: its arguments have");
    assertThatThrownBy(() -> run(reading(1, "x".repeat(200_000), 0)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("its argument `xxxx");
    var long_ = shell("").withVarying(Map.of("LONG", "x".repeat(200_000)));
    assertThatThrownBy(() -> run(long_))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("the variable LONG is 200006 bytes long");
  }

  @SuppressWarnings("try") // closed early on purpose
  @Test
  void a_program_that_is_still_open_for_writing_is_waited_for() throws Exception {
    var out = Files.createDirectories(directory.resolve("out"));
    var program = out.resolve("program");
    Files.copy(Path.of("/bin/true"), program);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxrwxrwx"));
    Thread closing;
    try (var held = FileChannel.open(program, StandardOpenOption.WRITE)) {
      var started = new CountDownLatch(1);
      closing =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  started.await();
                  Thread.sleep(300);
                  held.close();
                } catch (IOException | InterruptedException x) {
                  throw new IllegalStateException(x);
                }
              });
      var action =
          Action.of(
              List.of(program.toString()),
              Map.of(),
              List.of(new Mount.Writable("out", out)),
              Mount.placeholder("out"));
      var outcome =
          runner()
              .run(
                  action,
                  new Watcher() {
                    @Override
                    public void started() {
                      started.countDown();
                    }
                  });
      assertThat(outcome.stderr().text()).isEmpty();
      assertThat(outcome.exit()).isZero();
    }
    closing.join();
  }

  @Test
  void what_cannot_start_is_a_problem_that_names_it() throws Exception {
    var out = Files.createDirectories(directory.resolve("out"));
    var mounts = List.<Mount>of(new Mount.Writable("out", out));
    assertThatThrownBy(
            () -> run(Action.of(List.of("no-such"), Map.of("PATH", "/bin"), mounts, "/")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("no-such");
    assertThatThrownBy(
            () -> run(Action.of(List.of("/bin/true"), Map.of(), mounts, "/no/such/directory")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/no/such/directory");
  }

  @Test
  void two_runners_may_share_a_sandbox() throws Exception {
    var gate = directory.resolve("out/gate");
    var waits = shell("while [ ! -e " + gate + " ]; do sleep 0.01; done");
    var first = new CompletableFuture<ActionOutcome>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            first.complete(runner().run(waits, Watcher.NONE));
          } catch (Exception x) {
            first.completeExceptionally(x);
          }
        });
    assertThat(run(shell("echo > " + gate)).success()).isTrue();
    assertThat(first.get(30, TimeUnit.SECONDS).success()).isTrue();
  }

  @Test
  void never_more_run_than_there_are_slots() throws Exception {
    var runner = runner();
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var action = shell("echo started >&2; sleep 0.05; echo ends >&2");
    var failures = new ConcurrentLinkedQueue<Exception>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  runner.run(
                      action,
                      new Watcher() {
                        @Override
                        public void line(String line) {
                          if (line.equals("started")) {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                          } else {
                            running.decrementAndGet();
                          }
                        }
                      });
                } catch (Exception x) {
                  failures.add(x);
                }
              }));
    }
    for (var thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    assertThat(most.get()).isBetween(1, 2);
    assertThat(running.get()).isZero();
  }
}
