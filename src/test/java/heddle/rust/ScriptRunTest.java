package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.cargo.PackageIdSpec;
import heddle.process.SandboxMode;
import heddle.process.Traced;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build script gets when it runs, and what is told of it. */
class ScriptRunTest {
  @TempDir private Path folder = Path.of("");
  private Yard yard;

  @BeforeEach
  void open() throws Exception {
    yard = new Yard(folder);
  }

  private UnitTrace trace(Path root, String spec, boolean compile) throws Exception {
    yard.sandbox = SandboxMode.AUTO;
    try (Workshop shop = yard.open(root, new SilentProgress())) {
      return shop.trace(PackageIdSpec.parse(spec), compile);
    }
  }

  @Test
  void a_store_in_the_workspace_is_no_part_of_what_a_script_watches() throws Exception {
    Path root =
        yard.workspace(
            "", "build.rs", "fn main() {}", "src/main.rs", "fn main() { print!(\"1\"); }");
    yard.build(root);
    Yard.write(root, "src/main.rs", "fn main() { print!(\"2\"); }");
    assertThat(yard.build(root).ran()).isEqualTo(2);
    assertThat(yard.build(root).ran()).isZero();
    Yard.Seen again = yard.build(root);
    assertThat(again.ran()).isZero();
    assertThat(Yard.says(root)).isEqualTo("2");
  }

  @Test
  void one_unit_is_traced_though_its_result_is_in_the_store() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "no strace");
    Path secret = Files.writeString(folder.resolve("secret"), "1");
    Path root =
        yard.workspace(
            "traced",
            "src/main.rs",
            Yard.PLAIN,
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
        yard.workspace(
            "tools",
            "src/main.rs",
            Yard.PLAIN,
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
    Yard.Seen seen = yard.build(root);
    assertThat(seen.problems()).isEmpty();
    assertThat(seen.said()).anyMatch(line -> line.contains("family "));
    assertThat(yard.build(root).ran()).isZero();
  }

  @Test
  void a_confined_script_gets_a_cargo_that_says_its_version_and_refuses_the_rest()
      throws Exception {
    yard.sandbox = SandboxMode.AUTO;
    Path root =
        yard.workspace(
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
    assertThat(yard.build(root).problems()).isEmpty();
    Process program = new ProcessBuilder(root.resolve("target/debug/one").toString()).start();
    assertThat(new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("error: Heddle builds here: `cargo publish` is not run for one\n");
    assertThat(yard.build(root).ran()).isZero();
  }

  @Test
  void a_script_that_watches_a_variable_gets_it_and_no_other() throws Exception {
    Path root =
        yard.workspace(
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
    yard.environment.put("COLOUR", "red");
    yard.environment.put("OTHER", "1");
    assertThat(yard.build(root).problems()).isEmpty();
    Process program = new ProcessBuilder(root.resolve("target/debug/one").toString()).start();
    assertThat(
            new String(
                program.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("Ok(\"red\") Err(NotPresent)\n");
    yard.environment.put("OTHER", "2");
    assertThat(yard.build(root).ran()).isZero();
  }

  @Test
  void a_script_finds_the_tools_of_folders_of_path_and_what_a_shim_starts() throws Exception {
    Path tool = folder.resolve("manager/versions/tool");
    Path shim = folder.resolve("manager/shims/tool");
    Yard.write(folder, "manager/versions/tool", "#!/bin/sh\necho one of many\n");
    Yard.write(folder, "manager/shims/tool", "#!/bin/sh\nexec " + tool + "\n");
    assumeTrue(tool.toFile().setExecutable(true) && shim.toFile().setExecutable(true));
    yard.environment.put("PATH", shim.getParent() + ":" + yard.environment.get("PATH"));
    Path one =
        yard.workspace(
            "one",
            "src/main.rs",
            Yard.PLAIN,
            "build.rs",
            "fn main() { let o = std::process::Command::new(\"tool\").output().unwrap();"
                + " println!(\"cargo:warning={}\", String::from_utf8_lossy(&o.stdout)); }");
    yard.sandbox = SandboxMode.AUTO;
    Yard.Seen seen = yard.build(one);
    assertThat(seen.problems()).isEmpty();
    assertThat(seen.said()).anyMatch(line -> line.contains("one of many"));
  }

  @Test
  void a_script_that_fails_says_what_it_said() throws Exception {
    Path root =
        yard.workspace(
            "failing",
            "src/main.rs",
            Yard.PLAIN,
            "build.rs",
            "fn main() { eprintln!(\"no libfoo\"); std::process::exit(3); }");
    assertThat(yard.build(root).problems())
        .singleElement()
        .asString()
        .contains("`one v0.1.0`", "exit code 3", "no libfoo");
  }

  @Test
  void a_script_that_lacks_the_network_says_so_first_and_how_to_allow_it_last() throws Exception {
    Path one =
        yard.workspace(
            "one",
            "src/main.rs",
            Yard.PLAIN,
            "build.rs",
            "fn main() { println!(\"cargo:rerun-if-changed=x\"); println!(\"on the way\");"
                + " panic!(\"Could not resolve host: example.org\"); }");
    String problem = yard.build(one).problems().getFirst();
    assertThat(problem).contains("[package.\"one\"]\n  allow = [\"network\"]");
    assertThat(problem).doesNotContain("rerun-if").contains("on the way");
    assertThat(problem.indexOf("resolve host")).isLessThan(problem.indexOf("on the way"));
  }
}
