package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.SandboxMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Builds small workspaces again, changed or elsewhere: what runs, and what is found. */
class ReuseTest {
  @TempDir private Path folder = Path.of("");
  private Yard yard;

  @BeforeEach
  void open() throws Exception {
    yard = new Yard(folder);
  }

  @Test
  void what_was_built_is_found_again_also_without_target_and_from_another_checkout()
      throws Exception {
    Path one = yard.workspace("one", "src/main.rs", Yard.PLAIN, "README.md", "x");
    assertThat(yard.build(one).ran()).isEqualTo(1);
    assertThat(yard.build(one).ran()).isZero();
    byte[] program = Files.readAllBytes(one.resolve("target/debug/one"));
    Files.delete(one.resolve("target/debug/one"));
    Yard.write(one, "README.md", "y");
    assertThat(yard.build(one).ran()).isZero();
    Path two = yard.workspace("elsewhere/two", "src/main.rs", Yard.PLAIN, "README.md", "z");
    assertThat(yard.build(two).ran()).isZero();
    assertThat(Files.readAllBytes(two.resolve("target/debug/one"))).isEqualTo(program);
  }

  @Test
  void an_edit_is_compiled_and_taking_it_back_is_not() throws Exception {
    Path root = yard.workspace("edit", "src/main.rs", Yard.PLAIN);
    assertThat(yard.build(root).ran()).isEqualTo(1);
    Yard.write(root, "src/main.rs", Yard.PLAIN + "\n// more");
    assertThat(yard.build(root).ran()).isEqualTo(1);
    Yard.write(root, "src/main.rs", Yard.PLAIN);
    assertThat(yard.build(root).ran()).isZero();
  }

  @Test
  void a_second_file_for_a_module_is_noticed_though_nobody_read_it() throws Exception {
    Path root =
        yard.workspace(
            "modules", "src/main.rs", "mod m; fn main() { m::f(); }", "src/m.rs", "pub fn f() {}");
    assertThat(yard.build(root).problems()).isEmpty();
    Yard.write(root, "src/m/mod.rs", "pub fn f() {}");
    assertThat(yard.build(root).problems()).isNotEmpty();
  }

  @Test
  void a_variable_that_the_code_looks_at_is_a_reason_to_compile_and_others_are_not()
      throws Exception {
    Path root =
        yard.workspace(
            "variables", "src/lib.rs", "pub const A: Option<&str> = option_env!(\"COLOUR\");");
    assertThat(yard.build(root).ran()).isEqualTo(1);
    yard.environment.put("OTHER", "1");
    assertThat(yard.build(root).ran()).isZero();
    yard.environment.put("COLOUR", "red");
    assertThat(yard.build(root).ran()).isEqualTo(1);
    yard.environment.put("COLOUR", "blue");
    assertThat(yard.build(root).ran()).isEqualTo(1);
    yard.environment.put("COLOUR", "red");
    assertThat(yard.build(root).ran()).isZero();
  }

  @Test
  void code_that_holds_the_path_of_its_checkout_is_compiled_in_each() throws Exception {
    String source = "fn main() { println!(\"{}\", env!(\"CARGO_MANIFEST_DIR\")); }";
    assertThat(yard.build(yard.workspace("here", "src/main.rs", source)).ran()).isEqualTo(1);
    Path there = yard.workspace("there", "src/main.rs", source);
    assertThat(yard.build(there).ran()).isEqualTo(1);
    assertThat(yard.build(there).ran()).isZero();
  }

  @Test
  void a_package_that_includes_what_its_script_made_is_found_again_from_another_checkout()
      throws Exception {
    String sum = "0123456789abcdef".repeat(4);
    Path vendor = folder.resolve("vendor");
    Yard.write(
        vendor.resolve("dep"),
        "Cargo.toml",
        "[package]\nname = \"dep\"\nversion = \"1.0.0\"\nedition = \"2021\"\n",
        ".cargo-checksum.json",
        "{\"files\":{},\"package\":\"" + sum + "\"}",
        "build.rs",
        """
        fn main() {
            let out = std::env::var("OUT_DIR").unwrap();
            std::fs::write(out + "/made.rs", "pub const A: u8 = 1;").unwrap();
            println!("cargo:rerun-if-changed=build.rs");
        }
        """,
        "src/lib.rs",
        "include!(concat!(env!(\"OUT_DIR\"), \"/made.rs\"));");
    String[] user = {
      "Cargo.toml",
      "[package]\nname = \"one\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"
          + "[dependencies]\ndep = \"1\"\n",
      "Cargo.lock",
      "version = 4\n\n[[package]]\nname = \"dep\"\nversion = \"1.0.0\"\n"
          + "source = \"registry+https://github.com/rust-lang/crates.io-index\"\nchecksum = \""
          + sum
          + "\"\n\n[[package]]\nname = \"one\"\nversion = \"0.1.0\"\ndependencies = [\n \"dep\",\n]\n",
      ".cargo/config.toml",
      "[source.crates-io]\nreplace-with = \"v\"\n[source.v]\ndirectory = \"" + vendor + "\"\n",
      "src/main.rs",
      "fn main() { println!(\"{}\", dep::A); }"
    };
    Yard.Seen first = yard.build(yard.workspace("here", user));
    assertThat(first.problems()).isEmpty();
    assertThat(first.ran()).isEqualTo(4);
    assertThat(yard.build(yard.workspace("there", user)).ran()).isZero();
  }

  @Test
  void a_script_without_reasons_runs_again_when_any_file_of_its_package_changes() throws Exception {
    Path root =
        yard.workspace(
            "script", "src/main.rs", Yard.PLAIN, "build.rs", "fn main() {}", "data.txt", "1");
    assertThat(yard.build(root).ran()).isEqualTo(3);
    assertThat(yard.build(root).ran()).isZero();
    Yard.write(root, "data.txt", "2");
    assertThat(yard.build(root).ran()).isEqualTo(1);
  }

  /** The compilers that rustup installed, one of each version. */
  private static List<Path> compilers() throws IOException {
    Path toolchains = Path.of(String.valueOf(System.getenv("HOME")), ".rustup/toolchains");
    Map<String, Path> found = new java.util.TreeMap<>();
    if (Files.isDirectory(toolchains)) {
      try (var all = Files.newDirectoryStream(toolchains)) {
        for (Path each : all) {
          if (Files.isExecutable(each.resolve("bin/rustc"))) {
            found.put(each.toRealPath().toString(), each.toRealPath());
          }
        }
      }
    }
    return List.copyOf(found.values());
  }

  @Test
  void two_rustcs_share_a_store_and_never_results() throws Exception {
    List<Path> all = compilers();
    assumeTrue(all.size() > 1, "two toolchains of rustup");
    Path root = yard.workspace("two", "src/main.rs", Yard.PLAIN);
    for (int round = 0; round < 2; round++) {
      for (Path each : all.subList(0, 2)) {
        yard.environment.put("RUSTC", each.resolve("bin/rustc").toString());
        assertThat(yard.build(root).ran()).as(each + ", round " + round).isEqualTo(1 - round);
      }
    }
    // The same files under another name are the same compiler.
    Path alias = Files.createSymbolicLink(folder.resolve("alias"), all.getFirst());
    yard.environment.put("RUSTC", alias.resolve("bin/rustc").toString());
    assertThat(yard.build(root).ran()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void two_c_compilers_share_a_store_and_never_what_a_script_made_with_them(boolean contract)
      throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "no gcc");
    Path root =
        yard.workspace(
            "compilers",
            "src/main.rs",
            Yard.PLAIN,
            "build.rs",
            "fn main() { println!(\"cargo::rerun-if-changed=build.rs\"); }");
    if (contract) {
      Files.writeString(
          root.resolve("Cargo.toml"),
          "[package.metadata.heddle.option.x]\ntype = \"bool\"\ndefault = true\ndoc = \"x\"\n",
          java.nio.file.StandardOpenOption.APPEND);
    }
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.writeString(other.resolve("cc"), "#!/bin/sh\nexec /usr/bin/gcc \"$@\"\n");
    assertThat(other.resolve("cc").toFile().setExecutable(true)).isTrue();
    String path = String.valueOf(yard.environment.get("PATH"));
    yard.build(root);
    assertThat(yard.build(root).ran()).isZero();
    yard.environment.put("PATH", other + ":" + path);
    assertThat(yard.build(root).ran()).isPositive();
    yard.environment.put("PATH", path);
    assertThat(yard.build(root).ran()).isZero();
    yard.environment.put("PATH", other + ":" + path);
    assertThat(yard.build(root).ran()).isZero();
    Files.writeString(other.resolve("cc"), "#!/bin/sh\nexec /usr/bin/gcc -g \"$@\"\n");
    assertThat(yard.build(root).ran()).isPositive();
    Files.writeString(other.resolve("cc"), "#!/bin/sh\nexec /usr/bin/gcc \"$@\"\n");
    assertThat(yard.build(root).ran()).isZero();
  }

  @Test
  void a_compiler_named_through_a_symbolic_link_is_the_one_it_leads_to() throws Exception {
    yard.sandbox = SandboxMode.AUTO;
    Path root = yard.workspace("linked", "src/main.rs", Yard.PLAIN);
    assertThat(yard.build(root).problems()).isEmpty();
    var asking = new ProcessBuilder("rustc", "--print=sysroot").directory(root.toFile()).start();
    String sysroot = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Path link =
        Files.createSymbolicLink(folder.resolve("toolchain"), Path.of(sysroot.strip(), "bin"));
    yard.environment.put("RUSTC", link.resolve("rustc").toString());
    Yard.Seen again = yard.build(root);
    assertThat(again.problems()).isEmpty();
    assertThat(again.ran()).isZero();
  }

  @Test
  void what_c_compilers_read_of_the_environment_reaches_them_and_keys_what_they_make()
      throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "no gcc");
    Path root =
        yard.workspace(
            "paths",
            "src/main.rs",
            "unsafe extern \"C\" { fn nine() -> i32; }\n"
                + "#[link(name = \"nine\")] unsafe extern \"C\" {}\n"
                + "fn main() { assert_eq!(unsafe { nine() }, 9); }");
    Path library = Files.createDirectories(folder.resolve("lib"));
    Files.writeString(library.resolve("nine.c"), "int nine(void) { return 9; }");
    for (String[] command :
        List.of(
            new String[] {"gcc", "-c", "nine.c"},
            new String[] {"ar", "rc", "libnine.a", "nine.o"})) {
      assertThat(new ProcessBuilder(command).directory(library.toFile()).start().waitFor())
          .isZero();
    }
    assertThat(yard.build(root).problems()).isNotEmpty();
    yard.environment.put("LIBRARY_PATH", library.toString());
    assertThat(yard.build(root).problems()).isEmpty();
    assertThat(yard.build(root).ran()).isZero();
  }
}
