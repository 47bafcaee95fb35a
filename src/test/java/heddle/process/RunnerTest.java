package heddle.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.engine.Engine;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass(name = "at level {0}")
@EnumSource(SandboxLevel.class)
class RunnerTest {
  @TempDir Path directory;

  private final SandboxLevel level;
  private Sandbox sandbox;

  RunnerTest(SandboxLevel level) {
    this.level = level;
  }

  @BeforeEach
  void open() throws Exception {
    sandbox =
        Sandbox.open(List.of(level), SystemView.here(List.of()), directory.resolve("scratch"));
    assumeTrue(sandbox.level() == level, () -> sandbox.refusals().toString());
  }

  @AfterEach
  void close() throws Exception {
    sandbox.close();
  }

  private Runner runner() {
    return new Runner(sandbox, new Slots(2));
  }

  private Action shell(String script) throws Exception {
    var out = Files.createDirectories(directory.resolve("out"));
    return Action.of(
        List.of("/bin/sh", "-c", script),
        Map.of("PATH", "/usr/bin:/bin"),
        List.of(new Mount.Writable("out", out)),
        Mount.placeholder("out"));
  }

  private ActionOutcome run(Action action) throws Exception {
    return runner().run(action, Watcher.NONE);
  }

  @Test
  void both_streams_and_the_exit_code_are_kept() throws Exception {
    var outcome = run(shell("echo one; echo two >&2; exit 7"));
    assertThat(outcome.exit()).isEqualTo(7);
    assertThat(outcome.ending()).isEqualTo(Ending.EXITED);
    assertThat(outcome.success()).isFalse();
    assertThat(outcome.stdout().text()).isEqualTo("one\n");
    assertThat(outcome.stderr().lines()).containsExactly("two");
  }

  @Test
  void the_environment_is_exactly_what_was_given() throws Exception {
    var action = shell("env").withVarying(Map.of("NUM_JOBS", "3"));
    assertThat(run(action).stdout().lines())
        .filteredOn(l -> !l.matches("(TMPDIR|PWD|HOME|(?i:https?_proxy)|no_proxy)=.*"))
        .containsExactlyInAnyOrder("PATH=/usr/bin:/bin", "NUM_JOBS=3");
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

  @Test
  void a_directory_for_temporary_files_that_is_hidden_is_not_named() throws Exception {
    assumeTrue(level != SandboxLevel.PLAIN, "nothing is hidden");
    var hidden = Files.createDirectories(directory.resolve("hidden"));
    var plain = shell("mktemp");
    var action =
        new Action(
            plain.argv(),
            Map.of("PATH", "/usr/bin:/bin", "TMPDIR", hidden.toString()),
            Map.of(),
            plain.mounts(),
            plain.cwd(),
            List.of(),
            java.util.Optional.empty(),
            Limits.DEFAULT,
            Permissions.NONE,
            0);
    assertThat(run(action).success()).isTrue();
    assertThat(hidden).isEmptyDirectory();
    var allowed = action.withPermissions(new Permissions(false, List.of(), List.of(hidden)));
    assertThat(run(allowed).success()).isTrue();
    assertThat(hidden).isNotEmptyDirectory();
  }

  @Test
  void standard_input_is_empty_and_no_other_descriptor_is_open() throws Exception {
    assertThat(run(shell("cat; ls /proc/self/fd")).stdout().lines())
        .containsExactly("0", "1", "2", "3"); // 3 is the directory that ls reads
  }

  @Test
  void no_signal_is_blocked() throws Exception {
    assertThat(run(shell("grep SigBlk /proc/self/status")).stdout().text())
        .isEqualTo("SigBlk:\t0000000000000000\n");
  }

  @Test
  void a_signal_is_128_and_its_number() throws Exception {
    assertThat(run(shell("kill -TERM $$")).exit()).isEqualTo(143);
  }

  @Test
  void placeholders_become_paths_and_outputs_that_exist_are_found() throws Exception {
    var source = Files.createDirectories(directory.resolve("source"));
    Files.writeString(source.resolve("a"), "text");
    var out = Files.createDirectories(directory.resolve("out"));
    var result = Mount.placeholder("out") + "/copy";
    var action =
        Action.of(
                List.of("/bin/cp", Mount.placeholder("source") + "/a", result),
                Map.of(),
                List.of(new Mount.Source("source", source), new Mount.Writable("out", out)),
                Mount.placeholder("source"))
            .withOutputs(List.of(result, Mount.placeholder("out") + "/missing"));
    var outcome = run(action);
    assertThat(outcome.outputs()).isEqualTo(Map.of(result, out.resolve("copy")));
    assertThat(out.resolve("copy")).hasContent("text");
  }

  @Test
  void what_is_written_into_a_discarded_directory_is_thrown_away() throws Exception {
    assumeTrue(level != SandboxLevel.PLAIN, "nothing is kept from an action");
    var package1 = Files.createDirectories(directory.resolve("package"));
    Files.writeString(package1.resolve("a"), "text");
    var out = Files.createDirectories(directory.resolve("out"));
    var action =
        Action.of(
            List.of("/bin/sh", "-c", "cat a; (echo x >junk) && cat junk; echo x >a"),
            Map.of("PATH", "/usr/bin:/bin"),
            List.of(new Mount.Discarded("package", package1), new Mount.Writable("out", out)),
            Mount.placeholder("package"));
    for (int i = 0; i < 2; i++) {
      var said = new String(run(action).stdout().bytes(), StandardCharsets.UTF_8);
      boolean overlays =
          level == SandboxLevel.NAMESPACES
              && Files.readString(Path.of("/proc/filesystems")).contains("overlay");
      assertThat(said).startsWith("text");
      assertThat(overlays && !said.equals("textx\n")).as(said).isFalse();
      assertThat(package1.resolve("junk")).doesNotExist();
      assertThat(package1.resolve("a")).hasContent("text");
    }
  }

  @Test
  void a_directory_of_links_holds_exactly_its_files() throws Exception {
    var one = Files.writeString(directory.resolve("x1"), "1");
    var two = Files.writeString(directory.resolve("x2"), "2");
    var action =
        Action.of(
            List.of("/bin/sh", "-c", "find . -type f | sort; cat a/one two"),
            Map.of("PATH", "/usr/bin:/bin"),
            List.of(new Mount.Links("deps", Map.of("a/one", one, "two", two))),
            Mount.placeholder("deps"));
    assertThat(run(action).stdout().text()).isEqualTo("./a/one\n./two\n12");
  }

  @Test
  void a_line_of_standard_error_is_seen_while_the_action_runs() throws Exception {
    var gate = directory.resolve("out/gate");
    var seen = new ArrayList<String>();
    var early = new AtomicReference<Path>();
    var action =
        shell("printf 'first\\nsec' >&2; while [ ! -e gate ]; do sleep 0.01; done; echo ond >&2")
            .withEarly(new EarlyOutput(Mount.placeholder("out") + "/meta", List.of("fi", "st")))
            .withLimits(Limits.DEFAULT.withTime(Duration.ofSeconds(20)));
    var outcome =
        runner()
            .run(
                action,
                new Watcher() {
                  @Override
                  public void early(Path output) {
                    early.set(output);
                  }

                  @Override
                  public void line(String line) {
                    seen.add(line);
                    try {
                      Files.writeString(gate, "");
                    } catch (java.io.IOException x) {
                      throw new java.io.UncheckedIOException(x);
                    }
                  }
                });
    assertThat(outcome.success()).isTrue();
    assertThat(seen).containsExactly("first", "second");
    assertThat(early.get()).isEqualTo(directory.resolve("out/meta"));
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
  void long_output_lies_in_a_file_and_not_in_memory() throws Exception {
    var limits = new Limits(Duration.ofSeconds(60), 3 << 20, 1L << 30, 100);
    var outcome = run(shell("yes | head -c 2500000; echo end; yes 1>&2").withLimits(limits));
    assertThat(outcome.stdout().size()).isEqualTo(2_500_004);
    assertThat(outcome.stdout().file().orElseThrow()).hasSize(2_500_004);
    assertThat(outcome.stdout().bytes()).startsWith('y', '\n').endsWith('e', 'n', 'd', '\n');
    assertThat(outcome.stdout().end(5)).isEqualTo("\nend\n");
    assertThat(outcome.stderr().file().orElseThrow()).hasSize(3 << 20);
    assertThat(outcome.ending()).isEqualTo(Ending.TOO_MUCH_OUTPUT);
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

  @Test
  void a_directory_in_shared_memory_is_as_any_other() throws Exception {
    var memory = Path.of("/dev/shm");
    assumeTrue(Files.isWritable(memory), "no shared memory");
    var out = Files.createTempDirectory(memory, "heddle-test");
    try {
      for (int i = 0; i < 3; i++) {
        var action =
            Action.of(
                List.of("/bin/sh", "-c", "echo " + i + " > file"),
                Map.of("PATH", "/usr/bin:/bin"),
                List.of(new Mount.Writable("out", out)),
                Mount.placeholder("out"));
        assertThat(run(action).success()).isTrue();
        assertThat(out.resolve("file")).hasContent(String.valueOf(i));
      }
    } finally {
      Removal.of(out);
    }
  }

  @Test
  void what_one_run_leaves_in_its_own_directories_the_next_does_not_see() throws Exception {
    var runner = runner();
    for (int i = 0; i < 3; i++) {
      var action =
          shell("ls -A $HOME $TMPDIR >&2; echo left > $HOME/.left; echo left > $TMPDIR/left");
      assertThat(runner.run(action, Watcher.NONE).stderr().text()).doesNotContain("left");
    }
  }

  @Test
  void whatever_a_run_leaves_in_its_own_directories_is_removed() throws Exception {
    var action =
        shell(
            "cd $TMPDIR && mkdir -p closed/inner && echo x >closed/inner/x && chmod 000 closed;"
                + " ln -s /usr usr; perl -e 'for (1 .. 3000) { mkdir \"abc\"; chdir \"abc\" }';"
                + " cd $HOME && perl -e 'for (1 .. 3000) { mkdir \"abc\"; chdir \"abc\" }'");
    var outcome = run(action);
    assertThat(outcome.success()).isTrue();
    assertThat(outcome.denied()).containsExactly(new Denied.Write("~" + "/abc".repeat(30)));
    try (var left = Files.list(directory.resolve("scratch"))) {
      assertThat(left).noneMatch(p -> p.getFileName().toString().startsWith("run-"));
    }
    assertThat(Path.of("/usr/bin")).isDirectory();
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
  void the_intrinsic_gives_its_early_output_and_its_outcome() throws Exception {
    var action =
        shell("echo ready >&2; exit 3")
            .withEarly(new EarlyOutput(Mount.placeholder("out") + "/meta", List.of("ready")));
    try (var engine = new Engine(RunAction.by(runner(), _ -> Watcher.NONE))) {
      assertThat(engine.evaluate(new RunAction(action)).exit()).isEqualTo(3);
      assertThat(engine.evaluate(new heddle.engine.Staged.Early<>(new RunAction(action))))
          .contains(directory.resolve("out/meta"));
    }
  }
}
