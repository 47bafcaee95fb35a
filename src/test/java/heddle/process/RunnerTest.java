package heddle.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.engine.Engine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What an action sees, what it leaves, and what is taken from it. */
@ParameterizedClass(name = "at level {0}")
@EnumSource(SandboxLevel.class)
class RunnerTest extends EachLevel {
  RunnerTest(SandboxLevel level) {
    super(level);
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
