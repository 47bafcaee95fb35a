package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.cargo.BuildRequest;
import heddle.cargo.PackageIdSpec;
import heddle.process.SandboxMode;
import heddle.process.Traced;
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

/** Builds small workspaces with the machine's rustc, and looks at what ran. */
class WorkshopTest {
  @TempDir private Path folder = Path.of("");

  private Yard yard;
  private Map<String, String> environment;

  @BeforeEach
  void open() throws Exception {
    yard = new Yard(folder);
    environment = yard.environment;
  }

  private Path workspace(String name, String... namesAndTexts) throws IOException {
    return yard.workspace(name, namesAndTexts);
  }

  private Yard.Seen build(Path root) throws Exception {
    return yard.build(root);
  }

  private Yard.Seen buildTests(Path root) throws Exception {
    yard.intent = BuildRequest.Intent.TEST;
    try {
      return yard.build(root);
    } finally {
      yard.intent = BuildRequest.Intent.BUILD;
    }
  }

  private UnitTrace trace(Path root, String spec, boolean compile) throws Exception {
    yard.sandbox = SandboxMode.AUTO;
    try (Workshop shop = yard.open(root, new SilentProgress())) {
      return shop.trace(PackageIdSpec.parse(spec), compile);
    }
  }

  @Test
  void one_unit_is_traced_though_its_result_is_in_the_store() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "no strace");
    Path secret = Files.writeString(folder.resolve("secret"), "1");
    Path root =
        workspace(
            "traced",
            "src/main.rs",
            PLAIN,
            "build.rs",
            "fn main() { let _ = std::fs::read(\""
                + secret
                + "\"); let out = std::env::var(\"OUT_DIR\").unwrap();"
                + " std::fs::write(out + \"/made\", \"x\").unwrap(); std::process::exit(3); }");
    for (int i = 0; i < 2; i++) {
      UnitTrace script = trace(root, "one@0.1", false);
      assertThat(script.exit()).isEqualTo(3);
      assertThat(script.touches())
          .anyMatch(t ->
              t.deed() == Traced.Deed.WRITE
                  && t.whose() == UnitTrace.Whose.OUTPUT
                  && t.name().endsWith("/out/made"))
          .anyMatch(
              t -> t.whose() == UnitTrace.Whose.UNDECLARED && t.name().equals(secret.toString()));
    }
    Files.delete(root.resolve("build.rs"));
    for (int i = 0; i < 2; i++) {
      UnitTrace compilation = trace(root, "one", true);
      assertThat(compilation.exit()).isZero();
      assertThat(compilation.touches())
          .contains(
              new UnitTrace.Touch(
                  Traced.Deed.READ, UnitTrace.Whose.INPUT, root.resolve("src/main.rs").toString()));
    }
    assertThatThrownBy(() -> trace(root, "on", false)).hasMessageContaining("`on`");
    assertThatThrownBy(() -> trace(root, "one", false)).hasMessageContaining("no build script");
  }

  @Test
  void a_script_that_speaks_the_contract_finds_its_tools_in_its_context() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "no gcc");
    Path root =
        workspace(
            "tools",
            "src/main.rs",
            PLAIN,
            "build.rs",
            "fn main() { let c ="
                + " std::fs::read_to_string(std::env::var(\"HEDDLE_CONTEXT\").unwrap()).unwrap();"
                + " let at = |k: &str| { let k = format!(\"\\\"{k}\\\":\\\"\"); let i ="
                + " c.find(&k).unwrap() + k.len(); c[i..].split('\"').next().unwrap().to_owned() };"
                + " let made = std::fs::read_to_string(at(\"cmake\")).unwrap();"
                + " assert!(made.contains(\"CMAKE_C_COMPILER\"), \"{made}\");"
                + " assert!(std::fs::read_to_string(at(\"meson\")).unwrap().contains(\"[binaries]\"));"
                + " println!(\"cargo::warning=family {}\", at(\"family\")); }");
    Files.writeString(
        root.resolve("Cargo.toml"),
        "[package.metadata.heddle.option.x]\ntype = \"bool\"\ndefault = true\ndoc = \"x\"\n",
        java.nio.file.StandardOpenOption.APPEND);
    yard.sandbox = SandboxMode.AUTO;
    Yard.Seen seen = build(root);
    assertThat(seen.problems()).isEmpty();
    assertThat(seen.said()).anyMatch(line -> line.contains("family "));
    assertThat(build(root).ran()).isZero();
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
    Path root = workspace("two", "src/main.rs", PLAIN);
    for (int round = 0; round < 2; round++) {
      for (Path each : all.subList(0, 2)) {
        environment.put("RUSTC", each.resolve("bin/rustc").toString());
        assertThat(build(root).ran()).as(each + ", round " + round).isEqualTo(1 - round);
      }
    }
    // The same files under another name are the same compiler.
    Path alias = Files.createSymbolicLink(folder.resolve("alias"), all.getFirst());
    environment.put("RUSTC", alias.resolve("bin/rustc").toString());
    assertThat(build(root).ran()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void two_c_compilers_share_a_store_and_never_what_a_script_made_with_them(boolean contract)
      throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "no gcc");
    Path root =
        workspace(
            "compilers",
            "src/main.rs",
            PLAIN,
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
    String path = String.valueOf(environment.get("PATH"));
    build(root);
    assertThat(build(root).ran()).isZero();
    environment.put("PATH", other + ":" + path);
    assertThat(build(root).ran()).isPositive();
    environment.put("PATH", path);
    assertThat(build(root).ran()).isZero();
    environment.put("PATH", other + ":" + path);
    assertThat(build(root).ran()).isZero();
    Files.writeString(other.resolve("cc"), "#!/bin/sh\nexec /usr/bin/gcc -g \"$@\"\n");
    assertThat(build(root).ran()).isPositive();
    Files.writeString(other.resolve("cc"), "#!/bin/sh\nexec /usr/bin/gcc \"$@\"\n");
    assertThat(build(root).ran()).isZero();
  }

  private static final String PLAIN = "fn main() { println!(\"hello\"); }";

  @Test
  void what_was_built_is_found_again_also_without_target_and_from_another_checkout()
      throws Exception {
    Path one = workspace("one", "src/main.rs", PLAIN, "README.md", "x");
    assertThat(build(one).ran()).isEqualTo(1);
    assertThat(build(one).ran()).isZero();
    byte[] program = Files.readAllBytes(one.resolve("target/debug/one"));
    Files.delete(one.resolve("target/debug/one"));
    Yard.write(one, "README.md", "y");
    assertThat(build(one).ran()).isZero();
    Path two = workspace("elsewhere/two", "src/main.rs", PLAIN, "README.md", "z");
    assertThat(build(two).ran()).isZero();
    assertThat(Files.readAllBytes(two.resolve("target/debug/one"))).isEqualTo(program);
  }

  @Test
  void an_edit_is_compiled_and_taking_it_back_is_not() throws Exception {
    Path root = workspace("edit", "src/main.rs", PLAIN);
    assertThat(build(root).ran()).isEqualTo(1);
    Yard.write(root, "src/main.rs", PLAIN + "\n// more");
    assertThat(build(root).ran()).isEqualTo(1);
    Yard.write(root, "src/main.rs", PLAIN);
    assertThat(build(root).ran()).isZero();
  }

  @Test
  void a_second_file_for_a_module_is_noticed_though_nobody_read_it() throws Exception {
    Path root =
        workspace(
            "modules", "src/main.rs", "mod m; fn main() { m::f(); }", "src/m.rs", "pub fn f() {}");
    assertThat(build(root).problems()).isEmpty();
    Yard.write(root, "src/m/mod.rs", "pub fn f() {}");
    assertThat(build(root).problems()).isNotEmpty();
  }

  @Test
  void a_variable_that_the_code_looks_at_is_a_reason_to_compile_and_others_are_not()
      throws Exception {
    Path root =
        workspace(
            "variables", "src/lib.rs", "pub const A: Option<&str> = option_env!(\"COLOUR\");");
    assertThat(build(root).ran()).isEqualTo(1);
    environment.put("OTHER", "1");
    assertThat(build(root).ran()).isZero();
    environment.put("COLOUR", "red");
    assertThat(build(root).ran()).isEqualTo(1);
    environment.put("COLOUR", "blue");
    assertThat(build(root).ran()).isEqualTo(1);
    environment.put("COLOUR", "red");
    assertThat(build(root).ran()).isZero();
  }

  @Test
  void code_that_holds_the_path_of_its_checkout_is_compiled_in_each() throws Exception {
    String source = "fn main() { println!(\"{}\", env!(\"CARGO_MANIFEST_DIR\")); }";
    assertThat(build(workspace("here", "src/main.rs", source)).ran()).isEqualTo(1);
    Path there = workspace("there", "src/main.rs", source);
    assertThat(build(there).ran()).isEqualTo(1);
    assertThat(build(there).ran()).isZero();
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
    Yard.Seen first = build(workspace("here", user));
    assertThat(first.problems()).isEmpty();
    assertThat(first.ran()).isEqualTo(4);
    assertThat(build(workspace("there", user)).ran()).isZero();
  }

  @Test
  void a_script_without_reasons_runs_again_when_any_file_of_its_package_changes() throws Exception {
    Path root =
        workspace("script", "src/main.rs", PLAIN, "build.rs", "fn main() {}", "data.txt", "1");
    assertThat(build(root).ran()).isEqualTo(3);
    assertThat(build(root).ran()).isZero();
    Yard.write(root, "data.txt", "2");
    assertThat(build(root).ran()).isEqualTo(1);
  }

  @Test
  void a_confined_script_gets_a_cargo_that_says_its_version_and_refuses_the_rest()
      throws Exception {
    yard.sandbox = SandboxMode.AUTO;
    Path root =
        workspace(
            "asking",
            "src/main.rs",
            "fn main() { println!(\"{}\", env!(\"GOT\")); }",
            "build.rs",
            """
            use std::process::{Command, Output};
            fn ask(program: &str, args: &[&str]) -> Output {
                Command::new(std::env::var(program).unwrap()).args(args).output().unwrap()
            }
            fn text(bytes: Vec<u8>) -> String { String::from_utf8(bytes).unwrap() }
            fn main() {
                let rustc = text(ask("RUSTC", &["-V"]).stdout);
                for args in [["-V"], ["--version"], ["version"]] {
                    assert_eq!(text(ask("CARGO", &args).stdout), rustc.replace("rustc ", "cargo "));
                }
                let long = text(ask("RUSTC", &["-vV"]).stdout);
                for args in [&["-vV"][..], &["--version", "--verbose"]] {
                    let said = text(ask("CARGO", args).stdout);
                    assert!(said.starts_with(&rustc.replace("rustc ", "cargo ")));
                    for name in ["release: ", "host: "] {
                        let line = long.lines().find(|each| each.starts_with(name)).unwrap();
                        assert!(said.lines().any(|each| each == line), "{said}");
                    }
                }
                let printed = ask("CARGO", &["rustc", "--", "--print", "sysroot"]);
                assert_eq!(printed.stdout, ask("RUSTC", &["--print", "sysroot"]).stdout);
                let refused = ask("CARGO", &["publish"]);
                assert_eq!(refused.status.code(), Some(101));
                println!("cargo:rustc-env=GOT={}", text(refused.stderr).trim_end());
            }
            """);
    assertThat(build(root).problems()).isEmpty();
    Process program = new ProcessBuilder(root.resolve("target/debug/one").toString()).start();
    assertThat(new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("error: Heddle builds here: `cargo publish` is not run for one\n");
    assertThat(build(root).ran()).isZero();
  }

  @Test
  void a_script_that_watches_a_variable_gets_it_and_no_other() throws Exception {
    Path root =
        workspace(
            "watching",
            "src/main.rs",
            "fn main() { println!(\"{}\", env!(\"GOT\")); }",
            "build.rs",
            """
            fn main() {
                println!("cargo:rerun-if-env-changed=COLOUR");
                println!("cargo:rustc-env=GOT={:?} {:?}", std::env::var("COLOUR"), std::env::var("OTHER"));
            }
            """);
    environment.put("COLOUR", "red");
    environment.put("OTHER", "1");
    assertThat(build(root).problems()).isEmpty();
    Process program = new ProcessBuilder(root.resolve("target/debug/one").toString()).start();
    assertThat(
            new String(
                program.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("Ok(\"red\") Err(NotPresent)\n");
    environment.put("OTHER", "2");
    assertThat(build(root).ran()).isZero();
  }

  @Test
  void warnings_are_repeated_when_nothing_runs() throws Exception {
    Path root = workspace("warning", "src/main.rs", "fn unused() {} fn main() {}");
    List<String> first = build(root).said();
    assertThat(first).anyMatch(line -> line.contains("never used"));
    assertThat(build(root))
        .satisfies(again -> {
          assertThat(again.ran()).isZero();
          assertThat(again.said()).isEqualTo(first);
        });
  }

  @Test
  void a_script_that_fails_says_what_it_said() throws Exception {
    Path root =
        workspace(
            "failing",
            "src/main.rs",
            PLAIN,
            "build.rs",
            "fn main() { eprintln!(\"no libfoo\"); std::process::exit(3); }");
    assertThat(build(root).problems())
        .singleElement()
        .asString()
        .contains("`one v0.1.0`", "exit code 3", "no libfoo");
  }

  @Test
  void a_script_that_lacks_the_network_says_so_first_and_how_to_allow_it_last() throws Exception {
    Path one =
        workspace(
            "one",
            "src/main.rs",
            PLAIN,
            "build.rs",
            "fn main() { println!(\"cargo:rerun-if-changed=x\"); println!(\"on the way\");"
                + " panic!(\"Could not resolve host: example.org\"); }");
    String problem = build(one).problems().getFirst();
    assertThat(problem).contains("[package.\"one\"]\n  allow = [\"network\"]");
    assertThat(problem).doesNotContain("rerun-if").contains("on the way");
    assertThat(problem.indexOf("resolve host")).isLessThan(problem.indexOf("on the way"));
  }

  @Test
  void a_warning_of_a_file_that_two_units_share_is_said_once() throws Exception {
    String shared = "mod shared; ";
    Path one =
        workspace(
            "one",
            "src/shared.rs",
            "pub fn f() { let x = 1; }",
            "src/lib.rs",
            "pub mod shared;",
            "src/main.rs",
            shared + "fn main() { shared::f() }");
    List<String> said = build(one).said();
    assertThat(said).filteredOn(line -> line.contains("unused variable: `x`")).hasSize(1);
    assertThat(said).anyMatch(line -> line.endsWith("generated 1 warning (1 duplicate)"));
  }

  @Test
  void the_scripts_behind_proc_macros_stand_in_one_order_in_every_process() throws Exception {
    StringBuilder manifest =
        new StringBuilder(
            "[package]\nname = \"one\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[dependencies]\n");
    StringBuilder lock =
        new StringBuilder("version = 4\n\n[[package]]\nname = \"one\"\nversion = \"0.1.0\"\n");
    List<String> macros = List.of("m1", "m2", "m3", "m4", "m5");
    lock.append("dependencies = [\n");
    macros.forEach(name -> lock.append(" \"" + name + "\",\n"));
    lock.append("]\n");
    Path one =
        workspace("one", "src/main.rs", "fn main() { print!(\"{}\", env!(\"LD_LIBRARY_PATH\")) }");
    for (String name : macros) {
      manifest.append(name + " = { path = \"" + name + "\" }\n");
      lock.append("\n[[package]]\nname = \"" + name + "\"\nversion = \"0.1.0\"\n");
      Yard.write(
          one,
          name + "/Cargo.toml",
          "[package]\nname = \""
              + name
              + "\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\nproc-macro = true\n",
          name + "/build.rs",
          "fn main() { println!(\"cargo:rustc-link-search={}/"
              + name
              + "\", std::env::var(\"OUT_DIR\").unwrap()); }",
          name + "/src/lib.rs",
          "");
    }
    Yard.write(one, "Cargo.toml", manifest.toString(), "Cargo.lock", lock.toString());
    assertThat(build(one).problems()).isEmpty();
    Process program =
        new ProcessBuilder(one.resolve("target/debug/one").toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    List<String> order =
        List.of(printed.split(":", -1)).stream()
            .filter(path -> path.contains("/out/m"))
            .map(path -> path.substring(path.lastIndexOf('/') + 1))
            .toList();
    assertThat(order).as(printed).isEqualTo(macros);
  }

  @Test
  void a_script_finds_the_tools_of_folders_of_path_and_what_a_shim_starts() throws Exception {
    Path tool = folder.resolve("manager/versions/tool");
    Path shim = folder.resolve("manager/shims/tool");
    Yard.write(folder, "manager/versions/tool", "#!/bin/sh\necho one of many\n");
    Yard.write(folder, "manager/shims/tool", "#!/bin/sh\nexec " + tool + "\n");
    assumeTrue(tool.toFile().setExecutable(true) && shim.toFile().setExecutable(true));
    environment.put("PATH", shim.getParent() + ":" + environment.get("PATH"));
    Path one =
        workspace(
            "one",
            "src/main.rs",
            PLAIN,
            "build.rs",
            "fn main() { let o = std::process::Command::new(\"tool\").output().unwrap();"
                + " println!(\"cargo:warning={}\", String::from_utf8_lossy(&o.stdout)); }");
    yard.sandbox = SandboxMode.AUTO;
    Yard.Seen seen = build(one);
    assertThat(seen.problems()).isEmpty();
    assertThat(seen.said()).anyMatch(line -> line.contains("one of many"));
  }

  @Test
  void a_dylib_is_shown_but_not_put_where_cargo_would_take_it_for_its_own() throws Exception {
    Path one =
        workspace(
            "one",
            "Cargo.toml",
            "[package]\nname = \"one\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"
                + "[lib]\ncrate-type = [\"dylib\", \"rlib\"]\n",
            "src/lib.rs",
            "");
    assertThat(build(one).problems()).isEmpty();
    assertThat(one.resolve("target/debug/libone.so")).exists();
    assertThat(one.resolve("target/debug/deps/libone.so")).doesNotExist();
    assertThat(one.resolve("target/debug/deps/libone.rlib")).doesNotExist();
  }

  @Test
  void tests_find_the_shared_library_of_their_package_beside_themselves() throws Exception {
    Path one =
        workspace(
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
    assertThat(buildTests(one).problems()).isEmpty();
    assertThat(one.resolve("target/debug/deps/libone.so")).exists();
    assertThat(one.resolve("target/debug/libone.so")).doesNotExist();
    assertThat(one.resolve("target/debug/one")).exists();
    assertThat(one.resolve("target/debug/one.d")).doesNotExist();
    assertThat(build(one).problems()).isEmpty();
    assertThat(one.resolve("target/debug/libone.so")).exists();
    assertThat(one.resolve("target/debug/one.d")).exists();
  }

  @Test
  void a_program_that_runs_may_build_in_its_own_workspace() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/flock")), "no flock");
    Path one =
        workspace(
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
  void an_error_ends_with_rustcs_hint_where_it_is_explained() throws Exception {
    Path one = workspace("one", "src/main.rs", "fn main() { nothing() }");
    assertThat(build(one).said())
        .anyMatch(line -> line.startsWith("For more information about this error"));
  }

  @Test
  void the_directory_for_tests_files_is_there_when_they_run() throws Exception {
    Path one =
        workspace(
            "one",
            "src/lib.rs",
            "",
            "tests/it.rs",
            "#[test] fn t() { std::fs::write(env!(\"CARGO_TARGET_TMPDIR\"), \"\").ok(); }");
    assertThat(buildTests(one).problems()).isEmpty();
    assertThat(one.resolve("target/tmp")).isDirectory();
  }

  /** A workspace whose member {@code one} uses the procedural macros of its member {@code m}. */
  private static final String[] WITH_MACROS = {
    "Cargo.toml",
    "[workspace]\nmembers = [\"m\", \"one\"]\nresolver = \"2\"\n",
    "Cargo.lock",
    "version = 4\n\n"
        + "[[package]]\n"
        + "name = \"m\"\n"
        + "version = \"0.1.0\"\n\n"
        + "[[package]]\n"
        + "name = \"one\"\n"
        + "version = \"0.1.0\"\n"
        + "dependencies = [\n"
        + " \"m\",\n"
        + "]\n",
    "m/Cargo.toml",
    "[package]\n"
        + "name = \"m\"\n"
        + "version = \"0.1.0\"\n"
        + "edition = \"2021\"\n"
        + "[lib]\n"
        + "proc-macro = true\n",
    "one/Cargo.toml",
    "[package]\n"
        + "name = \"one\"\n"
        + "version = \"0.1.0\"\n"
        + "edition = \"2021\"\n"
        + "[dependencies]\n"
        + "m = { path = \"../m\" }\n"
  };

  @Test
  void a_library_behind_a_proc_macro_sees_the_variable_that_it_names() throws Exception {
    Path root = folder.resolve("named");
    Yard.write(root, WITH_MACROS);
    Yard.write(
        root,
        "m/src/lib.rs",
        "#[proc_macro] pub fn nothing(t: proc_macro::TokenStream) -> proc_macro::TokenStream { t }",
        "one/src/lib.rs",
        "m::nothing!{} pub const COLOUR: Option<&str> = option_env!(\"COLOUR\");",
        "one/src/main.rs",
        "fn main() { assert_eq!(one::COLOUR, Some(\"red\")); }");
    environment.put("COLOUR", "red");
    assertThat(build(root.toRealPath()).problems()).isEmpty();
    Process program = new ProcessBuilder(root.resolve("target/debug/one").toString()).start();
    assertThat(program.waitFor()).isZero();
  }

  @Test
  void a_variable_that_a_proc_macro_misses_is_given_to_it_and_keys_the_result() throws Exception {
    Path root = folder.resolve("misses");
    Yard.write(root, WITH_MACROS);
    Yard.write(
        root,
        "m/src/lib.rs",
        """
        use proc_macro::TokenStream;
        #[proc_macro]
        pub fn url(_: TokenStream) -> TokenStream {
            match std::env::var("DATABASE_URL") {
                Ok(url) => format!("{url:?}").parse().unwrap(),
                Err(_) => panic!("DATABASE_URL must be set"),
            }
        }
        """,
        "one/src/lib.rs",
        "pub const URL: &str = m::url!();",
        "one/src/main.rs",
        "fn main() { print!(\"{}\", one::URL); }");
    Path real = root.toRealPath();
    assertThat(build(real).problems()).isNotEmpty();
    for (String url : List.of("a", "b", "a")) {
      environment.put("DATABASE_URL", url);
      assertThat(build(real).problems()).isEmpty();
      Process program = new ProcessBuilder(real.resolve("target/debug/one").toString()).start();
      assertThat(new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(url);
    }
    assertThat(build(real).ran()).isZero();
  }

  @Test
  void what_c_compilers_read_of_the_environment_reaches_them_and_keys_what_they_make()
      throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "no gcc");
    Path root =
        workspace(
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
    assertThat(build(root).problems()).isNotEmpty();
    environment.put("LIBRARY_PATH", library.toString());
    assertThat(build(root).problems()).isEmpty();
    assertThat(build(root).ran()).isZero();
  }

  @Test
  void a_proc_macro_that_reads_a_file_in_secret_is_not_believed_in_another_checkout()
      throws Exception {
    String[] files = {
      "Cargo.toml",
      "[workspace]\nmembers = [\"m\", \"one\"]\nresolver = \"2\"\n",
      "Cargo.lock",
      "version = 4\n\n"
          + "[[package]]\n"
          + "name = \"m\"\n"
          + "version = \"0.1.0\"\n\n"
          + "[[package]]\n"
          + "name = \"one\"\n"
          + "version = \"0.1.0\"\n"
          + "dependencies = [\n"
          + " \"m\",\n"
          + "]\n",
      "m/Cargo.toml",
      "[package]\n"
          + "name = \"m\"\n"
          + "version = \"0.1.0\"\n"
          + "edition = \"2021\"\n"
          + "[lib]\n"
          + "proc-macro = true\n",
      "m/src/lib.rs",
      """
      use proc_macro::TokenStream;
      #[proc_macro]
      pub fn secret(_: TokenStream) -> TokenStream {
          let folder = std::env::var("CARGO_MANIFEST_DIR").unwrap();
          format!("{:?}", std::fs::read_to_string(folder + "/secret.txt").unwrap()).parse().unwrap()
      }
      """,
      "one/Cargo.toml",
      "[package]\n"
          + "name = \"one\"\n"
          + "version = \"0.1.0\"\n"
          + "edition = \"2021\"\n"
          + "[dependencies]\n"
          + "m = { path = \"../m\" }\n",
      "one/src/main.rs",
      "fn main() { println!(\"{}\", m::secret!()); }",
      "one/secret.txt",
      "first"
    };
    Path first = folder.resolve("first");
    Yard.write(first, files);
    assertThat(build(first.toRealPath()).problems()).isEmpty();
    Path same = folder.resolve("same");
    Yard.write(same, files);
    assertThat(build(same.toRealPath()).ran()).isZero();
    Path other = folder.resolve("other");
    Yard.write(other, files);
    Yard.write(other, "one/secret.txt", "other");
    assertThat(build(other.toRealPath()).ran()).isEqualTo(1);
  }

  @Test
  void a_compiler_named_through_a_symbolic_link_is_the_one_it_leads_to() throws Exception {
    yard.sandbox = SandboxMode.AUTO;
    Path root = workspace("linked", "src/main.rs", PLAIN);
    assertThat(build(root).problems()).isEmpty();
    var asking = new ProcessBuilder("rustc", "--print=sysroot").directory(root.toFile()).start();
    String sysroot = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Path link =
        Files.createSymbolicLink(folder.resolve("toolchain"), Path.of(sysroot.strip(), "bin"));
    environment.put("RUSTC", link.resolve("rustc").toString());
    Yard.Seen again = build(root);
    assertThat(again.problems()).isEmpty();
    assertThat(again.ran()).isZero();
  }
}
