package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Heddle as a user has it: started by its launcher, all its classes from the bootstrap's jar and
 * with its AOT caches, in a copy of this clone; one jump serves all tests. In the README's
 * transcripts times are any times, and lines of units that compile at once may change places.
 */
final class ReadmeTest {
  private static final Path ROOT = Path.of("").toAbsolutePath();

  @TempDir private static Path temp = Path.of("");

  @BeforeAll
  static void the_jump() throws Exception {
    Path clone = temp.resolve("clone");
    for (String name : List.of("heddle", "bootstrap", "src/main", "examples/01-hello"))
      copy(name, clone);
    run("./heddle version", clone);
    try (Stream<Path> files = Files.walk(temp.resolve("home/dist"))) {
      assertThat(files.map(each -> String.valueOf(each.getFileName())))
          .contains("heddle.jar", "heddle.aot", "heddle-build.aot", "heddle-lock.aot");
    }
  }

  @Test
  void goals_of_a_workspace_are_compiled_listed_and_built() throws Exception {
    Path place = Files.createDirectories(temp.resolve("a workspace"));
    Path clone = temp.resolve("clone");
    String heddle = "'" + clone.resolve("heddle") + "' ";
    Files.writeString(
        place.resolve("heddle.toml"),
        "[rules]\nfiles = [\"Shout.java\"]\n[rules.commands]\nbuild = \"shout\"\n");
    String rule =
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
        """;
    Files.writeString(place.resolve("Shout.java"), rule);
    Path made = place.resolve("target/rules/shout/shout.txt");
    assertThat(run(heddle + "rules", place)).isEqualTo("heddle rule shout\n    Says it loudly\n");
    for (int i = 0; i < 2; i++) {
      assertThat(run(heddle + "build", place)).isEqualTo("target/rules/shout/shout.txt\n");
      assertThat(made).hasContent("loud\n");
    }
    Files.writeString(place.resolve("Shout.java"), rule.replace("loud", "LOUD"));
    assertThat(run(heddle + "build", place)).isEqualTo("target/rules/shout/shout.txt\n");
    assertThat(made).hasContent("LOUD\n");
    Files.writeString(place.resolve("Shout.java"), "public record Shout() { int x = ; }\n");
    assertThat(run(heddle + "build", place))
        .contains("Shout.java:1:", "int x = ;")
        .doesNotContain("\tat ");
  }

  @Test
  void the_transcripts_are_what_happens() throws Exception {
    assumeTrue(run("rustc --version && cc --version", ROOT).contains("rustc "));
    Path clone = temp.resolve("clone");
    List<String> transcripts = transcripts(Files.readString(ROOT.resolve("README.md")));
    assertThat(transcripts).hasSizeGreaterThan(3);
    for (String transcript : transcripts) {
      var happened = new StringBuilder();
      for (String line : transcript.split("\n", -1)) {
        if (line.startsWith("$ "))
          happened.append(line).append('\n').append(run(line.substring(2), clone));
      }
      assertThat(general(happened.toString().replace(clone.toString(), "/home/you/heddle")))
          .isEqualTo(general(transcript));
    }
  }

  @Test
  void links_lead_to_files() throws IOException {
    for (String part : Files.readString(ROOT.resolve("README.md")).split("]\\(", -1)) {
      String target = part.substring(0, Math.max(0, part.indexOf(')')));
      if (!part.startsWith("# Heddle")) assertThat(ROOT.resolve(target)).exists();
    }
  }

  /** Without what differs from run to run: times, and the order of neighbouring units. */
  private static List<String> general(String transcript) {
    var lines = new ArrayList<String>();
    var units = new TreeSet<String>();
    for (String line : transcript.replaceAll("in [0-9.]+s", "in 0s").split("\n", -1)) {
      if (line.startsWith("   Compiling ")) {
        units.add(line);
        continue;
      }
      lines.addAll(units);
      units.clear();
      lines.add(line);
    }
    return lines;
  }

  private static List<String> transcripts(String page) {
    var found = new ArrayList<String>();
    for (String part : page.split("```", -1)) {
      if (part.startsWith("console\n")) found.add(part.substring("console\n".length()));
    }
    return found;
  }

  private static void copy(String name, Path clone) throws IOException {
    Path from = ROOT.resolve(name);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path each : files.toList()) {
        if (from.relativize(each).startsWith("target")) continue;
        Path to = clone.resolve(ROOT.relativize(each));
        if (Files.isDirectory(each)) {
          Files.createDirectories(to);
        } else {
          Files.createDirectories(clone.resolve(ROOT.relativize(each)).resolve("..").normalize());
          Files.copy(each, to, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  private static String run(String command, Path place) throws Exception {
    var builder =
        new ProcessBuilder("sh", "-c", command).directory(place.toFile()).redirectErrorStream(true);
    builder.environment().put("HEDDLE_HOME", temp.resolve("home").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .keySet()
        .removeAll(List.of("CI", "GITHUB_ACTIONS", "CARGO_TARGET_DIR", "RUSTFLAGS"));
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return printed;
  }
}
