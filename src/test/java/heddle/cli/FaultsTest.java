package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What goes wrong from outside: lost and damaged files of the store, processes killed at any
 * moment, several at once. The next build is right.
 */
class FaultsTest {
  @TempDir private Path folder = Path.of("");

  private final Random random = new Random(seed());

  private static long seed() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    return seed;
  }

  @BeforeEach
  void needs_rustc() throws Exception {
    assumeTrue(UserRust.isHere(), "rustc is on PATH");
    write(
        "dep/Cargo.toml",
        "[package]\nname = \"dep\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[workspace]\n");
    write(
        "dep/build.rs",
        "fn main() { println!(\"cargo::rerun-if-changed=build.rs\");\n"
            + " std::thread::sleep(std::time::Duration::from_millis(200));\n"
            + " std::fs::write(std::env::var(\"OUT_DIR\").unwrap() + \"/g.rs\", \"pub fn g() -> u32"
            + " { 4 }\").unwrap(); }");
    write("dep/src/lib.rs", "include!(concat!(env!(\"OUT_DIR\"), \"/g.rs\"));");
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
    Files.setLastModifiedTime(
        file, java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() - 60_000));
  }

  private Path workspace(String name, int number) throws IOException {
    write(
        name + "/Cargo.toml",
        "[package]\nname = \"one\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"
            + "[dependencies]\ndep = { path = \"../dep\" }\n");
    write(
        name + "/Cargo.lock",
        "version = 4\n\n[[package]]\nname = \"dep\"\nversion = \"0.1.0\"\n\n[[package]]\n"
            + "name = \"one\"\nversion = \"0.1.0\"\ndependencies = [\n \"dep\",\n]\n");
    write(name + "/src/lib.rs", "pub fn f() -> u32 { dep::g() + " + number + " }");
    write(name + "/src/main.rs", "fn main() { println!(\"{}\", one::f()); }");
    return folder.resolve(name);
  }

  private Process heddle(Path workspace) throws IOException {
    return heddle(workspace, "none");
  }

  private Process heddle(Path workspace, String sandbox) throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            Invocation.ownClassPath(),
            "-Dheddle.home=" + folder.resolve("home"),
            "heddle.cli.Main",
            "build",
            "-q",
            "--sandbox=" + sandbox);
    builder.directory(workspace.toFile()).redirectErrorStream(true);
    return builder.start();
  }

  private static void finish(Process heddle) throws Exception {
    String said = new String(heddle.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(heddle.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(heddle.exitValue()).as(said).isZero();
  }

  private static String run(Path workspace) throws Exception {
    Process program = new ProcessBuilder(workspace.resolve("target/debug/one").toString()).start();
    String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(program.waitFor()).isZero();
    return said;
  }

  @Test
  void lost_and_damaged_blobs_are_made_again() throws Exception {
    Path one = workspace("one", 0);
    finish(heddle(one));
    for (int round = 1; round <= 5; round++) {
      for (Path blob : blobs()) {
        int dice = random.nextInt(4);
        if (dice == 0) Files.delete(blob);
        if (dice == 1) damage(blob);
      }
      if (random.nextBoolean()) delete(folder.resolve("home/out"));
      if (random.nextBoolean()) delete(one.resolve("target"));
      workspace("one", random.nextBoolean() ? round : 0);
      if (random.nextBoolean())
        write("dep/src/lib.rs", "include!(concat!(env!(\"OUT_DIR\"), \"/g.rs\")); // " + round);
      finish(heddle(one));
      String expected = Files.readString(one.resolve("src/lib.rs")).replaceAll(".*\\+ | }.*", "");
      assertThat(run(one)).isEqualTo((4 + Integer.parseInt(expected.strip())) + "\n");
    }
  }

  @Test
  void a_build_that_was_killed_at_any_moment_leaves_what_the_next_one_can_use() throws Exception {
    Path one = workspace("one", 0);
    for (int round = 1; round <= 5; round++) {
      workspace("one", round);
      write("dep/src/lib.rs", "include!(concat!(env!(\"OUT_DIR\"), \"/g.rs\")); // " + round);
      Process heddle = heddle(one);
      Thread.sleep(200 + random.nextInt(1800));
      heddle.destroyForcibly().waitFor();
      finish(heddle(one));
      assertThat(run(one)).isEqualTo((4 + round) + "\n");
    }
  }

  @Test
  void ctrl_c_at_any_moment_leaves_no_process_and_what_the_next_build_can_use() throws Exception {
    Path one = workspace("one", 0);
    finish(heddle(one));
    for (int round = 1; round <= 6; round++) {
      workspace("one", round);
      write("dep/src/lib.rs", "include!(concat!(env!(\"OUT_DIR\"), \"/g.rs\")); // " + round);
      if (random.nextBoolean()) delete(one.resolve("target"));
      Process heddle = heddle(one, random.nextBoolean() ? "none" : "auto");
      // It answers as soon as it is Heddle: before, the JVM takes the signal alone.
      for (int i = 0; !listens(heddle) && i < 500; i++) Thread.sleep(10);
      Thread.sleep(random.nextInt(1500));
      List<ProcessHandle> started = heddle.descendants().toList();
      interrupt(heddle);
      String said = new String(heddle.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(heddle.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(heddle.exitValue()).as(said).isIn(0, 130); // it may have been done
      assertThat(started).noneMatch(ProcessHandle::isAlive);
      assertThat(folder.resolve("home/store/scratch")).isEmptyDirectory();
      if (Files.exists(one.resolve("target/debug/one"))) {
        assertThat(run(one)).isIn((4 + round - 1) + "\n", (4 + round) + "\n");
      }
      finish(heddle(one));
      assertThat(run(one)).isEqualTo((4 + round) + "\n");
    }
  }

  /** Whether the process handles SIGINT itself. */
  private static boolean listens(Process process) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("SigCgt:")) {
        return (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0;
      }
    }
    return false;
  }

  private static void interrupt(Process process) throws Exception {
    int code = new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
    // one that has ended meanwhile is not there any more
    if (process.isAlive()) assertThat(code).isZero();
  }

  /** What a build script starts, with and without a session of its own. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "auto"})
  void ctrl_c_ends_a_build_with_all_that_it_runs(String sandbox) throws Exception {
    Path one = workspace("one", 0);
    String mark = "60." + (100_000_000 + random.nextInt(900_000_000));
    write(
        "dep/build.rs",
        "fn main() { use std::process::Command;"
            + " Command::new(\"sleep\").arg(\""
            + mark
            + "\").spawn().unwrap();"
            + " Command::new(\"setsid\").args([\"-f\", \"sleep\", \""
            + mark
            + "\"]).spawn().unwrap();"
            + " Command::new(\"sleep\").arg(\""
            + mark
            + "\").status().unwrap(); }");
    Process heddle = heddle(one, sandbox);
    for (int i = 0; running(mark) < 3; i++) {
      assertThat(i).as("seconds that the script takes to start").isLessThan(60);
      assertThat(heddle.isAlive()).isTrue();
      Thread.sleep(1000);
    }
    interrupt(heddle);
    heddle.getInputStream().readAllBytes();
    assertThat(heddle.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(heddle.exitValue()).isEqualTo(130);
    assertThat(running(mark)).isZero();
    assertThat(folder.resolve("home/store/scratch")).isEmptyDirectory();
    write(
        "dep/build.rs",
        "fn main() { std::fs::write(std::env::var(\"OUT_DIR\").unwrap()"
            + " + \"/g.rs\", \"pub fn g() -> u32 { 4 }\").unwrap(); }");
    finish(heddle(one));
    assertThat(run(one)).isEqualTo("4\n");
  }

  @Test
  void a_procedural_macro_that_leaves_a_link_for_an_output_gets_no_file_of_the_user()
      throws Exception {
    Path secret = folder.resolve("secret");
    Files.writeString(secret, "the user's key".repeat(311));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    write(
        "evil/Cargo.toml",
        "[package]\nname = \"evil\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[workspace]\n"
            + "[lib]\nproc-macro = true\n");
    write(
        "evil/src/lib.rs",
        """
        #[proc_macro]
        pub fn evil(_: proc_macro::TokenStream) -> proc_macro::TokenStream {
            let given: Vec<String> = std::env::args().collect();
            let out = &given[given.iter().position(|x| x == "--out-dir").unwrap() + 1];
            let extra = given.iter().find_map(|x| x.strip_prefix("extra-filename=")).unwrap();
            for kind in ["rlib", "rmeta"] {
                let name = format!("{out}/libone{extra}.{kind}");
                std::os::unix::fs::symlink("SECRET", name).unwrap();
            }
            std::process::exit(0)
        }
        """
            .replace("SECRET", secret.toString()));
    write(
        "one/Cargo.toml",
        "[package]\nname = \"one\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[dependencies]\n"
            + "evil = { path = \"../evil\" }\n[workspace]\n");
    write("one/src/lib.rs", "evil::evil!();");
    Process heddle = heddle(folder.resolve("one"), "auto");
    String said = new String(heddle.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(heddle.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(heddle.exitValue()).isEqualTo(Failure.EXIT);
    assertThat(said).contains("is not a regular file");
    assertThat(Files.getPosixFilePermissions(secret)).hasSize(2);
    assertThat(blobs()).noneMatch(Files::isSymbolicLink);
    for (Path each : blobs()) {
      assertThat(Files.size(each)).isNotEqualTo(Files.size(secret));
    }
  }

  private static long running(String mark) {
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().arguments().map(List::of).orElse(List.of()).contains(mark))
        .filter(p ->
            p.info()
                .command()
                .filter(c -> c.endsWith("/sleep") || c.endsWith("/coreutils"))
                .isPresent())
        .count();
  }

  @Test
  void several_at_once_in_one_workspace_and_in_two_give_what_one_gives() throws Exception {
    Path one = workspace("one", 1);
    Path two = workspace("two", 2);
    for (int round = 0; round < 2; round++) {
      List<Process> all = new ArrayList<>();
      for (Path each : List.of(one, two, one)) all.add(heddle(each));
      for (Process each : all) finish(each);
      assertThat(run(one)).isEqualTo("5\n");
      assertThat(run(two)).isEqualTo("6\n");
      delete(folder.resolve("home"));
    }
  }

  private List<Path> blobs() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("home/store/blobs"))) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Other bytes of the same length, as a bad disk gives them. */
  private void damage(Path blob) throws IOException {
    byte[] bytes = Files.readAllBytes(blob);
    if (bytes.length > 0) bytes[random.nextInt(bytes.length)] ^= 1;
    Files.delete(blob);
    Files.write(blob, bytes);
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) return;
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(each);
    }
  }
}
