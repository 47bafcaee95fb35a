package heddle.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a runner at one level of confinement, with a sandbox and a directory of their own. */
abstract class EachLevel {
  @TempDir Path directory;
  final SandboxLevel level;

  Sandbox sandbox;

  EachLevel(SandboxLevel level) {
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

  Runner runner() {
    return new Runner(sandbox, new Slots(2));
  }

  Action shell(String script) throws Exception {
    var out = Files.createDirectories(directory.resolve("out"));
    return Action.of(
        List.of("/bin/sh", "-c", script),
        Map.of("PATH", "/usr/bin:/bin"),
        List.of(new Mount.Writable("out", out)),
        Mount.placeholder("out"));
  }

  ActionOutcome run(Action action) throws Exception {
    return runner().run(action, Watcher.NONE);
  }
}
