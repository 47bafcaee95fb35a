package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** cargo and Heddle by turns in one {@code target/}: both are right, and neither loses its work. */
class AlternatingTest {
  @TempDir private Path folder = Path.of("");

  private final Random random = new Random(seed());
  private Project project;
  private Path cargo = Path.of("cargo");

  private static long seed() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    return seed;
  }

  @BeforeEach
  void open() throws Exception {
    var found =
        Stream.of(String.valueOf(System.getenv("PATH")).split(":", -1))
            .map(each -> Path.of(each, "cargo"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), "no cargo");
    cargo = found.get();
    project = new Project(folder);
    write(
        "Cargo.toml",
        """
        [package]
        name = "one"
        version = "0.1.0"
        edition = "2021"

        [dependencies]
        dep = { path = "dep" }
        mac = { path = "mac" }

        [workspace]
        """);
    write(
        "Cargo.lock",
        """
        version = 4

        [[package]]
        name = "dep"
        version = "0.1.0"

        [[package]]
        name = "mac"
        version = "0.1.0"

        [[package]]
        name = "one"
        version = "0.1.0"
        dependencies = [
         "dep",
         "mac",
        ]
        """);
    write("dep/Cargo.toml", "[package]\nname = \"dep\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
    write(
        "dep/build.rs",
        """
        fn main() {
            println!("cargo::rerun-if-changed=number.txt");
            let number = std::fs::read_to_string("number.txt").unwrap();
            let place = std::env::var("OUT_DIR").unwrap() + "/number.rs";
            std::fs::write(place, format!("pub const NUMBER: u32 = {};", number.trim())).unwrap();
        }
        """);
    write("dep/src/lib.rs", "include!(concat!(env!(\"OUT_DIR\"), \"/number.rs\"));\n");
    write(
        "mac/Cargo.toml",
        "[package]\nname = \"mac\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"
            + "[lib]\nproc-macro = true\n");
    write("src/lib.rs", "pub fn sum() -> u32 { dep::NUMBER + mac::number!() + 0 }\n");
    number(0, 0);
    number(1, 0);
    number(2, 0);
    write("src/main.rs", "fn main() { println!(\"{}\", one::sum()); }\n");
    write("examples/two.rs", "fn main() { println!(\"{}\", 2 * one::sum()); }\n");
    write(
        "tests/run.rs",
        "#[test]\nfn says() {\n    let said = std::process::Command::new(env!(\"CARGO_BIN_EXE_one\"))"
            + ".output().unwrap().stdout;\n"
            + "    let said: u32 = String::from_utf8(said).unwrap().trim().parse().unwrap();\n"
            + "    assert_eq!(said, one::sum());\n}\n");
  }

  @AfterEach
  void close() {
    if (project != null) {
      project.close();
    }
  }

  /** As an editor does: with the time of now. */
  private void write(String name, String text) throws IOException {
    var file = project.root.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  /** Sets one of the three numbers that the programs add up. */
  private void number(int which, int number) throws IOException {
    switch (which) {
      case 0 -> write("dep/number.txt", number + "\n");
      case 1 ->
          write(
              "mac/src/lib.rs",
              "#[proc_macro]\npub fn number(_: proc_macro::TokenStream) -> proc_macro::TokenStream"
                  + " { \""
                  + number
                  + "u32\".parse().unwrap() }\n");
      default ->
          write(
              "src/lib.rs",
              "pub fn sum() -> u32 { dep::NUMBER + mac::number!() + " + number + " }\n");
    }
  }

  private String cargo(String... words) throws Exception {
    var all = Stream.concat(Stream.of(cargo.toString()), Stream.of(words)).toList();
    var builder = new ProcessBuilder(all).directory(project.root.toFile());
    builder.redirectErrorStream(true).environment().putAll(project.environment);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("CARGO_") && !name.equals("CARGO_HOME"));
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private String heddle(String... words) {
    var said = project.heddle(words);
    assertThat(said.exit()).as(said.text()).isZero();
    return said.text();
  }

  private String says(String program) throws Exception {
    var process =
        new ProcessBuilder(project.root.resolve("target/debug").resolve(program).toString())
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private void check(int... numbers) throws Exception {
    int sum = java.util.Arrays.stream(numbers).sum();
    assertThat(says("one")).isEqualTo(String.valueOf(sum));
    assertThat(says("examples/two")).isEqualTo(String.valueOf(2 * sum));
  }

  @Test
  void after_edits_by_turns_each_builds_what_the_sources_say() throws Exception {
    int[] numbers = new int[3];
    for (int round = 0; round < 10; round++) {
      int which = random.nextInt(3);
      if (random.nextInt(4) > 0) {
        numbers[which] = random.nextInt(3); // often what it was before
        number(which, numbers[which]);
      }
      boolean ours = random.nextBoolean();
      var words =
          random.nextInt(3) > 0
              ? List.of("build", "--all-targets", "--offline")
              : List.of("test", "--offline");
      var given = words.toArray(String[]::new);
      var said = ours ? heddle(given) : cargo(given);
      assertThat(said).doesNotContain("error", "FAILED");
      check(numbers);
    }
  }

  @Test
  void without_an_edit_neither_compiles_again_what_it_had_built_before_the_other()
      throws Exception {
    cargo("build", "--all-targets", "--offline");
    heddle("build", "--all-targets");
    assertThat(cargo("build", "--all-targets", "--offline")).doesNotContain("Compiling");
    assertThat(heddle("build", "--all-targets")).doesNotContain("Compiling");
    number(2, 5);
    heddle("build", "--all-targets");
    check(5);
    cargo("build", "--all-targets", "--offline");
    check(5);
    heddle("build", "--all-targets");
    assertThat(cargo("build", "--all-targets", "--offline")).doesNotContain("Compiling");
    check(5);
  }

  @Test
  void each_cleans_only_with_the_other_what_both_lay() throws Exception {
    heddle("build");
    cargo("clean", "--offline");
    assertThat(project.root.resolve("target/debug/one")).doesNotExist();
    heddle("build");
    assertThat(says("one")).isEqualTo("0");
    cargo("build", "--offline");
    heddle("clean");
    cargo("build", "--offline");
    assertThat(says("one")).isEqualTo("0");
  }
}
