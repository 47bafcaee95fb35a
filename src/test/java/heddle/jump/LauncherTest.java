package heddle.jump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Heddle as a user has it: all its classes, from the jar of the bootstrap and with its AOT caches,
 * which differs from a class path of Maven's. One jump serves all tests.
 */
final class LauncherTest {
  private record Result(int exit, String out, String err) {}

  private static final Path ROOT = Path.of("").toAbsolutePath();

  @TempDir private static Path temp = Path.of("");

  @BeforeAll
  static void the_jump() throws Exception {
    for (String each : List.of("heddle", "bootstrap", "src/main", "examples/01-hello")) {
      copy(each);
    }
    assertThat(heddle(repository(), "version").exit()).isZero();
    try (Stream<Path> files = Files.walk(temp.resolve("home/dist"))) {
      assertThat(files.map(each -> String.valueOf(each.getFileName())))
          .contains("heddle.jar", "heddle.aot", "heddle-build.aot");
    }
  }

  private static Path repository() {
    return temp.resolve("a clone");
  }

  private static void copy(String name) throws IOException {
    Path from = ROOT.resolve(name);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path each : (Iterable<Path>) files::iterator) {
        if (each.startsWith(from.resolve("target"))) continue;
        Path to = repository().resolve(ROOT.relativize(each));
        Files.createDirectories(to.resolveSibling("."));
        if (Files.isDirectory(each)) Files.createDirectories(to);
        else Files.copy(each, to, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  @Test
  void the_first_command_of_the_readme() throws Exception {
    assumeTrue(
        Stream.of(String.valueOf(System.getenv("PATH")).split(":", -1))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "rustc"))),
        "rustc is on PATH");
    String command =
        Files.readString(ROOT.resolve("README.md"))
            .lines()
            .filter(line -> line.startsWith("./heddle "))
            .findFirst()
            .orElseThrow();
    Result first = run(repository(), "sh", "-c", command);
    assertThat(first.out()).contains("ello");
    assertThat(first.err()).contains("Finished");
    assertThat(first.exit()).isZero();
    assertThat(run(repository(), "sh", "-c", command))
        .extracting(Result::out)
        .isEqualTo(first.out());
  }

  @Test
  void goals_of_a_workspace() throws Exception {
    Path place = Files.createDirectories(temp.resolve("workspace"));
    Files.writeString(
        place.resolve("heddle.toml"),
        "[rules]\nfiles = [\"Shout.java\"]\n[rules.commands]\nbuild = \"shout\"\n");
    Files.writeString(
        place.resolve("Shout.java"),
        """
        import heddle.engine.*;
        import heddle.rules.*;
        import java.util.*;

        /** Says it loudly. */
        public record Shout() implements Task<Product> {
          public Product run(Context c) throws Exception {
            var run = c.get(new Run(List.of("sh", "-c", "echo loud >out"), Map.of(), List.of("out")));
            return new Product(Map.of("shout.txt", run.output("out")));
          }
        }
        """);
    assertThat(heddle(place, "rules"))
        .isEqualTo(new Result(0, "heddle rule shout\n    Says it loudly\n", ""));
    for (int i = 0; i < 2; i++) {
      assertThat(heddle(place, "build"))
          .isEqualTo(new Result(0, "target/rules/shout/shout.txt\n", ""));
      assertThat(place.resolve("target/rules/shout/shout.txt")).hasContent("loud\n");
    }
    Files.writeString(
        place.resolve("Shout.java"),
        Files.readString(place.resolve("Shout.java")).replace("loud", "LOUD"));
    assertThat(heddle(place, "build").exit()).isZero();
    assertThat(place.resolve("target/rules/shout/shout.txt")).hasContent("LOUD\n");
    Files.writeString(place.resolve("Shout.java"), "public record Shout() { int x = ; }\n");
    assertThat(heddle(place, "build").err())
        .contains("Shout.java:1:", "int x = ;")
        .doesNotContain("\tat ");
  }

  private static Result heddle(Path directory, String word) throws Exception {
    return run(directory, repository().resolve("heddle").toString(), word);
  }

  private static Result run(Path directory, String... words) throws Exception {
    Path errors = temp.resolve("errors");
    var builder =
        new ProcessBuilder(words).directory(directory.toFile()).redirectError(errors.toFile());
    builder.environment().put("HEDDLE_HOME", temp.resolve("home").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    process.onExit().orTimeout(300, TimeUnit.SECONDS).exceptionally(_ -> process.destroyForcibly());
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), out, Files.readString(errors));
  }
}
