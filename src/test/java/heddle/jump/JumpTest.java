package heddle.jump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher and the bootstrap, run as a user runs them, on a clone with one small class in place
 * of the rooms.
 */
final class JumpTest {
  private record Result(int exit, String out, String err) {}

  @TempDir Path temp;
  private Path clone;
  private Path home;

  @BeforeEach
  void clone_with_one_class() throws IOException {
    clone = project(temp.resolve("a clone"), "one");
    home = temp.resolve("heddle home");
  }

  @Test
  void first_start_compiles_and_later_starts_do_not() throws Exception {
    Result first = start(Map.of(), "version");
    assertThat(first).isEqualTo(new Result(0, "one [version]\n", first.err()));
    assertThat(first.err()).contains("Compiling Heddle");
    assertThat(start(Map.of(), "version")).isEqualTo(new Result(0, "one [version]\n", ""));
  }

  @Test
  void an_edited_source_is_compiled_even_if_its_time_is_old() throws Exception {
    start(Map.of(), "version");
    Path main = clone.resolve("src/main/java/heddle/cli/Main.java");
    FileTime before = Files.getLastModifiedTime(main);
    Files.writeString(main, main("two"));
    Files.setLastModifiedTime(main, FileTime.fromMillis(before.toMillis() - 3_600_000));
    assertThat(start(Map.of(), "version").out()).isEqualTo("two [version]\n");
    Files.writeString(main, main("one"));
    assertThat(start(Map.of(), "version").out()).isEqualTo("one [version]\n");
  }

  @Test
  void a_damaged_jar_or_cache_is_made_again() throws Exception {
    start(Map.of(), "version");
    for (String name : List.of("heddle.jar", "heddle.aot")) {
      for (boolean truncate : List.of(true, false)) {
        Path file = dist().resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        if (truncate) bytes = java.util.Arrays.copyOf(bytes, bytes.length / 2);
        else for (int i = bytes.length / 3; i < bytes.length / 3 + 64; i++) bytes[i] ^= 0x55;
        Files.write(file, bytes);
        assertThat(start(Map.of(), "version"))
            .extracting(Result::exit, Result::out)
            .containsExactly(0, "one [version]\n");
      }
      Files.delete(dist().resolve(name));
      assertThat(start(Map.of(), "version"))
          .extracting(Result::exit, Result::out)
          .containsExactly(0, "one [version]\n");
    }
  }

  @Test
  void two_first_starts_at_once_both_work() throws Exception {
    Process one = process(Map.of(), "version");
    Process two = process(Map.of(), "version");
    assertThat(finish(one).out()).isEqualTo("one [version]\n");
    assertThat(finish(two).out()).isEqualTo("one [version]\n");
    try (Stream<Path> folders = Files.list(home.resolve("dist"))) {
      assertThat(folders).hasSize(1);
    }
  }

  @Test
  void two_clones_at_different_paths_share_one_jar() throws Exception {
    start(Map.of(), "version");
    clone = project(temp.resolve("elsewhere"), "one");
    start(Map.of("TZ", "Asia/Tokyo"), "version");
    try (Stream<Path> folders = Files.list(home.resolve("dist"))) {
      assertThat(folders).hasSize(1);
    }
  }

  @Test
  void other_programs_java_options_are_not_taken() throws Exception {
    var options = Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC", "JDK_JAVA_OPTIONS", "-XX:+UseZGC");
    start(options, "version");
    assertThat(start(options, "version")).isEqualTo(new Result(0, "one [version]\n", ""));
  }

  @Test
  void a_read_only_clone_works() throws Exception {
    Files.setPosixFilePermissions(clone, PosixFilePermissions.fromString("r-xr-xr-x"));
    assertThat(start(Map.of(), "version").out()).isEqualTo("one [version]\n");
    Files.setPosixFilePermissions(clone, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void a_home_that_is_no_folder_is_one_line() throws Exception {
    Files.writeString(home, "");
    Result result = start(Map.of(), "version");
    assertThat(result.exit()).isEqualTo(101);
    assertThat(result.err().lines().filter(l -> l.startsWith("error: "))).hasSize(1);
    assertThat(result.err()).contains("HEDDLE_HOME").doesNotContain("\tat ");
  }

  @Test
  @Tag("bare-machine")
  void no_jdk_is_one_line_that_says_how_to_get_one() throws Exception {
    // Only where the usual folders hold a JDK can we not hide it without a namespace of our own.
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/unshare"))
            && System.getProperty("user.name").equals("root"));
    String hide = "mount -t tmpfs none /usr/lib/jvm && exec \"$0\" version";
    Result result =
        finish(
            process(
                List.of("unshare", "-m", "sh", "-c", hide, clone.resolve("heddle").toString()),
                Map.of(
                    "JAVA_HOME", "/nonexistent", "PATH", "/bin", "HEDDLE_HOME", home.toString())));
    assumeTrue(!result.out().contains("one"));
    assertThat(result).isEqualTo(new Result(101, "", result.err()));
    assertThat(result.err().strip())
        .startsWith("error: Heddle needs a JDK 25")
        .doesNotContain("\n");
  }

  @Test
  void a_source_that_does_not_compile_names_its_place() throws Exception {
    Files.writeString(
        clone.resolve("src/main/java/heddle/cli/Main.java"),
        "package heddle.cli;\nclass Main { int x = ; }\n");
    Result result = start(Map.of(), "version");
    assertThat(result.exit()).isEqualTo(101);
    assertThat(result.err()).contains("Main.java:2", "do not compile");
  }

  @Test
  void the_bootstraps_jar_holds_the_classes_that_maven_compiled() throws Exception {
    Path root = Path.of("").toAbsolutePath();
    Path classes = root.resolve("target/classes");
    assumeTrue(Files.isDirectory(classes) && Files.getLastModifiedTime(classes).toMillis() > 0);
    Path jar = temp.resolve("heddle.jar");
    Result built =
        finish(
            process(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    root.resolve("bootstrap/Bootstrap.java").toString(),
                    "--jar",
                    jar.toString(),
                    "--root",
                    root.toString()),
                Map.of()));
    assertThat(built).isEqualTo(new Result(0, "", ""));
    var expected = new TreeMap<String, Integer>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        expected.put(
            classes.relativize(each).toString(),
            java.util.Arrays.hashCode(Files.readAllBytes(each)));
      }
    }
    var actual = new TreeMap<String, Integer>();
    try (var zip = new java.util.zip.ZipFile(jar.toFile())) {
      for (var each :
          zip.stream().filter(e -> !e.getName().startsWith("META-INF/MANIFEST")).toList()) {
        try (var in = zip.getInputStream(each)) {
          actual.put(each.getName(), java.util.Arrays.hashCode(in.readAllBytes()));
        }
      }
    }
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void a_build_that_would_do_nothing_is_repeated_without_a_jvm_until_anything_differs()
      throws Exception {
    Files.writeString(
        clone.resolve("src/main/java/heddle/cli/Main.java"),
        """
        package heddle.cli;
        import java.nio.file.*;
        public class Main {
          public static void main(String[] a) throws Exception {
            String repeat = System.getProperty("heddle.repeat", "");
            System.out.println(repeat);
            if (!repeat.isEmpty()) {
              Files.move(Path.of(System.getProperty("heddle.environ")), Path.of(a[1]), StandardCopyOption.REPLACE_EXISTING);
            }
          }
        }
        """);
    Path environ = temp.resolve("environ").toAbsolutePath();
    Path seen = Files.writeString(temp.resolve("seen"), "1");
    Path link = Files.createSymbolicLink(temp.resolve("link"), seen);
    Path absent = temp.resolve("absent");
    // words with a slash have no shortcut, so the file is named beside the working directory
    Result first = start(Map.of("A", "1"), "build", "environ");
    Path place = Path.of(first.out().strip());
    assertThat(place).startsWithRaw(home.resolve("repeat"));
    Files.move(clone.resolve("environ"), environ);
    try (var store = heddle.store.Store.open(temp.resolve("store"))) {
      var observation = new heddle.world.Observation(Map.of(), store);
      List.of(seen, link, absent, clone.resolve("src"))
          .forEach(each -> observation.look(each, true));
      new heddle.world.Shortcut(place, environ)
          .keep(observation.snapshot(), "said", List.of("e 1", "e 2"), List.of("o"));
    }
    var repeated = new Result(0, "o\n", "e 1\ne 2\nsaid\n");
    assertThat(start(Map.of("A", "1"), "build", "environ")).isEqualTo(repeated);
    assertThat(start(Map.of("A", "2"), "build", "environ").out()).isEqualTo(first.out());
    Files.delete(clone.resolve("environ"));
    assertThat(start(Map.of("A", "1"), "build", "-v").out()).isNotEqualTo("o\n");
    Files.deleteIfExists(clone.resolve("-v"));
    Files.writeString(absent, "");
    assertThat(start(Map.of("A", "1"), "build", "environ").out()).isEqualTo(first.out());
    Files.delete(clone.resolve("environ"));
    Files.delete(absent);
    Files.writeString(seen, "22");
    assertThat(start(Map.of("A", "1"), "build", "environ").out()).isEqualTo(first.out());
  }

  // ---- the clone and its processes

  private static Path project(Path folder, String text) throws IOException {
    Path root = Path.of("").toAbsolutePath();
    Files.createDirectories(folder.resolve("bootstrap"));
    Files.createDirectories(folder.resolve("src/main/java/heddle/cli"));
    Files.copy(
        root.resolve("heddle"),
        folder.resolve("heddle"),
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    for (String name : List.of("jdk.sh", "Bootstrap.java", "libraries.lock")) {
      Files.copy(
          root.resolve("bootstrap").resolve(name), folder.resolve("bootstrap").resolve(name));
    }
    Files.writeString(folder.resolve("src/main/java/heddle/cli/Main.java"), main(text));
    return folder;
  }

  private static String main(String text) {
    return "package heddle.cli;\n"
        + "public class Main {\n"
        + "  public static void main(String[] a) {\n"
        + "    System.out.println(\""
        + text
        + " \" + java.util.List.of(a));\n  }\n}\n";
  }

  private Path dist() throws IOException {
    try (Stream<Path> folders = Files.list(home.resolve("dist"))) {
      return folders.findFirst().orElseThrow();
    }
  }

  private Result start(Map<String, String> environment, String... words) throws Exception {
    return finish(process(environment, words));
  }

  private Process process(Map<String, String> environment, String... words) throws IOException {
    var command = new ArrayList<>(List.of(clone.resolve("heddle").toString()));
    command.addAll(List.of(words));
    var all = new TreeMap<>(environment);
    all.put("HEDDLE_HOME", home.toString());
    all.put("JAVA_HOME", System.getProperty("java.home"));
    return process(command, all);
  }

  private static Process process(List<String> command, Map<String, String> environment)
      throws IOException {
    var builder = new ProcessBuilder(command);
    if (command.getFirst().endsWith("/heddle")) {
      builder.directory(Path.of(command.getFirst()).resolveSibling("").toFile());
    }
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Result finish(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), out, err);
  }
}
