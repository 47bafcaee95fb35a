package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.SandboxMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A compiler is the same under another name, but for a script that leaves the name in its result.
 */
class NamedToolsTest {
  private static final Path GCC = Path.of("/usr/bin/gcc");

  /**
   * Compiles something, and tells the user but not cargo which compiler that was, as cc-rs does.
   */
  private static final String COMPILES =
      """
      fn main() {
          println!("cargo::rerun-if-changed=a.c");
          println!("cargo::rerun-if-env-changed=CC");
          let cc = std::env::var("CC").unwrap_or("cc".into());
          println!("CC = {cc}");
          let to = std::env::var("OUT_DIR").unwrap() + "/a.o";
          let ok = std::process::Command::new(&cc).args(["-c", "-o", &to, "a.c"]).status();
          assert!(ok.unwrap().success());
      }
      """;

  private static final String PLAIN = "fn main() {}";

  @TempDir private Path folder = Path.of("");

  private Yard yard;
  private Map<String, String> environment;
  private String path;

  @BeforeEach
  void open() throws IOException {
    yard = new Yard(folder);
    yard.sandbox = SandboxMode.AUTO;
    environment = yard.environment;
    path = String.valueOf(environment.get("PATH"));
    assumeTrue(Files.isExecutable(GCC), "no gcc");
  }

  private Path link(String name, Path to) throws IOException {
    Path link = folder.resolve(name);
    Files.createDirectories(link.resolveSibling(""));
    Files.deleteIfExists(link);
    return Files.createSymbolicLink(link, to);
  }

  private Path compiles(String name) throws IOException {
    return yard.workspace(name, "src/main.rs", PLAIN, "build.rs", COMPILES, "a.c", "int a;\n");
  }

  private int ran(Path root) throws Exception {
    Yard.Seen seen = yard.build(root);
    assertThat(seen.problems()).isEmpty();
    return seen.ran();
  }

  @Test
  void a_compiler_that_a_variable_names_is_what_the_link_leads_to() throws Exception {
    Path root = compiles("one");
    environment.put("CC", GCC.toString());
    assertThat(ran(root)).isEqualTo(3);
    for (String name : new String[] {"here/gcc", "there/cc", "there/x86_64-linux-gnu-gcc"}) {
      environment.put("CC", link(name, GCC).toString());
      assertThat(ran(root)).as(name).isZero();
    }
    environment.put("CC", "gcc");
    assertThat(ran(root)).isZero();
    Path other = folder.resolve("other/gcc");
    Yard.program(other, "#!/bin/sh\nexec /usr/bin/gcc -g \"$@\"\n");
    environment.put("CC", link("here/gcc", other).toString());
    assertThat(ran(root)).as("a link that leads elsewhere now").isPositive();
    Yard.program(other, "#!/bin/sh\nexec /usr/bin/gcc -O2 \"$@\"\n");
    assertThat(ran(root)).as("another program there").isPositive();
  }

  @Test
  void a_folder_of_links_to_what_path_finds_without_it_changes_nothing() throws Exception {
    Path root = compiles("one");
    assertThat(ran(root)).isEqualTo(3);
    Path links = link("links/cc", GCC).resolveSibling("");
    link("links/gcc", GCC);
    environment.put("PATH", links + ":" + path);
    assertThat(ran(root)).isZero();
    environment.put("PATH", folder.resolve("nothing") + ":" + links + ":" + path);
    assertThat(ran(root)).isZero();
    Yard.program(folder.resolve("links/tool"), "#!/bin/sh\n");
    assertThat(ran(root)).as("a program that only this folder has").isPositive();
    Files.delete(folder.resolve("links/tool"));
    assertThat(ran(root)).isZero();
    Path other = folder.resolve("other/gcc");
    Yard.program(other, "#!/bin/sh\nexec /usr/bin/gcc -g \"$@\"\n");
    link("links/cc", other);
    assertThat(ran(root)).as("another compiler").isPositive();
  }

  @Test
  void beside_a_library_the_same_link_is_another_compiler() throws Exception {
    Path root = compiles("one");
    environment.put("CC", GCC.toString());
    environment.put("PATH", path);
    assertThat(ran(root)).isEqualTo(3);
    Path link = link("installed/bin/gcc", GCC);
    Files.createDirectories(folder.resolve("installed/lib"));
    environment.put("CC", link.toString());
    assertThat(ran(root)).isPositive();
    environment.put("CC", GCC.toString());
    environment.put("PATH", link.resolveSibling("") + ":" + path);
    assertThat(ran(root)).isPositive();
  }

  private Path says(String name, String text) throws IOException {
    return yard.workspace(
        name,
        "build.rs",
        "fn main() { println!(\"cargo::rerun-if-env-changed=CC\"); let out ="
            + " std::env::var(\"OUT_DIR\").unwrap() + \"/text\"; "
            + text
            + " }",
        "src/main.rs",
        "fn main() { print!(\"{}\", include_str!(concat!(env!(\"OUT_DIR\"), \"/text\"))); }");
  }

  @Test
  void a_script_that_writes_the_name_down_gets_its_own() throws Exception {
    Path root = says("one", "std::fs::write(out, std::env::var(\"CC\").unwrap()).unwrap();");
    for (String name : new String[] {"here/gcc", "there/gcc", "here/gcc"}) {
      Path link = link(name, GCC);
      environment.put("CC", link.toString());
      ran(root);
      assertThat(Yard.says(root)).isEqualTo(link.toString());
    }
  }

  @Test
  void a_script_that_keeps_a_piece_of_path_gets_its_own() throws Exception {
    String lines = "std::env::var(\"PATH\").unwrap().replace(':', \"\\n\")";
    Path root = says("one", "std::fs::write(out, " + lines + ").unwrap();");
    Path links = link("links/cc", GCC).resolveSibling("");
    for (String each : new String[] {path, links + ":" + path, path}) {
      environment.put("PATH", each);
      ran(root);
      // programs of a toolchain of rustup come first, for its stand-ins want a HOME
      assertThat(Yard.says(root)).endsWith(each.replace(':', '\n'));
    }
  }

  @Test
  void a_link_in_out_dir_holds_where_it_leads() throws Exception {
    Path root =
        says(
            "one",
            "let dir = std::env::var(\"OUT_DIR\").unwrap(); let _ ="
                + " std::os::unix::fs::symlink(std::env::var(\"CC\").unwrap(), dir + \"/cc\");"
                + " std::fs::write(out, \"\").unwrap();");
    for (String name : new String[] {"here/gcc", "there/gcc"}) {
      Path link = link(name, GCC);
      environment.put("CC", link.toString());
      assertThat(ran(root)).as(name).isPositive();
    }
  }

  @Test
  void a_tool_that_the_root_declares_is_what_the_link_leads_to() throws Exception {
    Path root =
        yard.workspace("declared", "src/main.rs", PLAIN, "build.rs", COMPILES, "a.c", "int a;\n");
    Path policy = root.resolve("heddle.toml");
    for (String name : new String[] {"here/gcc", "there/cc", "far/x86_64-linux-gnu-gcc"}) {
      Files.writeString(
          policy,
          "[toolchain.own]\ntarget = \"x86_64-unknown-linux-gnu\"\n[toolchain.own.tools]\ncc = \""
              + link(name, GCC)
              + "\"\nar = \""
              + link(name + "-ar/ar", Path.of("/usr/bin/ar"))
              + "\"\n");
      assertThat(ran(root)).as(name).isEqualTo(name.equals("here/gcc") ? 3 : 0);
    }
  }
}
