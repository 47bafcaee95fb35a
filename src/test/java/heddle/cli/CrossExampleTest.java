package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of the cross build shows what its script does. Half a minute and some hundred megabytes:
 * {@code -Dheddle.cross=DIRECTORY} names where the distribution's packages are or may be unpacked.
 */
class CrossExampleTest {
  private static final Path EXAMPLE = Path.of("examples/20-cross-aarch64").toAbsolutePath();

  @TempDir private Path temp = Path.of("");

  @Test
  void the_script_builds_and_runs_a_program_of_aarch64() throws Exception {
    String directory = System.getProperty("heddle.cross", "");
    assumeTrue(!directory.isEmpty(), "no -Dheddle.cross=DIRECTORY");
    Path heddle = temp.resolve("heddle");
    Files.writeString(
        heddle,
        "#!/bin/sh\nexec '%s/bin/java' -cp '%s' -Dheddle.home='%s' heddle.cli.Main \"$@\"\n"
            .formatted(
                System.getProperty("java.home"),
                System.getProperty("java.class.path"),
                temp.resolve("home")));
    assertThat(heddle.toFile().setExecutable(true)).isTrue();
    Process process =
        new ProcessBuilder("sh", EXAMPLE.resolve("cross.sh").toString(), directory, "" + heddle)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said.lines().toList()).containsAll(transcript());
  }

  /** What the page shows below its command. */
  private static List<String> transcript() throws Exception {
    List<String> lines = Files.readString(EXAMPLE.resolve("README.md")).lines().toList();
    int at = lines.indexOf("    $ heddle run --target aarch64-unknown-linux-gnu");
    List<String> shown =
        lines.subList(at + 1, lines.size()).stream()
            .takeWhile(line -> line.startsWith("    "))
            .map(String::strip)
            .toList();
    assertThat(shown).isNotEmpty();
    return shown;
  }
}
