package heddle.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnerTest {
  private static final int STARTS = 400;

  @TempDir Path directory;

  @Test
  void what_the_jdk_starts_meanwhile_starts_and_nothing_of_it_reaches_an_action() throws Exception {
    try (var sandbox =
        Sandbox.open(
            List.of(SandboxLevel.PLAIN),
            SystemView.here(List.of()),
            directory.resolve("scratch"))) {
      var out = Files.createDirectories(directory.resolve("out"));
      var action =
          Action.of(
              List.of("/bin/sh", "-c", "cd /proc/self/fd && echo *"),
              Map.of("PATH", "/usr/bin:/bin"),
              List.of(new Mount.Writable("out", out)),
              Mount.placeholder("out"));
      var runner = new Runner(sandbox, new Slots(1));
      var over = new AtomicBoolean();
      var actions =
          CompletableFuture.runAsync(() -> {
            while (!over.get()) {
              try {
                assertThat(runner.run(action, Watcher.NONE).stdout().text().strip())
                    .matches("0 1 2( 3)?");
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            }
          });
      try {
        for (int i = 0; i < STARTS; i++) {
          assertThat(new ProcessBuilder("/bin/true").start().waitFor()).isZero();
        }
      } finally {
        over.set(true);
      }
      actions.get();
    }
  }
}
