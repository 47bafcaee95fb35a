package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rules that build Heddle, on a project of three small rooms: {@code text} and {@code engine},
 * which know nothing of each other, and {@code cli}, which uses {@code engine}.
 */
class SelfBuildTest {
  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final String SOURCES = "src/main/java/heddle/";

  @TempDir private Path directory = Path.of("");

  @BeforeEach
  void three_rooms() throws IOException {
    for (String each :
        List.of("rules/SelfBuild.java", "bootstrap/Bootstrap.java", "bootstrap/libraries.lock")) {
      write(each, Files.readString(ROOT.resolve(each)));
    }
    write(
        "heddle.toml",
        "[rules]\nfiles = [\"rules/SelfBuild.java\"]\n[rules.commands]\nbuild = \"heddle-jar\"\n");
    write(
        "src/test/java/heddle/architecture/Rooms.java",
        """
        rooms.put("text", List.of());
        rooms.put("engine", List.of());
        rooms.put("cli", List.of("engine"));
        """);
    write("src/main/resources/heddle/text/words.txt", "words\n");
    write(SOURCES + "text/Text.java", "package heddle.text;\npublic final class Text {}\n");
    write(SOURCES + "engine/Engine.java", engine("", "int"));
    write(
        SOURCES + "cli/Main.java",
        """
        package heddle.cli;
        public final class Main {
          public static void main(String[] words) {
            System.out.println("" + heddle.engine.Engine.one());
          }
        }
        """);
  }

  private static String engine(String comment, String type) {
    return engine(comment, type, "");
  }

  private static String engine(String comment, String type, String member) {
    return "package heddle.engine;\n"
        + comment
        + "public final class Engine {\n  public static "
        + type
        + " one() {\n    return 1;\n  }\n"
        + member
        + "}\n";
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  /** Builds, and gives how many processes ran. */
  private long build() throws IOException {
    var before = results();
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int exit = Main.run(new Session(invocation(), new Terminal(out, out, false, false, 80)));
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo("target/rules/heddle-jar/heddle.jar\n");
    assertThat(exit).isZero();
    var after = results();
    after.removeAll(before);
    return after.size();
  }

  private Invocation invocation() {
    return invocation(directory, "build");
  }

  private Invocation invocation(Path from, String... words) {
    return new Invocation(
        List.of(words),
        Map.of(),
        from,
        directory.resolve("home"),
        Invocation.ownClassPath(),
        Optional.empty(),
        0,
        Optional.empty());
  }

  @Test
  void goals_are_looked_for_in_the_directory_that_the_command_names() throws IOException {
    assertThat(said(directory.resolveSibling("."), "build", "--directory", directory.toString()))
        .isEqualTo("target/rules/heddle-jar/heddle.jar\n");
    Path other = Files.createDirectories(directory.resolve("other"));
    Files.writeString(other.resolve("Cargo.toml"), "[package]\n");
    assertThat(said(directory, "build", "--directory", other.toString()))
        .contains("other/Cargo.toml")
        .doesNotContain("heddle.jar");
  }

  @Test
  void what_means_something_to_cargo_packages_alone_is_refused_where_a_goal_stands_in() {
    assertThat(said(directory, "build", "--release"))
        .isEqualTo("error: `--release` is for Cargo packages; here the rule `heddle-jar` runs\n");
    assertThat(said(directory, "build", "a=1", "b=2"))
        .contains("error: the goal `heddle-jar` has no argument `a`");
  }

  private String said(Path from, String... words) {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Main.run(new Session(invocation(from, words), new Terminal(out, out, false, false, 80)));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** What was kept of actions: each time one has run, a new file. */
  private Set<Object> results() throws IOException {
    Path home = directory.resolve("home");
    var kept = new HashSet<Object>();
    if (!Files.isDirectory(home)) return kept;
    try (var files = Files.find(home, 9, (file, a) -> a.isRegularFile())) {
      for (Path each : files.filter(file -> file.toString().contains("/actions/")).toList()) {
        kept.add(Files.getAttribute(each, "unix:ino") + " " + Files.getLastModifiedTime(each));
      }
    }
    return kept;
  }

  private byte[] jar() throws IOException {
    return Files.readAllBytes(directory.resolve("target/rules/heddle-jar/heddle.jar"));
  }

  private byte[] bootstrapsJar() throws Exception {
    Path jar = directory.resolve("bootstrap.jar");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                directory.resolve("bootstrap/Bootstrap.java").toString(),
                "--jar",
                jar.toString(),
                "--root",
                directory.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return Files.readAllBytes(jar);
  }

  @Test
  void the_jar_is_the_bootstraps_byte_for_byte() throws Exception {
    assertThat(build()).isEqualTo(3);
    assertThat(jar()).isEqualTo(bootstrapsJar());
  }

  @Test
  void only_what_is_touched_is_compiled_again() throws Exception {
    build();
    byte[] first = jar();
    assertThat(build()).as("nothing changed").isZero();

    write(SOURCES + "engine/Engine.java", engine("/** Says more. */\n", "int"));
    assertThat(build()).as("a comment in engine: engine alone").isEqualTo(1);
    assertThat(jar()).as("another line number").isNotEqualTo(first);

    write(SOURCES + "engine/Engine.java", engine("", "long"));
    assertThat(build()).as("a signature of engine: engine and cli, which uses it").isEqualTo(2);

    String unseen =
        "  int ofThePackage;\n  static Runnable lambda = () -> new Object() {};\n"
            + "  private static int hidden() { return 2; }\n  static { hidden(); }\n";
    write(SOURCES + "engine/Engine.java", engine("", "long", unseen));
    assertThat(build()).as("members that others do not see: engine alone").isEqualTo(1);

    write(SOURCES + "engine/Other.java", "package heddle.engine;\npublic interface Other {}\n");
    assertThat(build()).as("a new class of engine: engine alone").isEqualTo(1);
    write(
        SOURCES + "engine/Other.java",
        "package heddle.engine;\npublic interface Other { void more(); }\n");
    assertThat(build()).as("a class of engine that cli does not use: engine alone").isEqualTo(1);
    Files.delete(directory.resolve(SOURCES + "engine/Other.java"));

    write(SOURCES + "text/Text.java", "package heddle.text;\npublic final class Text { int x; }\n");
    assertThat(build()).as("text, which nobody uses").isEqualTo(1);

    write(SOURCES + "engine/Engine.java", engine("", "int"));
    write(SOURCES + "text/Text.java", "package heddle.text;\npublic final class Text {}\n");
    assertThat(build()).as("as it was: all is known").isZero();
    assertThat(jar()).isEqualTo(first);
  }

  @Test
  void a_class_that_is_seen_through_another_counts() throws Exception {
    write(
        SOURCES + "engine/Engine.java",
        "package heddle.engine;\npublic final class Engine {\n"
            + "  public static Deep.Inner one() { return new Deep.Inner(); }\n}\n");
    String deep =
        "package heddle.engine;\npublic class Deep extends Base {\n"
            + "  public static class Inner extends Base {}\n}\n";
    write(SOURCES + "engine/Deep.java", deep);
    write(SOURCES + "engine/Base.java", "package heddle.engine;\npublic class Base {}\n");
    build();
    write(
        SOURCES + "engine/Base.java",
        "package heddle.engine;\npublic class Base { public String toString() { return \"\"; } }\n");
    assertThat(build()).as("the parent of what a method gives").isEqualTo(2);
    write(
        SOURCES + "cli/Main.java",
        "package heddle.cli;\nimport heddle.engine.*;\npublic final class Main { Base base; }\n");
    assertThat(build()).isEqualTo(1);
  }

  @Test
  void a_room_does_not_see_what_the_table_does_not_give_it() throws Exception {
    write(
        SOURCES + "text/Text.java",
        "package heddle.text;\npublic final class Text { heddle.engine.Engine e; }\n");
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Main.run(new Session(invocation(), new Terminal(out, out, false, false, 80)));
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("Text.java:2: error: package heddle.engine does not exist");
  }
}
