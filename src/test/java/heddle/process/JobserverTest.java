package heddle.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JobserverTest extends SlotsToShare {
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
      together(
          4, () -> runner.run(bash("MAKEFLAGS=\"$CARGO_MAKEFLAGS\" exec make all"), Watcher.NONE));
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
  void as_client_of_a_pipe_no_more_run_than_there_are_tokens() throws Exception {
    var kernel = Kernel.load();
    try (var arena = Arena.ofShared();
        var descriptors = new Descriptors(kernel, arena);
        var sandbox = sandbox()) {
      var pipe = descriptors.pipe();
      var token = arena.allocateFrom("+");
      kernel.must(Syscall.WRITE, pipe.write(), token.address(), 1);
      var flags = "-j2 --jobserver-auth=" + pipe.read() + "," + pipe.write();
      var ours = Jobserver.inherited(Map.of("CARGO_MAKEFLAGS", flags)).orElseThrow();
      try (var slots = Slots.shared(8, ours)) {
        var runner = new Runner(sandbox, slots);
        together(5, () -> runner.run(bash(STEP), Watcher.NONE));
        assertThat(most(directory.resolve("out/log"))).isEqualTo(2);
        assertThat(ours.free()).isEqualTo(1);
      }
    }
  }

  @Test
  void tokens_come_back_when_the_child_that_holds_them_is_killed() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/make")), "no make");
    var out = Files.createDirectories(directory.resolve("out"));
    Files.writeString(
        out.resolve("Makefile"),
        "all: a b c\na b c:\n\t@echo $@ >> begun; while [ `wc -l < begun` -lt 3 ]; do sleep 0.01;"
            + " done; sleep 30\n");
    try (var sandbox = sandbox();
        var slots = Slots.shared(3, serve(3))) {
      var outcome =
          new Runner(sandbox, slots)
              .run(
                  bash(
                      "touch begun; MAKEFLAGS=\"$CARGO_MAKEFLAGS\" make all & make=$!;"
                          + " while [ `wc -l < begun` -lt 3 ]; do sleep 0.01; done;"
                          + " kill -9 $make; exit 0"),
                  Watcher.NONE);
      assertThat(outcome.exit()).isZero();
      assertThat(slots.jobserver().orElseThrow().free()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GNU Make 4.3, PIPE",
    "GNU Make 4.4, FIFO",
    "GNU Make 4.4.1, FIFO",
    "GNU Make 3.81, PIPE",
    "GNU Make 10.0, FIFO",
    "GNU Make 4.4-rc1, PIPE",
    "bmake 20240404, PIPE",
    "'', PIPE"
  })
  void a_fifo_is_named_where_make_itself_would(String first, JobserverStyle style) {
    assertThat(JobserverStyle.of(first + "\nBuilt for x86_64-pc-linux-gnu\n")).isEqualTo(style);
  }

  @ParameterizedTest
  @EnumSource(SandboxLevel.class)
  void a_fifo_is_there_at_every_level(SandboxLevel level) throws Exception {
    try (var sandbox =
            Sandbox.open(List.of(level), SystemView.here(List.of()), directory.resolve("scratch"));
        var slots = Slots.shared(3, serve(3, JobserverStyle.FIFO))) {
      assumeTrue(sandbox.level() == level, () -> sandbox.refusals().toString());
      var outcome =
          new Runner(sandbox, slots)
              .run(
                  bash(
                      "exec 9<>${CARGO_MAKEFLAGS#*fifo:}; read -r -n 1 -u 9 t; read -r -n 1 -u 9 u;"
                          + " echo $t$u; printf %s $t >&9; ls /proc/self/fd"),
                  Watcher.NONE);
      assertThat(outcome.stderr().text()).isEmpty();
      assertThat(outcome.stdout().lines()).startsWith("++").doesNotContain("7", "8");
      assertThat(outcome.denied()).isEmpty();
      // One came back by itself, the other because nobody is left who could hold it.
      assertThat(slots.jobserver().orElseThrow().free()).isEqualTo(2);
    }
  }

  @Test
  void a_file_that_has_the_number_of_a_closed_descriptor_is_no_jobserver() throws Exception {
    var file = Files.writeString(directory.resolve("jar"), "content");
    try (var arena = Arena.ofConfined()) {
      var kernel = Kernel.load();
      var path = arena.allocateFrom(file.toString()).address();
      long descriptor = kernel.must(Syscall.OPENAT, CellRoot.AT_FDCWD, path, 2);
      try {
        var flags = "-j4 --jobserver-auth=" + descriptor + "," + descriptor;
        assertThat(Jobserver.inherited(Map.of("MAKEFLAGS", flags))).isEmpty();
        assertThat(Jobserver.inherited(Map.of("MAKEFLAGS", "-j --jobserver-auth=fifo:" + file)))
            .isEmpty();
      } finally {
        kernel.call(Syscall.CLOSE, descriptor);
      }
    }
    assertThat(file).hasContent("content");
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
