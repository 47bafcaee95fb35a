package heddle.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JobserverTest {
  @TempDir Path directory;

  private Sandbox sandbox() throws Exception {
    return Sandbox.open(SandboxMode.NONE, SystemView.here(List.of()), directory.resolve("scratch"));
  }

  private Jobserver serve(int slots) throws Exception {
    return serve(slots, JobserverStyle.PIPE);
  }

  private Jobserver serve(int slots, JobserverStyle style) throws Exception {
    return Jobserver.serve(slots, directory.resolve("jobs"), style);
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

  /** Something that gives an outcome. */
  private interface Run {
    ActionOutcome go() throws Exception;
  }

  private static void together(int count, Run run) throws Exception {
    var failures = new ConcurrentLinkedQueue<Object>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < count; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  var outcome = run.go();
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
  }

  /** The first of this name on PATH, or what the property names. */
  private static Optional<Path> tool(String name) {
    var named = System.getProperty("heddle." + name, "");
    if (!named.isEmpty()) {
      return Optional.of(Path.of(named));
    }
    return Stream.of(String.valueOf(System.getenv("PATH")).split(":", -1))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Path ninja() throws IOException {
    var ninja = tool("ninja");
    assumeTrue(ninja.isPresent(), "no ninja");
    var version =
        new String(
            new ProcessBuilder(ninja.get().toString(), "--version")
                .start()
                .getInputStream()
                .readAllBytes(),
            StandardCharsets.UTF_8);
    var numbers = version.strip().split("\\.", -1);
    assumeTrue(
        numbers.length > 1
            && (Integer.parseInt(numbers[0]) > 1 || Integer.parseInt(numbers[1]) >= 13),
        "ninja " + version);
    return ninja.get();
  }

  /** Ninja is a client since 1.13; {@code -Dheddle.ninja=PATH} names one that is not on PATH. */
  @ParameterizedTest
  @EnumSource(JobserverStyle.class)
  void several_ninjas_share_the_slots(JobserverStyle style) throws Exception {
    Path ninja = ninja();
    var out = Files.createDirectories(directory.resolve("out"));
    var text = new StringBuilder("rule step\n  command = " + STEP + "; touch $out\n");
    for (int i = 0; i < 5; i++) {
      text.append("build $dir/t").append(i).append(": step\n");
    }
    for (var each : List.of("a", "b")) {
      Files.createDirectories(out.resolve(each));
      Files.writeString(
          out.resolve(each + ".ninja"), "builddir = " + each + "\ndir = " + each + "\n" + text);
    }
    try (var sandbox = sandbox();
        var slots = Slots.shared(2, serve(2, style))) {
      var runner = new Runner(sandbox, slots);
      var files = new ConcurrentLinkedQueue<>(List.of("a.ninja", "b.ninja"));
      together(
          2,
          () ->
              runner.run(
                  bash("MAKEFLAGS=\"$CARGO_MAKEFLAGS\" exec " + ninja + " -f " + files.remove()),
                  Watcher.NONE));
      assertThat(most(out.resolve("log"))).isEqualTo(2);
      assertThat(slots.jobserver().orElseThrow().free()).isEqualTo(1);
    }
  }

  private static String code(int modules) {
    var code = new StringBuilder("#![crate_type = \"lib\"]\n");
    for (int i = 0; i < modules; i++) {
      code.append("pub mod m" + i + " { pub fn f(x: u64) -> String {");
      code.append(" let v: Vec<String> = (0..x).map(|y| format!(\"{y:?} " + i + "\")).collect();");
      code.append(" v.join(\",\") } }\n");
    }
    return code.toString();
  }

  @ParameterizedTest
  @EnumSource(JobserverStyle.class)
  void a_rustc_of_several_codegen_units_takes_tokens_and_gives_them_back(JobserverStyle style)
      throws Exception {
    var rustc = tool("rustc");
    assumeTrue(rustc.isPresent(), "no rustc");
    var out = Files.createDirectories(directory.resolve("out"));
    Files.writeString(out.resolve("lib.rs"), code(120));
    try (var sandbox = sandbox();
        var slots = Slots.shared(2, serve(2, style))) {
      var jobserver = slots.jobserver().orElseThrow();
      var least = new AtomicInteger(1);
      var running = new AtomicBoolean(true);
      var watch =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  while (running.get()) {
                    least.accumulateAndGet(jobserver.free(), Math::min);
                    Thread.sleep(1);
                  }
                } catch (IOException | InterruptedException x) {
                  throw new IllegalStateException(x);
                }
              });
      var action =
          Action.of(
                  List.of(
                      rustc.get().toString(),
                      "-Copt-level=3",
                      "-Ccodegen-units=8",
                      "--emit=obj",
                      "lib.rs"),
                  Map.of("PATH", "/usr/bin:/bin"),
                  List.of(new Mount.Writable("out", out)),
                  Mount.placeholder("out"))
              .withVarying(chosenRust());
      try {
        var outcome = new Runner(sandbox, slots).run(action, Watcher.NONE);
        assertThat(outcome.stderr().text()).isEmpty();
        assertThat(outcome.success()).isTrue();
      } finally {
        running.set(false);
        watch.join();
      }
      assertThat(least).hasValue(0);
      assertThat(jobserver.free()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(JobserverStyle.class)
  void make_ninja_and_rustc_share_the_slots(JobserverStyle style) throws Exception {
    Path ninja = ninja();
    var rustc = tool("rustc");
    assumeTrue(rustc.isPresent(), "no rustc");
    var out = directory.resolve("out");
    make(out, 6);
    Files.writeString(out.resolve("lib.rs"), code(60));
    Files.writeString(
        out.resolve("build.ninja"),
        "rule step\n  command = "
            + STEP
            + "; touch $out\nbuild n1: step\nbuild n2: step\n"
            + "build n3: step\nbuild n4: step\n");
    var makes = style == JobserverStyle.PIPE ? "MAKEFLAGS=\"$CARGO_MAKEFLAGS\" " : ""; // make 4.3
    var scripts =
        new ConcurrentLinkedQueue<>(
            List.of(
                makes + "exec make -s all",
                "MAKEFLAGS=\"$CARGO_MAKEFLAGS\" exec " + ninja,
                "echo begin >> log; "
                    + rustc.get()
                    + " -Copt-level=1 -Ccodegen-units=4 --emit=obj lib.rs && echo end >> log"));
    try (var sandbox = sandbox();
        var slots = Slots.shared(2, serve(2, style))) {
      var runner = new Runner(sandbox, slots);
      together(3, () -> runner.run(bash(scripts.remove()).withVarying(chosenRust()), Watcher.NONE));
      assertThat(most(out.resolve("log"))).isEqualTo(2);
      assertThat(slots.jobserver().orElseThrow().free()).isEqualTo(1);
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

  /** As a shim of rustup needs it to know which rustc it stands for. */
  private static Map<String, String> chosenRust() {
    var all = new HashMap<>(UserRust.variables());
    all.remove("PATH");
    all.putIfAbsent("RUSTUP_TOOLCHAIN", "stable");
    return all;
  }
}
