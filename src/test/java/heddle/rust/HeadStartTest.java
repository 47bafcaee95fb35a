package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.process.FileLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compilations that begin before the build has come to them, seen through a wrapper of rustc. */
class HeadStartTest {
  /** Code that holds what its script wrote. */
  private static final String INCLUDING = "include!(concat!(env!(\"OUT_DIR\"), \"/g.rs\")); ";

  @TempDir private Path folder = Path.of("");

  private Yard yard;
  private Path log = Path.of("");

  @BeforeEach
  void open() throws IOException {
    yard = new Yard(folder);
    log = folder.resolve("log");
    Path wrapper = folder.resolve("wrapper");
    Files.writeString(wrapper, "#!/bin/sh\necho \"$*\" >> '" + log + "'\nexec \"$@\"\n");
    Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwx------"));
    yard.environment.put("RUSTC_WRAPPER", wrapper.toString());
  }

  private static String program(String text) {
    return "fn main() { print!(\"" + text + "\"); }";
  }

  private Yard.Seen built(Path root) throws Exception {
    Yard.Seen seen = yard.build(root);
    assertThat(seen.problems()).isEmpty();
    return seen;
  }

  /** How often a crate was compiled since the log was last emptied. */
  private long compiled(String crate) throws IOException {
    if (!Files.exists(log)) return 0;
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains("--crate-name " + crate + " "))
        .count();
  }

  private boolean compiles(String crate) throws Exception {
    for (int i = 0; i < 200; i++) {
      if (compiled(crate) > 0) return true;
      Thread.sleep(50);
    }
    return false;
  }

  @Test
  void what_an_edit_calls_for_is_begun_when_the_workshop_opens_and_is_not_run_twice()
      throws Exception {
    Path root = yard.workspace("edited", "src/main.rs", program("one"));
    built(root);
    Files.delete(log);
    Yard.write(root, "src/main.rs", program("two!"));
    try (Workshop shop = yard.open(root, new SilentProgress())) {
      assertThat(compiles("one")).isTrue();
      assertThat(shop.build().problems()).isEmpty();
    }
    assertThat(compiled("one")).isEqualTo(1);
    assertThat(Yard.says(root)).isEqualTo("two!");
    assertThat(built(root).ran()).isZero();
  }

  @Test
  void a_file_that_was_touched_or_changed_back_begins_nothing() throws Exception {
    Path root = yard.workspace("touched", "src/main.rs", program("one"));
    built(root);
    Yard.write(root, "src/main.rs", program("two!"));
    built(root);
    Files.delete(log);
    Yard.write(root, "src/main.rs", program("two!"));
    assertThat(built(root).ran()).isZero();
    Yard.write(root, "src/main.rs", program("one"));
    assertThat(built(root).ran()).isZero();
    assertThat(Yard.says(root)).isEqualTo("one");
    assertThat(compiled("one")).isZero();
  }

  @Test
  void a_file_saved_again_after_it_was_begun_is_compiled_as_it_is_then() throws Exception {
    Path root = yard.workspace("again", "src/main.rs", program("one"));
    built(root);
    Files.delete(log);
    Yard.write(root, "src/main.rs", program("two!"));
    try (Workshop shop = yard.open(root, new SilentProgress())) {
      assertThat(compiles("one")).isTrue();
      Yard.write(root, "src/main.rs", program("three"));
      assertThat(shop.build().problems()).isEmpty();
    }
    assertThat(Yard.says(root)).isEqualTo("three");
    assertThat(built(root).ran()).isZero();
    Yard.write(root, "src/main.rs", program("two!"));
    built(root);
    assertThat(Yard.says(root)).isEqualTo("two!");
  }

  @Test
  void a_manifest_changed_beside_the_source_decides_how_it_is_compiled() throws Exception {
    Path root = yard.workspace("manifest", "src/main.rs", program("one"));
    built(root);
    Yard.write(
        root,
        "src/main.rs",
        "fn main() { print!(\"{}\", cfg!(debug_assertions)); }",
        "Cargo.toml",
        """
        [package]
        name = "one"
        version = "0.1.0"
        edition = "2021"
        [profile.dev]
        debug-assertions = false
        """);
    built(root);
    assertThat(Yard.says(root)).isEqualTo("false");
  }

  @Test
  void a_library_is_begun_and_the_program_above_it_waits() throws Exception {
    Path root =
        yard.workspace(
            "both",
            "src/lib.rs",
            "pub fn text() -> &'static str { \"one\" }",
            "src/main.rs",
            "fn main() { print!(\"{}\", one::text()); }");
    built(root);
    Files.delete(log);
    Yard.write(
        root,
        "src/lib.rs",
        "pub fn texts() -> &'static str { \"two\" }",
        "src/main.rs",
        "fn main() { print!(\"{}!\", one::texts()); }");
    built(root);
    assertThat(Yard.says(root)).isEqualTo("two!");
    assertThat(compiled("one")).isEqualTo(2);
  }

  @Test
  void an_error_in_what_was_begun_is_told_and_the_mended_source_is_built() throws Exception {
    Path root = yard.workspace("wrong", "src/main.rs", program("one"));
    built(root);
    Yard.write(root, "src/main.rs", "fn main() { nothing(); }");
    Yard.Seen wrong = yard.build(root);
    assertThat(wrong.problems()).singleElement().asString().contains("could not compile `one`");
    assertThat(wrong.said()).anyMatch(line -> line.contains("cannot find function `nothing`"));
    Yard.write(root, "src/main.rs", program("mended"));
    built(root);
    assertThat(Yard.says(root)).isEqualTo("mended");
  }

  @Test
  void what_a_script_makes_anew_is_compiled_in() throws Exception {
    String script =
        """
        fn main() {
            println!("cargo::rerun-if-changed=word.txt");
            let word = std::fs::read_to_string("word.txt").unwrap();
            let out = std::env::var("OUT_DIR").unwrap();
            std::fs::write(out + "/g.rs", format!("const WORD: &str = {word:?};")).unwrap();
        }
        """;
    Path root =
        yard.workspace(
            "made",
            "build.rs",
            script,
            "word.txt",
            "one",
            "src/main.rs",
            INCLUDING + "fn main() { print!(\"{WORD}\"); }");
    built(root);
    Yard.write(
        root, "word.txt", "two", "src/main.rs", INCLUDING + "fn main() { print!(\"{WORD}!\"); }");
    built(root);
    assertThat(Yard.says(root)).isEqualTo("two!");
  }

  /** A program with a macro and a script, which tells the log that it runs and says this. */
  private Path scripted(String name, String says) throws IOException {
    return yard.workspace(
        name,
        "Cargo.toml",
        """
        [package]
        name = "one"
        version = "0.1.0"
        edition = "2021"
        [dependencies]
        mac = { path = "mac" }
        """,
        "Cargo.lock",
        """
        version = 4

        [[package]]
        name = "mac"
        version = "0.1.0"

        [[package]]
        name = "one"
        version = "0.1.0"
        dependencies = [
         "mac",
        ]
        """,
        "mac/Cargo.toml",
        """
        [package]
        name = "mac"
        version = "0.1.0"
        edition = "2021"
        [lib]
        proc-macro = true
        """,
        "mac/src/lib.rs",
        """
        #[proc_macro]
        pub fn same(item: proc_macro::TokenStream) -> proc_macro::TokenStream { item }
        """,
        "build.rs",
        """
        use std::io::Write;
        fn main() {
            print!("%s");
            let mut log = std::fs::OpenOptions::new().create(true).append(true).open("%s").unwrap();
            writeln!(log, "script").unwrap();
        }
        """
            .formatted(says, log),
        "src/main.rs",
        "fn main() { print!(mac::same!(\"one\")); }");
  }

  @Test
  void with_a_macro_and_a_script_it_is_begun_where_the_script_need_not_run() throws Exception {
    Path root = scripted("still", "cargo::rerun-if-changed=build.rs");
    built(root);
    Files.delete(log);
    Yard.write(root, "src/main.rs", program("two!"));
    try (Workshop shop = yard.open(root, new SilentProgress())) {
      assertThat(compiles("one")).isTrue();
      assertThat(shop.build().problems()).isEmpty();
    }
    assertThat(compiled("one")).isEqualTo(1);
    assertThat(Files.readAllLines(log)).doesNotContain("script");
    assertThat(Yard.says(root)).isEqualTo("two!");
  }

  @Test
  void with_a_macro_it_waits_for_a_script_that_runs_again() throws Exception {
    Path root = scripted("again", "");
    built(root);
    Files.delete(log);
    Yard.write(root, "src/main.rs", program("two!"));
    built(root);
    assertThat(Files.readAllLines(log).getFirst()).isEqualTo("script");
    assertThat(compiled("one")).isEqualTo(1);
    assertThat(Yard.says(root)).isEqualTo("two!");
  }

  @Test
  void what_a_script_made_and_somebody_removed_is_there_again() throws Exception {
    String script =
        """
        fn main() {
            println!("cargo::rerun-if-changed=build.rs");
            let out = std::env::var("OUT_DIR").unwrap();
            std::fs::write(out + "/g.rs", "const WORD: &str = \\"made\\";").unwrap();
        }
        """;
    Path root =
        yard.workspace(
            "removed",
            "build.rs",
            script,
            "src/main.rs",
            INCLUDING + "fn main() { print!(\"{WORD}\"); }");
    built(root);
    try (Stream<Path> made = Files.walk(root.resolve("target/debug/build"))) {
      for (Path each : made.filter(file -> file.endsWith("g.rs")).toList()) Files.delete(each);
    }
    try (Stream<Path> marks = Files.walk(root.resolve("target/debug/build"))) {
      for (Path each : marks.filter(file -> file.endsWith(".out.heddle")).toList()) {
        Files.delete(each);
      }
    }
    Yard.write(root, "src/main.rs", INCLUDING + "fn main() { print!(\"{WORD}!\"); }");
    built(root);
    assertThat(Yard.says(root)).isEqualTo("made!");
  }

  @Test
  void a_target_directory_in_use_is_not_entered() throws Exception {
    Path root = yard.workspace("used", "src/main.rs", program("one"));
    built(root);
    Files.delete(log);
    Yard.write(root, "src/main.rs", program("two!"));
    try (var used = FileLock.open(root.resolve("target/debug/.cargo-lock"))) {
      assertThat(used.own()).isTrue();
      yard.open(root, new SilentProgress()).close();
    }
    assertThat(compiled("one")).isZero();
    built(root);
    assertThat(Yard.says(root)).isEqualTo("two!");
  }

  @Test
  void what_was_begun_ends_with_the_workshop_that_did_not_build() throws Exception {
    Path root = yard.workspace("left", "src/main.rs", program("one"));
    built(root);
    Files.delete(log);
    Yard.write(root, "src/main.rs", program("two!"));
    try (Workshop shop = yard.open(root, new SilentProgress())) {
      assertThat(compiles("one")).isTrue();
      assertThat(shop.root()).isEqualTo(root);
    }
    assertThat(root.resolve("target/debug/incremental/.heddle")).isEmptyDirectory();
    built(root);
    assertThat(Yard.says(root)).isEqualTo("two!");
  }

  @Test
  void a_record_of_a_run_is_read_as_it_was_written() {
    var rules = new Machine.Rules(List.of(Path.of("/a b"), Path.of("/c")), List.of(), false, true);
    var command =
        new Machine.Command(
            "label",
            List.of("rustc", "", "line\nbreak"),
            java.util.Map.of("A", "", "B", "=x"),
            Path.of("/w"),
            7,
            rules,
            2);
    var given = new KnownRun.Given(Path.of("/s/x.rlib"), new Machine.Blob("00", 5));
    var run =
        new KnownRun(
            "unit",
            "base",
            "list",
            List.of("below"),
            List.of("a script"),
            heddle.world.Snapshot.of(List.of(Path.of("/nothing"))),
            Path.of("/s/out"),
            List.of(given),
            command);
    KnownRun read = run.encode().flatMap(KnownRun::decode).orElseThrow();
    assertThat(read.command()).isEqualTo(command);
    assertThat(read.given()).containsExactly(given);
    assertThat(List.of(read.unit(), read.base(), read.list()))
        .containsExactly("unit", "base", "list");
    assertThat(read.scripts()).containsExactly("a script");
    assertThat(read.sources().changed()).isEmpty();
    assertThat(KnownRun.decode(run.encode().orElseThrow().substring(0, 60))).isEmpty();
  }
}
