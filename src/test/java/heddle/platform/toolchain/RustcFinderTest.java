package heddle.platform.toolchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RustcFinderTest {
  private static final Path WORK = Path.of("/work/app/crate");
  private static final String TRIPLE = "x86_64-unknown-linux-gnu";

  private final MadeUpMachine machine =
      new MadeUpMachine()
          .variable("PATH", "/cargo/bin:/usr/bin")
          .variable("RUSTUP_HOME", "/rustup")
          .program("/cargo/bin/rustup", "rustup")
          .link("/cargo/bin/rustc", "/cargo/bin/rustup")
          .rustc("/rustup/toolchains/stable-" + TRIPLE, "1.95.0")
          .rustc("/rustup/toolchains/1.80.0-" + TRIPLE, "1.80.0")
          .rustc("/rustup/toolchains/nightly-2026-01-01-" + TRIPLE, "1.97.0-nightly")
          .rustc("/rustup/toolchains/mine", "1.99.0-dev")
          .file("/rustup/settings.toml", "default_toolchain = \"stable-" + TRIPLE + "\"\n");

  private void check(String release, String origin) throws Exception {
    Rustc rustc = new RustcFinder(machine).of(WORK, Optional.empty());
    assertThat(List.of(rustc.release(), rustc.origin())).containsExactly(release, origin);
  }

  private void fails(String message) {
    assertThatThrownBy(() -> new RustcFinder(machine).of(WORK, Optional.empty()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(message);
  }

  @Test
  void the_default_of_rustup_holds_where_nothing_else_is_said() throws Exception {
    check("1.95.0", "rustup's default");
  }

  @Test
  void the_nearest_toolchain_file_upwards_wins() throws Exception {
    machine.file("/work/rust-toolchain.toml", "[toolchain]\nchannel = \"nightly-2026-01-01\"\n");
    check("1.97.0-nightly", "/work/rust-toolchain.toml");
    machine.file("/work/app/rust-toolchain", "1.80.0\n");
    check("1.80.0", "/work/app/rust-toolchain");
  }

  @Test
  void an_override_wins_over_a_file_of_the_same_directory_only() throws Exception {
    machine.file(
        "/rustup/settings.toml",
        "default_toolchain = \"stable-" + TRIPLE + "\"\n[overrides]\n\"/work/app\" = \"mine\"\n");
    machine.file("/work/app/rust-toolchain.toml", "[toolchain]\nchannel = \"1.80.0\"\n");
    check("1.99.0-dev", "rustup's override of /work/app");
    machine.file("/work/app/crate/rust-toolchain.toml", "[toolchain]\nchannel = \"1.80.0\"\n");
    check("1.80.0", "/work/app/crate/rust-toolchain.toml");
  }

  @Test
  void a_path_in_a_toolchain_file_is_relative_to_it() throws Exception {
    machine.rustc("/work/rust", "1.50.0");
    machine.file("/work/app/rust-toolchain.toml", "[toolchain]\npath = \"../rust\"\n");
    check("1.50.0", "/work/app/rust-toolchain.toml");
  }

  @Test
  void the_variable_wins_over_files() throws Exception {
    machine.file("/work/app/rust-toolchain.toml", "[toolchain]\nchannel = \"1.80.0\"\n");
    machine.variable("RUSTUP_TOOLCHAIN", "mine");
    check("1.99.0-dev", "RUSTUP_TOOLCHAIN");
  }

  @Test
  void rustc_and_build_rustc_pass_rustup_by() throws Exception {
    machine.rustc("/opt/rust", "1.70.0");
    var configured =
        Optional.of(new RustcFinder.Named("rust/bin/rustc", Path.of("/opt"), "build.rustc"));
    Rustc rustc = new RustcFinder(machine).of(WORK, configured);
    assertThat(rustc.binary()).isEqualTo(Path.of("/opt/rust/bin/rustc"));
    assertThat(rustc.sysroot()).isEqualTo(Path.of("/opt/rust"));
    machine.variable("RUSTC", "/rustup/toolchains/mine/bin/rustc");
    check("1.99.0-dev", "RUSTC");
  }

  @Test
  void a_toolchain_that_is_not_installed_is_an_error_at_the_line_that_names_it() {
    machine.file("/work/app/rust-toolchain.toml", "[toolchain]\nchannel = \"1.70.0\"\n");
    fails("the toolchain `1.70.0` is not installed");
    assertThatThrownBy(() -> new RustcFinder(machine).of(WORK, Optional.empty()))
        .asString()
        .contains("rust-toolchain.toml:2:11")
        .contains("rustup toolchain install 1.70.0");
  }

  @Test
  void a_toolchain_file_with_both_channel_and_path_is_an_error() {
    machine.file("/work/app/rust-toolchain.toml", "[toolchain]\nchannel = \"a\"\npath = \"b\"\n");
    fails("exclude each other");
  }

  @Test
  void no_rustc_at_all_is_an_error() {
    machine.variable("PATH", "/nowhere");
    fails("no rustc in PATH");
  }

  @Test
  void a_compiler_that_says_nothing_sensible_is_an_error() {
    machine.program("/usr/bin/false", "x").variable("RUSTC", "/usr/bin/false");
    machine.answer("/usr/bin/false -vV", "hello");
    fails("does not name its release and host");
  }

  @Test
  void the_same_compiler_under_two_names_has_one_digest_and_another_has_another() throws Exception {
    machine.rustc("/rustup/toolchains/1.95.0-" + TRIPLE, "1.95.0");
    var digests =
        new RustcFinder(machine)
            .all(new java.util.TreeSet<>()).stream()
                .collect(java.util.stream.Collectors.groupingBy(Rustc::digest));
    assertThat(digests).hasSize(4);
    assertThat(digests.values()).anyMatch(same -> same.size() == 2);
  }

  @Test
  void the_real_rustc_of_this_machine_is_not_a_shim() throws Exception {
    var real = new RealMachine(Map.of());
    assumeTrue(new Programs(real).find("rustc").isPresent(), "no rustc");
    Rustc rustc = new RustcFinder(real).of(Path.of("/"), Optional.empty());
    assertThat(rustc.binary().getFileName()).hasToString("rustc");
    assertThat(rustc.versionText()).contains("rustc " + rustc.release());
    assertThat(real.list(rustc.libraries(rustc.host()))).anyMatch(n -> n.startsWith("libstd-"));
  }
}
