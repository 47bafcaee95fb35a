package heddle.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Tests in which tools share the slots of a jobserver, each run by its action. */
abstract class SlotsToShare {
  @TempDir Path directory;

  Sandbox sandbox() throws Exception {
    return Sandbox.open(SandboxMode.NONE, SystemView.here(List.of()), directory.resolve("scratch"));
  }

  Jobserver serve(int slots) throws Exception {
    return serve(slots, JobserverStyle.PIPE);
  }

  Jobserver serve(int slots, JobserverStyle style) throws Exception {
    return Jobserver.serve(slots, directory.resolve("jobs"), style);
  }

  Action bash(String script) throws IOException {
    var out = Files.createDirectories(directory.resolve("out"));
    return Action.of(
            List.of("/bin/bash", "-c", script),
            Map.of("PATH", "/usr/bin:/bin"),
            List.of(new Mount.Writable("out", out)),
            Mount.placeholder("out"))
        .withLimits(Limits.DEFAULT.withTime(Duration.ofSeconds(30)));
  }

  /** Each step writes when it begins and ends; the most that overlapped. */
  int most(Path log) throws IOException {
    int now = 0;
    int most = 0;
    for (var line : Files.readAllLines(log)) {
      now += line.equals("begin") ? 1 : -1;
      most = Math.max(most, now);
    }
    assertThat(now).isZero();
    return most;
  }

  static final String STEP = "echo begin >> log; sleep 0.05; echo end >> log";

  void make(Path out, int targets) throws IOException {
    var names = new ArrayList<String>();
    var rules = new StringBuilder();
    for (int i = 0; i < targets; i++) {
      names.add("t" + i);
      rules.append("t").append(i).append(":\n\t@").append(STEP).append('\n');
    }
    Files.createDirectories(out);
    Files.writeString(out.resolve("Makefile"), "all: " + String.join(" ", names) + "\n" + rules);
  }

  /** Something that gives an outcome. */
  interface Run {
    ActionOutcome go() throws Exception;
  }

  static void together(int count, Run run) throws Exception {
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
  static Optional<Path> tool(String name) {
    var named = System.getProperty("heddle." + name, "");
    if (!named.isEmpty()) {
      return Optional.of(Path.of(named));
    }
    return Stream.of(String.valueOf(System.getenv("PATH")).split(":", -1))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
