package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.cargo.BuildRequest;
import heddle.process.SandboxMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has made caches of compilers serve a wrong result: each is a reason to run here. */
class CacheTrapsTest {
  private static final String PLAIN = "fn main() { println!(\"hello\"); }";

  @TempDir private Path folder = Path.of("");

  private Yard yard;

  @BeforeEach
  void open() throws IOException {
    yard = new Yard(folder);
  }

  private static void good(Yard.Seen seen) {
    assertThat(seen.problems()).isEmpty();
  }

  @Test
  void a_file_below_target_that_the_code_includes_is_an_input() throws Exception {
    Path root =
        yard.workspace(
            "made",
            "src/main.rs",
            "fn main() { print!(\"{}\", include_str!(\"../target/made.txt\")); }",
            "target/made.txt",
            "first");
    good(yard.build(root));
    assertThat(yard.build(root).ran()).isZero();
    Yard.write(root, "target/made.txt", "second");
    good(yard.build(root));
    assertThat(Yard.says(root)).isEqualTo("second");
  }

  @Test
  void generated_code_that_holds_its_out_dir_is_made_in_each_checkout() throws Exception {
    String[] files = {
      "build.rs",
      """
      fn main() {
          println!("cargo::rerun-if-changed=build.rs");
          let out = std::env::var("OUT_DIR").unwrap();
          std::fs::write(out.clone() + "/g.rs", format!("pub const DIR: &str = {out:?};")).unwrap();
      }
      """,
      "src/main.rs",
      "include!(concat!(env!(\"OUT_DIR\"), \"/g.rs\")); fn main() { print!(\"{DIR}\"); }"
    };
    for (String name : List.of("a", "b", "a")) {
      Path root = yard.workspace(name, files);
      good(yard.build(root));
      assertThat(Yard.says(root)).startsWith(root.resolve("target/debug/build") + "/");
    }
  }

  @Test
  void a_test_that_holds_the_path_of_its_checkout_is_compiled_in_each() throws Exception {
    yard.intent = BuildRequest.Intent.TEST;
    String[] files = {
      "src/lib.rs", "", "tests/it.rs", "pub const A: &str = env!(\"CARGO_MANIFEST_DIR\");"
    };
    good(yard.build(yard.workspace("a", files)));
    Path b = yard.workspace("b", files);
    assertThat(yard.build(b).ran()).isEqualTo(1);
    assertThat(yard.build(b).ran()).isZero();
  }

  @Test
  void a_script_whose_list_of_reasons_lies_is_not_believed_in_another_checkout() throws Exception {
    String[] files = {
      "build.rs",
      """
      fn main() {
          println!("cargo::rerun-if-changed=build.rs");
          println!("cargo::rustc-env=GOT={}", std::fs::read_to_string("secret").unwrap());
      }
      """,
      "src/main.rs",
      "fn main() { print!(\"{}\", env!(\"GOT\")); }",
      "secret",
      "first"
    };
    Path a = yard.workspace("a", files);
    good(yard.build(a));
    Path b = yard.workspace("b", files);
    assertThat(yard.build(b).ran()).isZero();
    Path c = yard.workspace("c", files);
    Yard.write(c, "secret", "other");
    good(yard.build(c));
    assertThat(Yard.says(c)).isEqualTo("other");
  }

  @Test
  void what_a_script_writes_beside_its_sources_is_there_wherever_it_is_built() throws Exception {
    String[] files = {
      "build.rs",
      """
      fn main() {
          println!("cargo::rerun-if-changed=in.txt");
          let text = std::fs::read_to_string("in.txt").unwrap();
          std::fs::write("src/g.rs", format!("pub const G: &str = {text:?};")).unwrap();
      }
      """,
      "src/main.rs",
      "mod g; fn main() { print!(\"{}\", g::G); }",
      "in.txt",
      "one"
    };
    Path a = yard.workspace("a", files);
    good(yard.build(a));
    Path b = yard.workspace("b", files);
    good(yard.build(b));
    assertThat(Yard.says(b)).isEqualTo("one");
    // another branch, and back
    Yard.write(a, "in.txt", "two");
    good(yard.build(a));
    assertThat(Yard.says(a)).isEqualTo("two");
    Yard.write(a, "in.txt", "one");
    good(yard.build(a));
    assertThat(Yard.says(a)).isEqualTo("one");
    Files.delete(a.resolve("src/g.rs"));
    Yard.delete(a.resolve("target"));
    good(yard.build(a));
    assertThat(Yard.says(a)).isEqualTo("one");
    assertThat(yard.build(a).ran()).isZero();
  }

  /** A library with a function {@code nine} that gives this number. */
  private static void library(Path directory, int number) throws Exception {
    Yard.write(directory, "nine.c", "int nine(void) { return " + number + "; }");
    Yard.run(directory, "gcc", "-c", "nine.c");
    Yard.run(directory, "ar", "rc", "libnine.a", "nine.o");
    Files.delete(directory.resolve("nine.c"));
  }

  @Test
  void a_library_that_a_script_names_beside_the_sources_counts_by_its_content() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "no gcc");
    String[] files = {
      "build.rs",
      """
      fn main() {
          let here = std::env::var("CARGO_MANIFEST_DIR").unwrap();
          println!("cargo::rerun-if-changed=build.rs");
          println!("cargo::rustc-link-search=native={here}/vendor");
          println!("cargo::rustc-link-lib=static=nine");
      }
      """,
      "src/lib.rs",
      "extern \"C\" { fn nine() -> i32; } pub fn f() -> i32 { unsafe { nine() } }",
      "src/main.rs",
      "fn main() { print!(\"{}\", one::f()); }",
      "vendor/README",
      ""
    };
    for (int number : new int[] {1, 2}) {
      Path root = yard.workspace("checkout" + number, files);
      library(root.resolve("vendor"), number);
      good(yard.build(root));
      assertThat(Yard.says(root)).isEqualTo(Integer.toString(number));
      assertThat(yard.build(root).ran()).isZero();
    }
  }

  @Test
  void a_file_that_the_linker_is_given_counts_by_its_content() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "no gcc");
    String[] files = {
      "build.rs",
      """
      fn main() {
          println!("cargo::rerun-if-changed=build.rs");
          println!("cargo::rustc-link-arg-bins=vendor/nine.o");
      }
      """,
      "src/main.rs",
      "extern \"C\" { fn nine() -> i32; } fn main() { print!(\"{}\", unsafe { nine() }); }",
      "vendor/README",
      ""
    };
    for (int number : new int[] {1, 2}) {
      Path root = yard.workspace("checkout" + number, files);
      library(root.resolve("vendor"), number);
      good(yard.build(root));
      assertThat(Yard.says(root)).isEqualTo(Integer.toString(number));
      assertThat(yard.build(root).ran()).isZero();
    }
  }

  @Test
  void a_program_that_looks_for_libraries_in_its_checkout_is_linked_in_each() throws Exception {
    String[] files = {
      "build.rs",
      """
      fn main() {
          let here = std::env::var("CARGO_MANIFEST_DIR").unwrap();
          println!("cargo::rerun-if-changed=build.rs");
          println!("cargo::rustc-link-arg-bins=-Wl,-rpath,{here}/lib");
      }
      """,
      "src/main.rs",
      PLAIN
    };
    for (String name : List.of("a", "b")) {
      Path root = yard.workspace(name, files);
      good(yard.build(root));
      byte[] program = Files.readAllBytes(root.resolve("target/debug/one"));
      assertThat(new String(program, StandardCharsets.ISO_8859_1)).contains(root + "/lib");
      assertThat(yard.build(root).ran()).isZero();
    }
  }

  @Test
  void a_source_that_was_replaced_while_it_was_compiled_is_compiled_again() throws Exception {
    Path root = yard.workspace("replaced", "src/main.rs", PLAIN);
    Path other = folder.resolve("other");
    Yard.write(other, "main.rs", "fn main() { print!(\"other\"); }");
    Path wrapper = folder.resolve("wrapper");
    // with its time of a minute ago, as `cp -p`, `mv` and `tar` leave it
    Yard.program(
        wrapper,
        "#!/bin/sh\n\"$@\"; code=$?\ncp -p " + other + "/main.rs src/main.rs\nexit $code\n");
    yard.environment.put("RUSTC_WRAPPER", wrapper.toString());
    good(yard.build(root));
    good(yard.build(root));
    assertThat(Yard.says(root)).isEqualTo("other");
  }

  @Test
  void a_vendored_package_counts_by_its_files() throws Exception {
    Path root =
        yard.workspace(
            "vendored",
            "Cargo.toml",
            "[package]\nname = \"one\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"
                + "[dependencies]\ntwo = \"1\"\n",
            "Cargo.lock",
            """
            version = 4

            [[package]]
            name = "one"
            version = "0.1.0"
            dependencies = [
             "two",
            ]

            [[package]]
            name = "two"
            version = "1.0.0"
            source = "registry+https://github.com/rust-lang/crates.io-index"
            checksum = "%s"
            """
                .formatted("ab".repeat(32)),
            ".cargo/config.toml",
            "[source.crates-io]\nreplace-with = \"v\"\n[source.v]\ndirectory = \"vendor\"\n",
            "vendor/two/Cargo.toml",
            "[package]\nname = \"two\"\nversion = \"1.0.0\"\nedition = \"2021\"\n",
            "vendor/two/.cargo-checksum.json",
            "{\"files\":{},\"package\":\"" + "ab".repeat(32) + "\"}",
            "vendor/two/src/lib.rs",
            "pub fn f() -> u32 { 1 }",
            "src/main.rs",
            "fn main() { print!(\"{}\", two::f()); }");
    good(yard.build(root));
    assertThat(Yard.says(root)).isEqualTo("1");
    assertThat(yard.build(root).ran()).isZero();
    // as a distribution's patch leaves it: the archive's checksum, and no hash of any file
    Yard.write(root, "vendor/two/src/lib.rs", "pub fn f() -> u32 { 2 }");
    good(yard.build(root));
    assertThat(Yard.says(root)).isEqualTo("2");
  }

  @Test
  void what_ran_unconfined_is_not_taken_for_what_is_confined() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "x");
    Path root =
        yard.workspace(
            "confined",
            "build.rs",
            "fn main() { println!(\"cargo::rerun-if-changed=build.rs\");"
                + " std::fs::read(\""
                + secret
                + "\").unwrap(); }",
            "src/main.rs",
            PLAIN);
    good(yard.build(root));
    yard.sandbox = SandboxMode.AUTO;
    assertThat(yard.build(root).problems()).isNotEmpty();
    // and what ran confined is as good as what did not
    Yard.write(root, "build.rs", "fn main() { println!(\"cargo::rerun-if-changed=build.rs\"); }");
    good(yard.build(root));
    yard.sandbox = SandboxMode.NONE;
    assertThat(yard.build(root).ran()).isZero();
  }

  @Test
  void a_wrapper_runs_and_counts_by_its_content_but_a_cache_is_left_out() throws Exception {
    Path root = yard.workspace("wrapped", "src/main.rs", PLAIN);
    Path ran = folder.resolve("ran");
    Path wrapper = folder.resolve("wrapper");
    String text = "#!/bin/sh\necho x >>" + ran + "\nexec \"$@\"\n";
    Yard.program(wrapper, text);
    yard.environment.put("RUSTC_WRAPPER", wrapper.toString());
    good(yard.build(root));
    assertThat(ran).exists();
    assertThat(yard.build(root).ran()).isZero();
    Yard.program(wrapper, text + "# another one\n");
    assertThat(yard.build(root).ran()).isEqualTo(1);
    Path cache = folder.resolve("bin/sccache");
    Yard.program(cache, "#!/bin/sh\nexit 9\n");
    yard.environment.put("RUSTC_WRAPPER", cache.toString());
    Yard.Seen seen = yard.build(root);
    good(seen);
    assertThat(seen.noted()).anyMatch(line -> line.contains("`sccache` is not used"));
  }

  @Test
  void another_compiler_under_the_same_path_compiles() throws Exception {
    Path root = yard.workspace("same", "src/main.rs", PLAIN);
    Path real = Path.of(Yard.run(folder, "rustc", "--print=sysroot").strip(), "bin/rustc");
    Path rustc = folder.resolve("bin/rustc");
    String text = "#!/bin/sh\nexec " + real + " \"$@\"\n";
    Yard.program(rustc, text);
    yard.environment.put("RUSTC", rustc.toString());
    good(yard.build(root));
    assertThat(yard.build(root).ran()).isZero();
    Yard.program(rustc, text + "# updated\n");
    assertThat(yard.build(root).ran()).isEqualTo(1);
  }

  @Test
  void a_package_is_the_same_whether_it_was_asked_for_or_needed() throws Exception {
    Path root = folder.resolve("named");
    Yard.write(
        root,
        "Cargo.toml",
        "[workspace]\nmembers = [\"one\", \"two\"]\nresolver = \"2\"\n",
        "Cargo.lock",
        "version = 4\n\n[[package]]\nname = \"one\"\nversion = \"0.1.0\"\ndependencies = [\n"
            + " \"two\",\n]\n\n[[package]]\nname = \"two\"\nversion = \"0.1.0\"\n",
        "one/Cargo.toml",
        "[package]\nname = \"one\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"
            + "[dependencies]\ntwo = { path = \"../two\" }\n",
        "one/src/main.rs",
        PLAIN,
        "two/Cargo.toml",
        "[package]\nname = \"two\"\nversion = \"0.1.0\"\nedition = \"2021\"\n",
        "two/src/lib.rs",
        "");
    yard.packages = List.of("two");
    assertThat(yard.build(root).ran()).isEqualTo(1);
    yard.packages = List.of("one");
    assertThat(yard.build(root).ran()).isEqualTo(1);
  }
}
