package heddle.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tools other than make as clients of the jobserver. */
final class JobserverToolsTest extends SlotsToShare {
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

  /** As a shim of rustup needs it to know which rustc it stands for. */
  private static Map<String, String> chosenRust() {
    var all = new HashMap<>(UserRust.variables());
    all.remove("PATH");
    all.putIfAbsent("RUSTUP_TOOLCHAIN", "stable");
    return all;
  }
}
