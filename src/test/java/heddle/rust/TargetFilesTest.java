package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build lays down below target/, for users, tests and programs that run. */
class TargetFilesTest {
  @TempDir private Path folder = Path.of("");
  private Yard yard;

  @BeforeEach
  void open() throws Exception {
    yard = new Yard(folder);
  }

  @Test
  void a_dylib_is_shown_but_not_put_where_cargo_would_take_it_for_its_own() throws Exception {
    Path one =
        yard.workspace(
            "one",
            "Cargo.toml",
            "[package]\nname = \"one\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"
                + "[lib]\ncrate-type = [\"dylib\", \"rlib\"]\n",
            "src/lib.rs",
            "");
    assertThat(yard.build(one).problems()).isEmpty();
    assertThat(one.resolve("target/debug/libone.so")).exists();
    assertThat(one.resolve("target/debug/deps/libone.so")).doesNotExist();
    assertThat(one.resolve("target/debug/deps/libone.rlib")).doesNotExist();
  }

  @Test
  void tests_find_the_shared_library_of_their_package_beside_themselves() throws Exception {
    Path one =
        yard.workspace(
            "one",
            "Cargo.toml",
            "[package]\nname = \"one\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"
                + "[lib]\ncrate-type = [\"cdylib\", \"rlib\"]\n",
            "src/lib.rs",
            "",
            "src/main.rs",
            "fn main() {}",
            "tests/it.rs",
            "");
    assertThat(yard.buildTests(one).problems()).isEmpty();
    assertThat(one.resolve("target/debug/deps/libone.so")).exists();
    assertThat(one.resolve("target/debug/libone.so")).doesNotExist();
    assertThat(one.resolve("target/debug/one")).exists();
    assertThat(one.resolve("target/debug/one.d")).doesNotExist();
    assertThat(yard.build(one).problems()).isEmpty();
    assertThat(one.resolve("target/debug/libone.so")).exists();
    assertThat(one.resolve("target/debug/one.d")).exists();
  }

  /** As cargo, which writes Make's rules when all is built. */
  @Test
  void a_build_that_fails_leaves_makes_rules_as_they_were() throws Exception {
    Path one =
        yard.workspace(
            "one",
            "src/lib.rs",
            "",
            "src/main.rs",
            "fn main() {}",
            "src/bin/two.rs",
            "fn main() {}");
    Yard.write(one, "src/bin/two.rs", "fn main() { nonsense }");
    assertThat(yard.build(one).problems()).isNotEmpty();
    assertThat(one.resolve("target/debug/libone.d")).doesNotExist();
    Yard.write(one, "src/bin/two.rs", "fn main() {}");
    assertThat(yard.build(one).problems()).isEmpty();
    String before = Files.readString(one.resolve("target/debug/libone.d"));
    assertThat(before).contains("src/lib.rs");
    Yard.write(
        one,
        "src/lib.rs",
        "mod more;",
        "src/more.rs",
        "",
        "src/bin/two.rs",
        "fn main() { nonsense }");
    assertThat(yard.build(one).problems()).isNotEmpty();
    assertThat(one.resolve("target/debug/libone.d")).hasContent(before);
    Yard.write(one, "src/bin/two.rs", "fn main() { }");
    assertThat(yard.build(one).problems()).isEmpty();
    assertThat(Files.readString(one.resolve("target/debug/libone.d"))).contains("src/more.rs");
  }

  @Test
  void a_program_that_runs_may_build_in_its_own_workspace() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/flock")), "no flock");
    Path one =
        yard.workspace(
            "one",
            "src/main.rs",
            """
            fn main() {
                let held = std::process::Command::new("/usr/bin/flock")
                    .args(["-n", "target/debug/.cargo-lock", "true"])
                    .status();
                std::process::exit(held.unwrap().code().unwrap())
            }
            """);
    try (Workshop shop = yard.open(one, new SilentProgress())) {
      Products products = shop.build().products().orElseThrow();
      assertThat(products.program(List.of(), one, SILENT).run()).isZero();
    }
  }

  private static final Products.Console SILENT =
      new Products.Console() {
        @Override
        public void status(String verb, String about) {}

        @Override
        public void error(String text) {}
      };

  @Test
  void the_directory_for_tests_files_is_there_when_they_run() throws Exception {
    Path one =
        yard.workspace(
            "one",
            "src/lib.rs",
            "",
            "tests/it.rs",
            "#[test] fn t() { std::fs::write(env!(\"CARGO_TARGET_TMPDIR\"), \"\").ok(); }");
    assertThat(yard.buildTests(one).problems()).isEmpty();
    assertThat(one.resolve("target/tmp")).isDirectory();
  }
}
