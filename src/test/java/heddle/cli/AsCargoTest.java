package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.process.UserRust;
import heddle.rust.MessageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs that expect cargo ask, in its place and by its name. */
final class AsCargoTest {
  @TempDir private Path temp = Path.of("");
  private Project project;

  @BeforeEach
  void open() throws IOException {
    assumeTrue(UserRust.isHere(), "rustc is on PATH");
    project = new Project(temp);
    project.program = Optional.of(temp.toRealPath().resolve("bin/cargo"));
    project.environment.remove("RUSTC_BOOTSTRAP");
    project.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"app\", \"mac\"]\nresolver = \"2\"\n",
        "Cargo.lock",
        "version = 4\n\n[[package]]\nname = \"app\"\nversion = \"0.1.0\"\n"
            + "dependencies = [\n \"mac\",\n]\n\n[[package]]\nname = \"mac\"\n"
            + "version = \"0.2.0\"\n",
        "app/Cargo.toml",
        "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"
            + "[dependencies]\nmac = { path = \"../mac\" }\n",
        "app/src/main.rs",
        "fn main() { mac::it!(); }\n",
        "app/build.rs",
        "fn main() {}\n",
        "mac/Cargo.toml",
        "[package]\nname = \"mac\"\nversion = \"0.2.0\"\nedition = \"2021\"\n"
            + "[lib]\nproc-macro = true\n",
        "mac/src/lib.rs",
        "#[proc_macro] pub fn it(_: proc_macro::TokenStream) -> proc_macro::TokenStream"
            + " { Default::default() }\n");
  }

  @AfterEach
  void close() {
    if (project != null) project.close();
  }

  private String said(String... words) {
    Project.Said said = project.heddle(words);
    assertThat(said.exit()).as(said.text()).isZero();
    return said.text();
  }

  private String refused(String... words) {
    Project.Said said = project.heddle(words);
    assertThat(said.exit()).as(said.text()).isEqualTo(101);
    return said.text();
  }

  @Test
  void its_version_is_that_of_the_rustc_in_use() {
    for (var words : List.of(List.of("--version"), List.of("-V"), List.of("version"))) {
      assertThat(said(words.toArray(String[]::new))).matches("cargo 1\\.\\d+\\.\\d+.*\n");
    }
    for (var words : List.of(List.of("-vV"), List.of("version", "-v"), List.of("-V", "-v"))) {
      assertThat(said(words.toArray(String[]::new))).contains("\nrelease: 1.", "\nhost: ");
    }
    project.program = Optional.empty();
    assertThat(said("--version")).startsWith("heddle ");
  }

  @Test
  void commands_are_listed_with_their_aliases() {
    assertThat(said("--list"))
        .startsWith("Installed Commands:\n")
        .contains("\n    b                    alias: build\n", "\n    metadata ");
  }

  @Test
  void the_manifest_and_the_one_of_the_workspace_are_found() {
    String root = project.root.toString();
    String app = root + "/app/Cargo.toml";
    assertThat(said("locate-project", "--manifest-path", app))
        .isEqualTo("{\"root\":\"" + app + "\"}\n");
    assertThat(
            said("locate-project", "--workspace", "--message-format=plain", "--manifest-path", app))
        .isEqualTo(root + "/Cargo.toml\n");
  }

  @Test
  void a_package_has_the_id_of_messages_and_a_lock_must_be_there() throws IOException {
    String mac = "path+file://" + project.root + "/mac#0.2.0\n";
    assertThat(said("pkgid", "mac")).isEqualTo(mac);
    assertThat(said("pkgid", "-p", "mac@0.2")).isEqualTo(mac);
    assertThat(said("pkgid", "--manifest-path", "mac/Cargo.toml")).isEqualTo(mac);
    assertThat(refused("pkgid", "none")).contains("did not match any packages");
    assertThat(refused("pkgid")).contains("is a virtual manifest");
    Files.delete(project.root.resolve("Cargo.lock"));
    assertThat(refused("pkgid", "mac")).contains("a Cargo.lock must exist for this command");
  }

  @Test
  void a_manifest_is_read_and_verified() throws IOException {
    assertThat(said("read-manifest", "--manifest-path", "mac/Cargo.toml"))
        .startsWith("{\"name\":\"mac\",\"version\":\"0.2.0\",");
    assertThat(said("verify-project")).isEqualTo("{\"success\":\"true\"}\n");
    project.write("mac/Cargo.toml", "[package]\nname = \"ma c\"\n");
    Project.Said wrong = project.heddle("verify-project");
    assertThat(wrong.exit()).isEqualTo(1);
    assertThat(wrong.text()).startsWith("{\"invalid\":\"error: ").contains("Cargo.toml:2:8");
  }

  @Test
  void a_test_asked_for_by_name_builds_neither_examples_nor_documentation() throws IOException {
    project.environment.put("RUSTC_BOOTSTRAP", "1");
    project.write(
        "app/src/lib.rs", "//! doc\n",
        "app/tests/it.rs", "",
        "app/examples/ex.rs", "fn main() {}\n",
        "app/Cargo.toml",
            "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"
                + "[lib]\ntest = false\n[dependencies]\nmac = { path = \"../mac\" }\n");
    String every = said("-Zunstable-options", "test", "-p", "app", "--unit-graph");
    assertThat(every).contains("\"name\":\"ex\"", "\"mode\":\"doctest\"");
    String named = said("-Zunstable-options", "test", "-p", "app", "--unit-graph", "some_name");
    assertThat(named).contains("\"name\":\"it\"").doesNotContain("\"name\":\"ex\"", ":\"doctest\"");
    // as cargo does, the library is compiled with its tests even where it says `test = false`
    assertThat(named.split("\"mode\":\"test\"", -1)).hasSize(4);
    assertThat(said("-Zunstable-options", "test", "-p", "mac", "--unit-graph", "--lib", "a"))
        .contains("\"name\":\"mac\"");
  }

  @Test
  void unstable_flags_are_for_nightly_and_none_is_ignored() {
    project.environment.put("__CARGO_TEST_CHANNEL_OVERRIDE_DO_NOT_USE_THIS", "stable");
    assertThat(refused("check", "-Zunstable-options"))
        .startsWith("error: the `-Z` flag is only accepted on the nightly channel of Cargo");
    assertThat(refused("check", "--compile-time-deps"))
        .startsWith("error: the `--compile-time-deps` flag is unstable, and only available on");
    project.environment.remove("__CARGO_TEST_CHANNEL_OVERRIDE_DO_NOT_USE_THIS");
    project.environment.put("RUSTC_BOOTSTRAP", "1");
    assertThat(refused("check", "--unit-graph"))
        .startsWith("error: the `--unit-graph` flag is unstable, pass `-Z unstable-options`");
    assertThat(refused("check", "-Znone")).startsWith("error: unknown `-Z` flag specified: none");
    assertThat(refused("check", "-Z", "build-std"))
        .startsWith("error: Heddle does not follow the unstable flag `-Zbuild-std` of cargo");
    assertThat(said("-Zunstable-options", "check", "--unit-graph"))
        .startsWith("{\"version\":1,\"units\":[");
  }

  @Test
  void rustc_prints_what_it_knows_of_each_target_under_the_flags_of_the_configuration() {
    project.environment.put("RUSTC_BOOTSTRAP", "1");
    project.environment.put("RUSTFLAGS", "--nonsense");
    assertThat(refused("rustc", "--print", "cfg")).startsWith("error: the `print` flag is");
    Project.Said said = project.heddle("rustc", "-Zunstable-options", "--print", "cfg");
    assertThat(said.exit()).isNotZero();
  }

  @Test
  void what_rustc_prints_is_handed_on_and_never_old() throws IOException {
    project.environment.put("RUSTC_BOOTSTRAP", "1");
    String[] words = {"rustc", "-q", "-p", "mac", "--profile=check", "--", "-Zunpretty=expanded"};
    assertThat(said(words)).contains("pub fn it(_:");
    assertThat(said(words)).contains("pub fn it(_:");
    project.write(
        "mac/src/lib.rs",
        "#[proc_macro] pub fn it(_: proc_macro::TokenStream) -> proc_macro::TokenStream"
            + " { unimplemented!() }\n");
    assertThat(said(words)).contains("not implemented");
  }

  @Test
  void the_configuration_is_shown_with_its_origins() throws IOException {
    project.environment.put("RUSTC_BOOTSTRAP", "1");
    project.write(
        ".cargo/config.toml",
        "[build]\nrustflags = [\"-g\"]\njobs = 2\n[target.'cfg(unix)']\nrunner = 'a \"b\"'\n");
    String file = project.root + "/.cargo/config.toml";
    String shown = said("-Z", "unstable-options", "config", "get", "--show-origin");
    assertThat(shown)
        .startsWith(
            "build.jobs = 2 # "
                + file
                + "\nbuild.rustflags = [\n    \"-g\", # "
                + file
                + "\n]\ntarget.\"cfg(unix)\".runner = 'a \"b\"' # "
                + file
                + "\n")
        .contains("\n# CARGO_HOME=");
    assertThat(said("config", "get", "build.jobs", "-Zunstable-options", "--format", "json"))
        .isEqualTo("{\"build\":{\"jobs\":2}}\n");
    assertThat(refused("config", "get", "build.none", "-Zunstable-options"))
        .startsWith("error: config value `build.none` is not set");
  }

  @Test
  void the_configuration_is_shown_by_place_in_toml_only() throws IOException {
    project.environment.put("RUSTC_BOOTSTRAP", "1");
    project.environment.put("CARGO_BUILD_JOBS", "3");
    project.write(".cargo/config.toml", "[build]\njobs = 2\n[term]\nverbose = false\n");
    String file = project.root + "/.cargo/config.toml";
    String[] all = {"config", "get", "build", "-Zunstable-options", "--merged=no"};
    assertThat(said(all))
        .isEqualTo(
            "# Environment variables\n# CARGO_BUILD_JOBS=3\n\n# " + file + "\nbuild.jobs = 2\n\n");
    assertThat(
            said(
                "config",
                "get",
                "build.jobs",
                "-Zunstable-options",
                "--merged",
                "no",
                "--config",
                "build.jobs = 5",
                "--show-origin"))
        .startsWith("# --config cli option\nbuild.jobs = 5 # --config cli option\n\n# Env")
        .endsWith("\nbuild.jobs = 2 # " + file + "\n\n");
    for (String option : List.of("--merged=no", "--show-origin"))
      assertThat(refused("config", "get", "-Zunstable-options", "--format=json", option))
          .isEqualTo(
              "error: the `json` format does not support "
                  + option
                  + ", try the `toml` format instead\n");
  }

  @Test
  void what_a_configuration_includes_is_shown_before_it() throws IOException {
    project.environment.put("RUSTC_BOOTSTRAP", "1");
    project.write(
        ".cargo/config.toml",
        "include = [\"more.toml\", { path = \"none.toml\", optional = true }]\n[a]\nb = [\"x\"]\n",
        ".cargo/more.toml",
        "include = [\"deep.toml\"]\n[a]\nb = [\"y\"]\n",
        ".cargo/deep.toml",
        "[a]\nb = [\"z\"]\n");
    String folder = "# " + project.root + "/.cargo/";
    assertThat(said("config", "get", "a.b", "-Zunstable-options", "--merged=no"))
        .isEqualTo(
            folder
                + "deep.toml\na.b = [\"z\"]\n\n"
                + folder
                + "more.toml\na.b = [\"y\"]\n\n"
                + folder
                + "config.toml\na.b = [\"x\"]\n\n");
    assertThat(said("config", "get", "include", "-Zunstable-options", "--merged=no"))
        .startsWith(folder + "more.toml\ninclude = [\"deep.toml\"]\n\n" + folder + "config.toml\n");
  }

  @Test
  void only_what_others_are_compiled_with_is_built_for_editors() {
    project.environment.put("RUSTC_BOOTSTRAP", "1");
    List<String> kinds =
        said(
                "check",
                "--workspace",
                "--all-targets",
                "--compile-time-deps",
                "-Zunstable-options",
                "--message-format=json")
            .lines()
            .filter(line -> line.startsWith("{"))
            .map(line ->
                line.replaceAll(".*\"reason\":\"([^\"]*)\".*", "$1")
                    + (line.contains("\"crate_types\":[\"proc-macro\"]") ? " macro" : "")
                    + (line.contains("\"kind\":[\"custom-build\"]") ? " script" : ""))
            .sorted()
            .toList();
    assertThat(kinds)
        .containsExactly(
            "build-finished",
            "build-script-executed",
            "compiler-artifact macro",
            "compiler-artifact script");
  }

  @Test
  void diagnostics_without_colours_are_written_as_cargo_writes_them_anew() throws IOException {
    project.write("app/src/main.rs", "fn main() { let unused = 1; mac::it!(); }\n");
    String json = said("check", "--message-format", "json");
    assertThat(json)
        .contains("\"message\":{\"rendered\":\"warning: unused variable", "\"$message_type\":")
        .contains("\"code\":{\"code\":\"unused_variables\",\"explanation\":null}}}\n");
    assertThat(said("check", "--message-format", "json-diagnostic-rendered-ansi"))
        .contains("\"message\":{\"$message_type\":\"diagnostic\",\"message\":\"unused variable");
  }

  @Test
  void message_formats_join_as_in_cargo() throws Exception {
    for (var two :
        List.of(
            List.of("json", "short"),
            List.of("human", "short"),
            List.of("json-diagnostic-short", "json"))) {
      assertThatThrownBy(() -> MessageFormat.parse(two))
          .hasMessageContaining("cannot specify two kinds of `message-format` arguments");
      assertThatThrownBy(() -> MessageFormat.parse(List.of(String.join(",", two))))
          .hasMessageContaining("two kinds");
    }
    assertThat(
            MessageFormat.parse(List.of("JSON", "json-diagnostic-short,json-render-diagnostics")))
        .isEqualTo(new MessageFormat(true, true, true, false));
    assertThat(project.heddle("build", "--message-format", "jsn").exit()).isEqualTo(1);
  }

  @Test
  void the_lock_may_lie_elsewhere() throws IOException {
    project.environment.put("RUSTC_BOOTSTRAP", "1");
    Path lock = temp.toRealPath().resolve("elsewhere/Cargo.lock");
    project.environment.put("CARGO_RESOLVER_LOCKFILE_PATH", lock.toString());
    Files.createDirectories(lock.getParent());
    Files.delete(project.root.resolve("Cargo.lock"));
    assertThat(said("metadata", "--format-version=1", "-Zlockfile-path")).contains("\"resolve\":{");
    assertThat(lock).exists();
    assertThat(project.root.resolve("Cargo.lock")).doesNotExist();
  }

  @Test
  void programs_of_its_name_are_commands_that_find_it_again() throws IOException {
    Path bin = Files.createDirectories(temp.toRealPath().resolve("cargo/bin"));
    Path program = Files.writeString(bin.resolve("cargo-say"), "#!/bin/sh\nexit $(($# * 7))\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(project.heddle("say", "this").exit()).isEqualTo(14);
    project.program = Optional.empty();
    assertThat(refused("say")).contains("no such command: `say`");
  }

  @Test
  void rustc_does_what_the_name_of_a_profile_says() {
    assertThat(said("rustc", "--profile", "check", "-p", "mac", "--lib"))
        .contains("Checking mac", "`dev` profile");
    assertThat(said("rustc", "--profile", "test", "-p", "app", "--bin", "app", "-v"))
        .contains("--test", "`test` profile");
  }

  @Test
  void what_a_package_calls_itself_among_its_dependencies_means_nothing() throws IOException {
    Path manifest = project.root.resolve("mac/Cargo.toml");
    project.write(
        "mac/Cargo.toml",
        Files.readString(manifest)
            + "[dev-dependencies]\nme = { package = \"mac\", path = \".\" }\n",
        "Cargo.lock",
        Files.readString(project.root.resolve("Cargo.lock")) + "dependencies = [\n \"mac\",\n]\n",
        "mac/tests/t.rs",
        "");
    assertThat(said("metadata", "--format-version", "1"))
        .contains("{\"name\":\"mac\",\"pkg\":")
        .doesNotContain("{\"name\":\"me\",\"pkg\":");
    project.program = Optional.empty();
    assertThat(said("plan", "-p", "mac", "--tests", "--unit-graph"))
        .contains("\"extern_crate_name\":\"mac\"")
        .doesNotContain("\"extern_crate_name\":\"me\"");
  }
}
