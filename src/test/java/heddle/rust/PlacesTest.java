package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.cargo.BuildRequest;
import heddle.process.SandboxMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a build's files lie, in the sandbox of this machine. */
class PlacesTest {
  private static final String[] GENERATED = {
    "build.rs",
    """
    fn main() {
        println!("cargo::rerun-if-changed=build.rs");
        let out = std::env::var("OUT_DIR").unwrap();
        std::fs::write(out + "/g.rs", "pub const G: u32 = 4;").unwrap();
    }
    """,
    "src/lib.rs",
    "include!(concat!(env!(\"OUT_DIR\"), \"/g.rs\"));",
    "src/main.rs",
    "fn main() { print!(\"{}\", one::G); }",
    "tests/it.rs",
    ""
  };

  @TempDir private Path folder = Path.of("");

  private Yard yard;

  @BeforeEach
  void open() throws IOException {
    yard = new Yard(folder);
    yard.sandbox = SandboxMode.AUTO;
  }

  @Test
  void a_target_directory_behind_a_link_is_one() throws Exception {
    Path root = yard.workspace("linked", GENERATED);
    Files.createDirectories(folder.resolve("disk"));
    Files.createSymbolicLink(root.resolve("target"), folder.resolve("disk"));
    assertThat(yard.build(root).problems()).isEmpty();
    assertThat(Yard.says(root)).isEqualTo("4");
    assertThat(folder.resolve("disk/debug/one")).exists();
    assertThat(yard.build(root).ran()).isZero();
  }

  @Test
  void a_target_directory_outside_the_workspace_is_one() throws Exception {
    Path root = yard.workspace("outside", GENERATED);
    Path target = folder.toRealPath().resolve("elsewhere");
    yard.environment.put("CARGO_TARGET_DIR", target.toString());
    assertThat(yard.build(root).problems()).isEmpty();
    assertThat(Yard.run(root, target + "/debug/one")).isEqualTo("4");
  }

  @Test
  void what_is_made_on_the_way_lies_in_the_build_directory() throws Exception {
    Path root = yard.workspace("between", GENERATED);
    Yard.write(root, ".cargo/config.toml", "[build]\nbuild-dir = \"{workspace-root}/between\"\n");
    yard.intent = BuildRequest.Intent.TEST;
    assertThat(yard.build(root).problems()).isEmpty();
    yard.intent = BuildRequest.Intent.BUILD;
    assertThat(yard.build(root).problems()).isEmpty();
    assertThat(Yard.says(root)).isEqualTo("4");
    assertThat(root.resolve("between/debug/deps")).isDirectory();
    assertThat(root.resolve("between/debug/build")).isDirectory();
    assertThat(root.resolve("between/debug/incremental")).isDirectory();
    assertThat(root.resolve("between/tmp")).isDirectory();
    assertThat(root.resolve("target/debug/deps")).doesNotExist();
    assertThat(root.resolve("target/debug/build")).doesNotExist();
    assertThat(root.resolve("target/tmp")).doesNotExist();
    assertThat(yard.build(root).ran()).isZero();
  }

  @Test
  void a_test_finds_the_library_of_its_package_where_cargo_leaves_it() throws Exception {
    Path root = yard.workspace("beside", GENERATED);
    yard.intent = BuildRequest.Intent.TEST;
    assertThat(yard.build(root).problems()).isEmpty();
    try (var files = Files.newDirectoryStream(root.resolve("target/debug/deps"), "libone-*.rlib")) {
      assertThat(files).hasSize(1);
    }
  }
}
