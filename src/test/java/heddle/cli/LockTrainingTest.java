package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The run that the cache of locking is made from: over TLS and HTTP/2 with registries of its own.
 */
final class LockTrainingTest {
  @TempDir Path temporary;

  @Test
  void locks_are_made_over_http_2_and_again_from_what_was_noted() throws Exception {
    var err = new ByteArrayOutputStream();
    var print = new PrintStream(err, true, StandardCharsets.UTF_8);
    var invocation =
        new Invocation(
            List.of(),
            Map.of("HOME", temporary.toString(), "PATH", System.getenv("PATH")),
            temporary,
            temporary.resolve("home"),
            Invocation.ownClassPath(),
            Optional.of(Path.of("").toAbsolutePath()),
            0,
            Optional.empty());
    int exit =
        LockTraining.run(
            invocation,
            started ->
                Main.run(new Session(started, new Terminal(print, print, false, false, 80))));
    String said = err.toString(StandardCharsets.UTF_8);
    assertThat(exit).as(said).isZero();
    assertThat(said.split("Locking 40 packages", -1).length).as(said).isGreaterThan(2);
  }
}
