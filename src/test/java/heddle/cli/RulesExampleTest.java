package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of rules: what is shown is what happens. */
class RulesExampleTest {
  private static final Path EXAMPLE = Path.of("examples/30-rules").toAbsolutePath();

  @TempDir private Path directory;

  @Test
  void the_page_shows_what_happens() throws Exception {
    assumeTrue(UserRust.isHere(), "rustc is on PATH");
    new Transcripts("30-rules", directory).check();
  }

  @Test
  void a_rule_reads_a_fact_that_a_build_script_gives() throws Exception {
    assumeTrue(shell("rustc --version && cc --version", directory).contains("rustc "));
    Path place = directory.toRealPath().resolve("examples/10-facts");
    for (String each : List.of("examples/10-facts", "clients/rust")) {
      Path from = EXAMPLE.resolve("../..").normalize().resolve(each);
      Files.createDirectories(directory.resolve(each));
      shell("cp -r '" + from + "/.' '" + each + "'", directory);
    }
    Files.writeString(place.resolve("heddle.toml"), "[rules]\nfiles = [\"Ask.java\"]\n");
    Files.writeString(
        place.resolve("Ask.java"),
        """
        import heddle.engine.*; import heddle.rules.*;
        public record Ask(String fact) implements Task<String> {
          public String run(Context c) throws Exception {
            return c.get(new CargoFact("beam-sys", fact)).orElse("nobody gives it");
          }
        }
        """);
    assertThat(heddle(List.of("rule", "ask", "fact=beam"), place)).contains("\"version\":\"1.4\"");
    assertThat(heddle(List.of("rule", "ask", "fact=bean"), place)).endsWith("nobody gives it\n");
  }

  private String heddle(List<String> words, Path place) {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    var invocation =
        new Invocation(
            words,
            environment(),
            place,
            directory.resolve("home"),
            Invocation.ownClassPath(),
            Optional.empty(),
            0,
            Optional.empty());
    Main.run(new Session(invocation, new Terminal(out, out, false, false, 80)));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Map<String, String> environment() {
    var all = new HashMap<String, String>();
    all.putAll(UserRust.variables());
    return all;
  }

  private static String shell(String command, Path place) throws Exception {
    var process =
        new ProcessBuilder("sh", "-c", command)
            .directory(place.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return printed;
  }
}
