package heddle.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobserverTest {
  @TempDir Path directory;

  private Sandbox sandbox() throws Exception {
    return Sandbox.open(SandboxMode.NONE, SystemView.here(List.of()), directory.resolve("scratch"));
  }

  private Jobserver serve(int slots) throws Exception {
    return Jobserver.serve(slots, directory.resolve("jobs"));
  }

  private Action bash(String script) throws IOException {
    var out = Files.createDirectories(directory.resolve("out"));
    return Action.of(
            List.of("/bin/bash", "-c", script),
            Map.of("PATH", "/usr/bin:/bin"),
            List.of(new Mount.Writable("out", out)),
            Mount.placeholder("out"))
        .withLimits(Limits.DEFAULT.withTime(Duration.ofSeconds(30)));
  }

  /** Each step writes when it begins and ends; the most that overlapped. */
  private int most(Path log) throws IOException {
    int now = 0;
    int most = 0;
    for (var line : Files.readAllLines(log)) {
      now += line.equals("begin") ? 1 : -1;
      most = Math.max(most, now);
    }
    assertThat(now).isZero();
    return most;
  }

  private static final String STEP = "echo begin >> log; sleep 0.05; echo end >> log";

  private void make(Path out, int targets) throws IOException {
    var names = new ArrayList<String>();
    var rules = new StringBuilder();
    for (int i = 0; i < targets; i++) {
      names.add("t" + i);
      rules.append("t").append(i).append(":\n\t@").append(STEP).append('\n');
    }
    Files.createDirectories(out);
    Files.writeString(out.resolve("Makefile"), "all: " + String.join(" ", names) + "\n" + rules);
  }

  @Test
  void the_address_is_the_last_one_before_variables() {
    assertThat(Jobserver.address(" -j --jobserver-fds=3,4 --jobserver-auth=5,6")).contains("5,6");
    assertThat(Jobserver.address("kw -j4 --jobserver-auth=fifo:/tmp/x -- A=--jobserver-auth=1,2"))
        .contains("fifo:/tmp/x");
    assertThat(Jobserver.address("k")).isEmpty();
    assertThat(Jobserver.address("")).isEmpty();
  }

  @Test
  void one_make_alone_uses_all_slots_and_never_more() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/make")), "no make");
    make(directory.resolve("out"), 6);
    try (var sandbox = sandbox();
        var slots = Slots.shared(3, serve(3))) {
      var outcome =
          new Runner(sandbox, slots)
              .run(bash("MAKEFLAGS=\"$CARGO_MAKEFLAGS\" exec make all"), Watcher.NONE);
      assertThat(outcome.stderr().text()).isEmpty();
      assertThat(outcome.success()).isTrue();
      assertThat(most(directory.resolve("out/log"))).isBetween(2, 3);
      assertThat(slots.jobserver().orElseThrow().free()).isEqualTo(2);
    }
  }

  @Test
  void several_makes_share_the_slots() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/make")), "no make");
    make(directory.resolve("out"), 5);
    try (var sandbox = sandbox();
        var slots = Slots.shared(2, serve(2))) {
      var runner = new Runner(sandbox, slots);
      var failures = new ConcurrentLinkedQueue<Object>();
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < 4; i++) {
        threads.add(
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    var outcome =
                        runner.run(
                            bash("MAKEFLAGS=\"$CARGO_MAKEFLAGS\" exec make all"), Watcher.NONE);
                    if (!outcome.success()) {
                      failures.add(outcome);
                    }
                  } catch (Exception x) {
                    failures.add(x);
                  }
                }));
      }
      for (var thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
      assertThat(most(directory.resolve("out/log"))).isEqualTo(2);
      assertThat(slots.jobserver().orElseThrow().free()).isEqualTo(1);
    }
  }

  @Test
  void tokens_of_a_killed_child_come_back() throws Exception {
    try (var sandbox = sandbox();
        var slots = Slots.shared(3, serve(3))) {
      var outcome =
          new Runner(sandbox, slots).run(bash("read -r -n 1 -u 7 t; kill -9 $$"), Watcher.NONE);
      assertThat(outcome.exit()).isEqualTo(137);
      assertThat(slots.jobserver().orElseThrow().free()).isEqualTo(2);
    }
  }

  @Test
  void tokens_that_a_child_made_up_are_taken_away() throws Exception {
    try (var sandbox = sandbox();
        var slots = Slots.shared(3, serve(3))) {
      var outcome = new Runner(sandbox, slots).run(bash("printf +++++++ >&8"), Watcher.NONE);
      assertThat(outcome.success()).isTrue();
      assertThat(slots.jobserver().orElseThrow().free()).isEqualTo(2);
    }
  }

  @Test
  void as_client_no_more_run_than_there_are_tokens_and_all_go_back() throws Exception {
    try (var theirs = serve(2);
        var sandbox = sandbox()) {
      var fifo = directory.resolve("jobs/jobserver-" + ProcessHandle.current().pid());
      var ours =
          Jobserver.inherited(Map.of("MAKEFLAGS", "-j2 --jobserver-auth=fifo:" + fifo))
              .orElseThrow();
      try (var slots = Slots.shared(8, ours)) {
        var runner = new Runner(sandbox, slots);
        var done = new CountDownLatch(6);
        for (int i = 0; i < 6; i++) {
          Thread.ofVirtual()
              .start(() -> {
                try {
                  runner.run(bash(STEP), Watcher.NONE);
                  done.countDown();
                } catch (Exception x) {
                  throw new IllegalStateException(x);
                }
              });
        }
        assertThat(done.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        assertThat(most(directory.resolve("out/log"))).isEqualTo(2);
      }
      assertThat(theirs.free()).isEqualTo(1);
    }
  }

  @Test
  void a_jobserver_that_cannot_be_reached_is_none() throws Exception {
    assertThat(Jobserver.inherited(Map.of("MAKEFLAGS", "-j --jobserver-auth=fifo:/no/such")))
        .isEmpty();
    assertThat(Jobserver.inherited(Map.of("MAKEFLAGS", "-j --jobserver-auth=998,999"))).isEmpty();
    assertThat(Jobserver.inherited(Map.of("MAKEFLAGS", "-j --jobserver-auth=rubbish"))).isEmpty();
    assertThat(Jobserver.inherited(Map.of())).isEmpty();
  }
}
