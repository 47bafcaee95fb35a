package heddle.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Marked for {@code ./heddle test}, which runs tests in a sandbox and leaves these out. */
@Tag("bare-machine")
class EscapeTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(SandboxLevel.class)
  void each_level_closes_what_it_says(SandboxLevel level) throws Exception {
    try (var sandbox =
        Sandbox.open(List.of(level), SystemView.here(List.of()), directory.resolve("scratch"))) {
      assumeTrue(sandbox.level() == level, () -> sandbox.refusals().toString());
      check(Attempts.all(sandbox, directory), sandbox.escapes());
    }
  }

  private static void check(Map<Escape, Boolean> attempts, Set<Escape> claimed) {
    var open =
        attempts.entrySet().stream()
            .filter(Map.Entry::getValue)
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(open).isEqualTo(new TreeSet<>(claimed));
  }

  /** Starts {@link Attempts} as nobody, whose JVM sees the classes of this room alone. */
  private Process ordinary(SandboxLevel level, String... more) throws Exception {
    assumeTrue(System.getProperty("user.name", "").equals("root"), "only root becomes another");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv");
    var classes = Files.createDirectories(directory.resolve("classes"));
    for (var from : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (Files.isDirectory(Path.of(from, "heddle/process"))) {
        copy(Path.of(from), classes);
      }
    }
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    var words =
        new ArrayList<>(
            List.of(
                "/usr/bin/setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classes.toString(),
                Attempts.class.getName(),
                level.toString(),
                directory.toString()));
    words.addAll(List.of(more));
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectInput(new File("/dev/null"))
        .start();
  }

  @ParameterizedTest
  @EnumSource(SandboxLevel.class)
  void each_level_closes_what_it_says_for_an_ordinary_user(SandboxLevel level) throws Exception {
    var process = ordinary(level);
    var lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    var said = lines.lines().toList();
    assertThat(said).as(lines).hasSize(3 + Escape.values().length);
    assumeTrue(said.get(0).startsWith("level " + level), said.get(0));
    var open =
        said.stream().filter(l -> l.endsWith(" open")).map(l -> l.replace(" open", "")).toList();
    // At the plain level nothing sees who goes past the proxy.
    assertThat(said.get(2)).contains("Network[host=example.org, port=443]");
    if (level != SandboxLevel.PLAIN) {
      assertThat(said.get(2)).contains("Network[host=192.0.2.7, port=81]");
    }
    assertThat("claims " + new TreeSet<>(open)).isEqualTo("claims " + claims(said.get(1)));
  }

  /** Else all tests of that level would be left out and nobody would know. */
  @Test
  void where_unshare_works_so_does_the_highest_level() throws Exception {
    var unshare =
        new ProcessBuilder("unshare", "-Urmnpi", "--fork", "--mount-proc", "true")
            .redirectErrorStream(true)
            .start();
    unshare.getInputStream().readAllBytes();
    assumeTrue(unshare.waitFor() == 0, "no namespaces here");
    try (var sandbox =
        Sandbox.open(SandboxMode.AUTO, SystemView.here(List.of()), directory.resolve("scratch"))) {
      assertThat(sandbox.refusals()).isEmpty();
      assertThat(sandbox.level()).isEqualTo(SandboxLevel.NAMESPACES);
    }
  }

  @Test
  void what_runs_in_namespaces_ends_with_a_heddle_that_is_killed() throws Exception {
    var mark = Marked.unused();
    var process = ordinary(SandboxLevel.NAMESPACES, mark);
    try (var said = process.inputReader(StandardCharsets.UTF_8)) {
      var line = String.valueOf(said.readLine());
      assumeTrue(line.startsWith("level NAMESPACES"), line);
      for (int i = 0; Marked.running(mark) < 4; i++) { // Heddle, two of perl, and sleep
        assertThat(i).isLessThan(500);
        Thread.sleep(20);
      }
      process.destroyForcibly().waitFor();
      for (int i = 0; i < 250 && Marked.running(mark) > 0; i++) {
        Thread.sleep(20);
      }
      assertThat(Marked.ended(mark)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void the_manual_says_of_each_level_what_it_closes() throws Exception {
    var manual = Files.readString(Path.of("docs/sandbox.md"));
    for (var escape : Escape.values()) {
      assertThat(manual)
          .contains(
              "| "
                  + escape.text()
                  + " | "
                  + word(SandboxLevel.NAMESPACES, escape)
                  + " | "
                  + word(SandboxLevel.LANDLOCK, escape)
                  + " | "
                  + word(SandboxLevel.PLAIN, escape)
                  + " |\n");
    }
  }

  private static String word(SandboxLevel level, Escape escape) {
    if (Escape.open(level, false, 7).contains(escape)) return "open";
    if (Escape.open(level, true, 7).contains(escape)) return "open to a superuser";
    return Escape.open(level, true, 1).contains(escape) ? "open before ABI 6" : "closed";
  }

  private static Set<String> claims(String line) {
    var names = line.replaceAll("claims \\[|]", "");
    return names.isEmpty() ? Set.of() : new TreeSet<>(List.of(names.split(", ")));
  }

  private static void copy(Path from, Path to) throws Exception {
    try (var files = Files.walk(from.resolve("heddle"))) {
      for (var file : (Iterable<Path>) files::iterator) {
        var place = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(place);
        } else {
          Files.copy(file, place);
        }
      }
    }
  }
}
