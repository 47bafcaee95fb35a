package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Command lines that are wrong end as with cargo 1.95: its exit code, its first line. */
final class WrongWordsTest {
  @TempDir private Path temp = Path.of("");
  private Project project;

  @BeforeEach
  void open() throws IOException {
    project = new Project(temp);
    project.program = Optional.of(temp.toRealPath().resolve("bin/cargo"));
    project.write(
        "Cargo.toml",
        "[package]\nname = \"cl\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"
            + "[[bin]]\nname = \"one\"\npath = \"src/one.rs\"\n"
            + "[[bin]]\nname = \"two\"\npath = \"src/two.rs\"\n[lib]\npath = \"src/lib.rs\"\n",
        "src/lib.rs",
        "",
        "src/one.rs",
        "fn main() {}",
        "src/two.rs",
        "fn main() {}",
        "tests/te.rs",
        "",
        ".cargo/config.toml",
        "[alias]\nloop = \"loop2\"\nloop2 = \"loop\"\nempty = \"\"\nnone = \"nonono\"\n");
  }

  @AfterEach
  void close() {
    project.close();
  }

  private void check(String line, int exit, String first) {
    Project.Said said = project.heddle(line.split(" ", -1));
    List<String> errors =
        Arrays.stream(said.text().split("\n", -1)).filter(l -> l.startsWith("error")).toList();
    assertThat(errors).as(line + "\n" + said.text()).isNotEmpty();
    assertThat(errors.getFirst()).as(line).isEqualTo("error: " + first);
    assertThat(said.exit()).as(line).isEqualTo(exit);
  }

  @Test
  void words_that_no_command_takes() {
    check("build --foo", 1, "unexpected argument '--foo' found");
    check("build -x", 1, "unexpected argument '-x' found");
    check("build word", 1, "unexpected argument 'word' found");
    check("build --lib=1", 1, "unexpected value '1' for '--lib' found; no more were expected");
    check("build --jobs", 1, "a value is required for '--jobs <N>' but none was supplied");
    check("build --message-format no", 1, "invalid value 'no' for '--message-format <FMT>'");
    check("build --color no", 1, "invalid value 'no' for '--color <WHEN>'");
    check("tree -e no", 1, "invalid value 'no' for '--edges <KINDS>'");
    check("tree --charset no", 1, "invalid value 'no' for '--charset <CHARSET>'");
    check("metadata --format-version 2", 1, "invalid value '2' for '--format-version <VERSION>'");
    check("run --lib", 1, "unexpected argument '--lib' found");
    check("run --workspace", 1, "unexpected argument '--workspace' found");
    check(
        "build --profile dev --release",
        1,
        "the argument '--profile <PROFILE-NAME>' cannot be used with '--release'");
    check(
        "build --release --profile dev",
        1,
        "the argument '--release' cannot be used with '--profile <PROFILE-NAME>'");
    check(
        "build --profile",
        1,
        "a value is required for '--profile <PROFILE-NAME>' but none was supplied");
    check("-VV", 1, "the argument '--version' cannot be used multiple times");
    check("-q --quiet", 1, "the argument '--quiet' cannot be used multiple times");
    check("build -C x", 1, "unexpected argument '-C' found");
    check("build --lockfile-path x", 1, "unexpected argument '--lockfile-path' found");
    check("check --artifact-dir x", 1, "unexpected argument '--artifact-dir' found");
    check("-q --what", 1, "unexpected argument '--what' found");
    check("-Z", 1, "a value is required for '-Z <FLAG>' but none was supplied");
    check("-C", 1, "a value is required for '-C <DIRECTORY>' but none was supplied");
    check("--color", 1, "a value is required for '--color <WHEN>' but none was supplied");
    check(
        "tree -f --offline",
        1,
        "a value is required for '--format <FORMAT>' but none was supplied");
    check("tree --depth -1", 1, "unexpected argument '-1' found");
    check("tree --prefix no", 1, "invalid value 'no' for '--prefix <PREFIX>'");
    check("update --precise 1.0.0", 1, "the following required arguments were not provided:");
    check("overlay nwe foo", 1, "`nwe` is not a verb of `overlay`: check, new");
    check("clean --timings", 1, "unexpected argument '--timings' found");
    check(
        "build --timings=html",
        1,
        "unexpected value 'html' for '--timings' found; no more were expected");
    check("--explain", 1, "a value is required for '--explain <CODE>' but none was supplied");
  }

  @Test
  void options_that_stand_alone_say_what_they_could_name() {
    check("build --bin", 101, "\"--bin\" takes one argument.");
    assertThat(project.heddle("build", "--bin").text())
        .endsWith("\nAvailable binaries:\n    one\n    two\n");
    check("test --test", 101, "\"--test\" takes one argument.");
    assertThat(project.heddle("build", "--example").text()).endsWith("\nNo examples available.\n");
    check(
        "build -p",
        101,
        "\"--package <SPEC>\" requires a SPEC format value, which can be any package ID specifier"
            + " in the dependency graph.");
    check("build --target", 101, "\"--target\" takes a target architecture as an argument.");
  }

  @Test
  void arguments_for_rustc_are_for_one_target() {
    String first =
        "extra arguments to `rustc` can only be passed to one target, consider filtering";
    check("rustc -- -g", 101, first);
    check("rustc --lib --bin one -- -g", 101, first);
    assertThat(project.heddle("rustc", "--lib", "--", "-g").exit()).isZero();
  }

  @Test
  void a_manifest_path_is_that_of_a_manifest() {
    String root = project.root.toString();
    check(
        "build --manifest-path src", 101, "manifest path `src` is a directory but expected a file");
    check("tree --manifest-path ../no", 101, "manifest path `../no` does not exist");
    assertThat(project.heddle("build", "--manifest-path", root).text())
        .contains("help: " + root + "/Cargo.toml exists");
    check(
        "build --manifest-path src/lib.rs",
        101,
        "embedded manifest `" + root + "/src/lib.rs` requires `-Zscript`");
    check(
        "build --manifest-path .cargo/config.toml",
        101,
        "the manifest-path must be a path to a Cargo.toml file: `" + root + "/.cargo/config.toml`");
  }

  @Test
  void what_is_unstable_in_cargo_is_refused_in_its_words() {
    String only =
        " is unstable, and only available on the nightly channel of Cargo, but this is the `stable`"
            + " channel";
    String flags =
        "the `-Z` flag is only accepted on the nightly channel of Cargo, but this is the `stable`"
            + " channel";
    check("build --artifact-dir x", 101, "the `--artifact-dir` flag" + only);
    check("build -Zunstable", 101, flags);
    check("build -Zunstable-options --artifact-dir x", 101, flags);
    check("-Zunstable version", 101, flags);
    check(
        "-C x build",
        101,
        "the `-C` flag is unstable, pass `-Z unstable-options` on the nightly channel to enable"
            + " it");
    check(
        "-C x -Zunstable-options build",
        101,
        "the `-C` flag is unstable, pass `-Z unstable-options` on the nightly channel to enable"
            + " it");
  }

  @Test
  void names_that_no_profile_can_have() {
    String letters = ", allowed characters are letters, numbers, underscore, and hyphen";
    check("build --profile a+b", 101, "invalid character `+` in profile name: `a+b`" + letters);
    check("build --profile Debug", 101, "profile name `Debug` is reserved");
    check("check --profile cargo-x", 101, "profile name `cargo-x` is reserved");
    check("build --profile=", 101, "profile `` is not defined");
    check(
        "build --profile doc",
        101,
        "profile `doc` is reserved and not allowed to be explicitly specified");
  }

  @Test
  void an_error_code_that_rustc_does_not_know_ends_as_every_failure() {
    String failed = "process didn't exit successfully: `rustc --explain nonsense` (exit status: 1)";
    check("--explain nonsense", 101, failed);
    check("--explain=nonsense", 101, failed);
  }

  @Test
  void words_that_cargo_takes_and_refuses() {
    String jobs = ". Number of parallel jobs should be `default` or a number.";
    check("build -j --", 101, "could not parse `--`" + jobs);
    check("build --config build.jobs=\"x\"", 101, "could not parse `x`" + jobs);
    check("build --config build.jobs=0", 101, "jobs may not be 0");
    check("build -j0", 101, "jobs may not be 0");
    check(
        "build -jx",
        101,
        "could not parse `x`. Number of parallel jobs should be `default` or a number.");
    check("build --exclude a", 101, "--exclude can only be used together with --workspace");
    check("build --bin none", 101, "no bin target named `none` in default-run packages");
    check("build -p cl --test none", 101, "no test target named `none` in `cl` package");
    check("build --features none", 101, "the package 'cl' does not contain this feature: none");
    check(
        "build --config a",
        101,
        "failed to parse value from --config argument `a` as a dotted key expression");
    check("test --doc --lib", 101, "can't mix --doc with other target selecting options");
    check("test --doc --no-run", 101, "can't skip running doc tests with --no-run");
    check("clean --doc -p cl", 101, "--doc cannot be used with -p");
    check("tree -p none", 101, "package ID specification `none` did not match any packages");
    check(
        "run",
        101,
        "`cargo run` could not determine which binary to run. Use the `--bin` option to specify a"
            + " binary, or the `default-run` manifest key.");
  }

  @Test
  void what_run_could_not_start_is_refused_before_it_is_built() throws IOException {
    project.write("examples/ex/main.rs", "");
    String manifest = Files.readString(project.root.resolve("Cargo.toml"));
    project.write(
        "Cargo.toml", manifest + "[[example]]\nname = \"ex\"\ncrate-type = [\"cdylib\"]\n");
    String several = "`cargo run` can run at most one executable, but multiple were specified";
    check("run --bin one --bin two", 101, several);
    check("run --bin one --example ex", 101, several);
    check("run --example ex", 101, "example target `ex` is a library and cannot be executed");
    check("run --bin o*", 101, "`cargo run` does not support glob patterns on target selection");
    assertThat(project.root.resolve("target/debug")).doesNotExist();
  }

  @Test
  void commands_that_are_none() {
    check("nonono", 101, "no such command: `nonono`");
    check("none", 101, "no such command: `nonono`");
    check("+nonono build", 101, "no such command: `+nonono`");
    check("loop", 101, "alias loop has unresolvable recursive definition: loop -> loop2 -> loop");
    check("empty", 101, "subcommand is required, but `alias.empty` is empty");
  }

  @Test
  void no_package_is_where_none_is() {
    check("build --directory /", 101, "could not find `Cargo.toml` in `/` or any parent directory");
  }
}
