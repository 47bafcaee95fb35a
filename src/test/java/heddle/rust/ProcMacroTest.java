package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What procedural macros see, and what that makes of the units that load them. */
class ProcMacroTest {
  @TempDir private Path folder = Path.of("");
  private Yard yard;

  @BeforeEach
  void open() throws Exception {
    yard = new Yard(folder);
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
        yard.workspace(
            "one", "src/main.rs", "fn main() { print!(\"{}\", env!(\"LD_LIBRARY_PATH\")) }");
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
    assertThat(yard.build(one).problems()).isEmpty();
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
  void a_library_behind_a_proc_macro_sees_the_variable_that_it_names() throws Exception {
    Path root = folder.resolve("named");
    Yard.write(root, Yard.WITH_MACROS);
    Yard.write(
        root,
        "m/src/lib.rs",
        "#[proc_macro] pub fn nothing(t: proc_macro::TokenStream) -> proc_macro::TokenStream { t }",
        "one/src/lib.rs",
        "m::nothing!{} pub const COLOUR: Option<&str> = option_env!(\"COLOUR\");",
        "one/src/main.rs",
        "fn main() { assert_eq!(one::COLOUR, Some(\"red\")); }");
    yard.environment.put("COLOUR", "red");
    assertThat(yard.build(root.toRealPath()).problems()).isEmpty();
    Process program = new ProcessBuilder(root.resolve("target/debug/one").toString()).start();
    assertThat(program.waitFor()).isZero();
  }

  @Test
  void a_variable_that_a_proc_macro_misses_is_given_to_it_and_keys_the_result() throws Exception {
    Path root = folder.resolve("misses");
    Yard.write(root, Yard.WITH_MACROS);
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
    assertThat(yard.build(real).problems()).isNotEmpty();
    for (String url : List.of("a", "b", "a")) {
      yard.environment.put("DATABASE_URL", url);
      assertThat(yard.build(real).problems()).isEmpty();
      Process program = new ProcessBuilder(real.resolve("target/debug/one").toString()).start();
      assertThat(new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(url);
    }
    assertThat(yard.build(real).ran()).isZero();
  }

  @Test
  void a_proc_macro_that_reads_a_file_in_secret_is_not_believed_in_another_checkout()
      throws Exception {
    String[] files = {
      "m/src/lib.rs",
      """
      use proc_macro::TokenStream;
      #[proc_macro]
      pub fn secret(_: TokenStream) -> TokenStream {
          let folder = std::env::var("CARGO_MANIFEST_DIR").unwrap();
          format!("{:?}", std::fs::read_to_string(folder + "/secret.txt").unwrap()).parse().unwrap()
      }
      """,
      "one/src/main.rs",
      "fn main() { println!(\"{}\", m::secret!()); }",
      "one/secret.txt",
      "first"
    };
    Path first = folder.resolve("first");
    Yard.write(first, Yard.WITH_MACROS);
    Yard.write(first, files);
    assertThat(yard.build(first.toRealPath()).problems()).isEmpty();
    Path same = folder.resolve("same");
    Yard.write(same, Yard.WITH_MACROS);
    Yard.write(same, files);
    assertThat(yard.build(same.toRealPath()).ran()).isZero();
    Path other = folder.resolve("other");
    Yard.write(other, Yard.WITH_MACROS);
    Yard.write(other, files);
    Yard.write(other, "one/secret.txt", "other");
    assertThat(yard.build(other.toRealPath()).ran()).isEqualTo(1);
  }
}
