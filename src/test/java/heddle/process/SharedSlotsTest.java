package heddle.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children that die with tokens or make some up, and makes and cargos that we are a child of. */
class SharedSlotsTest {
  private static final String STEP = "echo begin >> log; sleep 0.1; echo end >> log";

  @TempDir Path directory;

  private Path out;
  private Sandbox sandbox;
  private Slots slots;
  private Jobserver jobserver;

  @BeforeEach
  void open() throws Exception {
    out = Files.createDirectories(directory.resolve("out"));
    sandbox =
        Sandbox.open(SandboxMode.NONE, SystemView.here(List.of()), directory.resolve("scratch"));
    jobserver = Jobserver.serve(3, directory.resolve("jobs"), JobserverStyle.PIPE);
    slots = Slots.shared(3, jobserver);
  }

  @AfterEach
  void close() throws Exception {
    slots.close();
    sandbox.close();
  }

  private CompletableFuture<ActionOutcome> start(String script) {
    var mount = new Mount.Writable("out", out);
    var action =
        Action.of(
                List.of("/bin/bash", "-c", script),
                Map.of("PATH", "/usr/bin:/bin"),
                List.of(mount),
                mount.placeholder())
            .withLimits(Limits.DEFAULT.withTime(Duration.ofSeconds(30)));
    var result = new CompletableFuture<ActionOutcome>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            result.complete(new Runner(sandbox, slots).run(action, Watcher.NONE));
          } catch (Exception x) {
            result.completeExceptionally(x);
          }
        });
    return result;
  }

  private static ActionOutcome end(CompletableFuture<ActionOutcome> run) throws Exception {
    return run.get(60, TimeUnit.SECONDS);
  }

  private static String until(String file) {
    return "while [ ! -e " + file + " ]; do sleep 0.01; done";
  }

  private int most() throws IOException {
    int now = 0;
    int most = 0;
    for (var line : Files.readAllLines(out.resolve("log"))) {
      now += line.equals("begin") ? 1 : -1;
      most = Math.max(most, now);
    }
    assertThat(now).isZero();
    return most;
  }

  @Test
  void whichever_process_ends_first_leaves_a_token_to_those_that_go_on() throws Exception {
    try (var _ = slots.take()) {
      var first = slots.take();
      try (var _ = slots.take()) {
        assertThat(jobserver.take(0)).isEmpty();
        first.close();
        var free = jobserver.take(0);
        assertThat(free).isPresent();
        assertThat(jobserver.take(0)).isEmpty();
        jobserver.give(free.get());
      }
    }
    var one = slots.take();
    try (var _ = slots.take()) {
      one.close(); // the one that was had without a token
      assertThat(List.of(jobserver.take(0).isPresent(), jobserver.take(0).isPresent()))
          .containsOnly(true);
      jobserver.give((byte) '+');
      jobserver.give((byte) '+');
    }
  }

  @Test
  void tokens_that_died_with_a_process_come_back_though_others_wait() throws Exception {
    var first = start("touch one; " + until("go"));
    var second = start(until("one") + "; read -r -n 1 -u 7 t; kill -9 $$");
    assertThat(end(second).exit()).isEqualTo(137);
    var steps = new ArrayList<CompletableFuture<ActionOutcome>>();
    for (int i = 0; i < 9; i++) {
      steps.add(start(STEP));
    }
    Files.writeString(out.resolve("go"), "");
    assertThat(end(first).success()).isTrue();
    for (var step : steps) {
      assertThat(end(step).success()).isTrue();
    }
    assertThat(most()).isEqualTo(3);
    assertThat(jobserver.free()).isEqualTo(2);
  }

  @Test
  void tokens_that_a_child_made_up_go_at_its_end_though_others_run() throws Exception {
    var first = start("touch one; " + until("go"));
    assertThat(end(start(until("one") + "; printf +++++++++ >&8")).success()).isTrue();
    assertThat(jobserver.free()).isLessThanOrEqualTo(2);
    Files.writeString(out.resolve("go"), "");
    assertThat(end(first).success()).isTrue();
    assertThat(jobserver.free()).isEqualTo(2);
  }

  @Test
  void a_child_that_fills_the_pipe_stops_nobody() throws Exception {
    var fills = start("(head -c 100000 /dev/zero >&8) & sleep 0.5; touch full; " + until("go"));
    var others = new ArrayList<CompletableFuture<ActionOutcome>>();
    for (int i = 0; i < 6; i++) {
      others.add(start(until("full")));
    }
    for (var each : others) {
      assertThat(end(each).success()).isTrue();
    }
    Files.writeString(out.resolve("go"), "");
    assertThat(end(fills).success()).isTrue();
    assertThat(jobserver.free()).isEqualTo(2);
  }

  @Test
  void slots_can_be_closed_while_a_token_is_waited_for() throws Exception {
    var takes = start("read -r -n 2 -u 7 t; touch one; " + until("go"));
    while (!Files.exists(out.resolve("one"))) {
      Thread.sleep(10);
    }
    var waits = start("true");
    Thread.sleep(30);
    Files.writeString(out.resolve("go"), "");
    assertThat(end(takes).success()).isTrue();
    assertThat(end(waits).success()).isTrue();
    slots.close(); // again by the end of the test
  }

  private static List<String> client(Path where, int count) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin/java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        Stream.of(System.getProperty("java.class.path").split(":", -1))
            .map(each -> Path.of(each).toAbsolutePath().toString())
            .collect(Collectors.joining(":")),
        Client.class.getName(),
        where.toString(),
        String.valueOf(count),
        STEP);
  }

  private static String quoted(List<String> words) {
    return "'" + String.join("' '", words) + "'";
  }

  private String run(List<String> words) throws Exception {
    var process =
        new ProcessBuilder(words).directory(out.toFile()).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  @Test
  void under_a_make_no_more_run_than_it_has_slots_and_it_gets_its_tokens_back() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/make")), "no make");
    var own = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      own.append(" t").append(i);
    }
    Files.writeString(
        out.resolve("Makefile"),
        "all: client"
            + own
            + "\nclient:\n\t+@"
            + quoted(client(out, 8))
            + "\n"
            + own.substring(1)
            + ":\n\t@"
            + STEP
            + "\n");
    // It says so if it has not as many tokens as it gave.
    assertThat(run(List.of("make", "-s", "-j3", "all"))).isEmpty();
    assertThat(most()).isEqualTo(3);
  }

  @Test
  void under_a_make_that_took_its_jobserver_away_there_is_none() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/make")), "no make");
    Files.writeString(
        out.resolve("Makefile"), "all:\n\t@" + quoted(client(out, 8)) + "; [ $$? = 99 ]\n");
    assertThat(run(List.of("make", "-s", "-j3", "all"))).isEmpty();
  }

  @Test
  void in_a_build_script_of_cargo_no_more_run_than_it_has_slots() throws Exception {
    var cargo =
        Stream.of(String.valueOf(System.getenv("PATH")).split(":", -1))
            .map(each -> Path.of(each, "cargo"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(cargo.isPresent(), "no cargo");
    Files.createDirectories(out.resolve("src"));
    Files.writeString(out.resolve("src/lib.rs"), "");
    Files.writeString(
        out.resolve("Cargo.toml"),
        "[package]\nname = \"client\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[workspace]\n");
    var words = new StringBuilder();
    for (var word : client(out, 8)) {
      words.append('"').append(word.replace("\\", "\\\\").replace("\"", "\\\"")).append("\", ");
    }
    Files.writeString(
        out.resolve("build.rs"),
        "fn main() { let words = ["
            + words
            + "]; let status = std::process::Command::new(words[0]).args(&words[1..])"
            + ".status().unwrap(); assert!(status.success(), \"{status}\"); }");
    run(List.of(cargo.get().toString(), "build", "-q", "-j3", "--offline"));
    assertThat(most()).isEqualTo(3);
  }
}
