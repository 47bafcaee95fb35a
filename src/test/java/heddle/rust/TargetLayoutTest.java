package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.SandboxMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that cargo leaves in {@code target/} beside what was asked for. */
class TargetLayoutTest {
  @TempDir Path directory;

  private static final String PACKED =
      "[package]\nname = \"one\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"
          + "[profile.dev]\nsplit-debuginfo = \"packed\"\n";

  @Test
  void a_package_of_debug_information_lies_beside_its_program() throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "packages are ELF's");
    var yard = new Yard(directory);
    var root = yard.workspace("one", "Cargo.toml", PACKED, "src/main.rs", "fn main() {}\n");
    assertThat(yard.build(root).problems()).isEmpty();
    var debug = root.resolve("target/debug");
    assertThat(debug.resolve("one.dwp")).isNotEmptyFile();
    assertThat(Files.isExecutable(debug.resolve("one.dwp"))).isFalse();
    assertThat(debug.resolve("one.dwp.d")).doesNotExist();
    Files.delete(debug.resolve("one.dwp"));
    var again = yard.build(root);
    assertThat(again.ran()).isZero();
    assertThat(debug.resolve("one.dwp")).isNotEmptyFile();
  }

  @Test
  void the_folder_of_a_target_that_was_named_is_marked_as_a_cache() throws Exception {
    var yard = new Yard(directory);
    yard.targets = List.of("host-tuple");
    var root = yard.workspace("one", "src/main.rs", "fn main() {}\n");
    assertThat(yard.build(root).problems()).isEmpty();
    try (var all = Files.list(root.resolve("target"))) {
      var folder =
          all.filter(each -> Files.exists(each.resolve("debug/one"))).findFirst().orElseThrow();
      assertThat(folder.resolve("CACHEDIR.TAG")).hasContent(tag(root.resolve("target")));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "AUTO"})
  void a_target_whose_source_lies_outside_of_its_workspace_is_read_with_what_is_beside(
      SandboxMode mode) throws Exception {
    var yard = new Yard(directory);
    yard.sandbox = mode;
    Yard.write(
        directory,
        "elsewhere/main.rs",
        "mod beside;\nfn main() {\n    println!(\"{}\", beside::TEXT);\n}\n",
        "elsewhere/beside.rs",
        "pub const TEXT: &str = \"one\";\n");
    var root =
        yard.workspace(
            "one",
            "Cargo.toml",
            "[package]\nname = \"one\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"
                + "[[bin]]\nname = \"one\"\npath = \"../elsewhere/main.rs\"\n");
    assertThat(yard.build(root).problems()).isEmpty();
    assertThat(Yard.says(root)).isEqualTo("one\n");
    Yard.write(directory, "elsewhere/beside.rs", "pub const TEXT: &str = \"two\";\n");
    assertThat(yard.build(root).problems()).isEmpty();
    assertThat(Yard.says(root)).isEqualTo("two\n");
  }

  private static String tag(Path folder) throws Exception {
    return Files.readString(folder.resolve("CACHEDIR.TAG"));
  }
}
