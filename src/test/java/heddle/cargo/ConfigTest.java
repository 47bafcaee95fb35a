package heddle.cargo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ConfigTest {
  private final MemoryFiles files = new MemoryFiles();

  private Config read(Map<String, String> environment, String... arguments) throws Exception {
    return new ConfigReading(files, Path.of("/w/a"), Path.of("/home/.cargo"))
        .read(environment, List.of(arguments), name -> Optional.ofNullable(environment.get(name)));
  }

  private static List<String> values(List<Setting<String>> settings) {
    return settings.stream().map(Setting::value).toList();
  }

  @Test
  void the_deeper_directory_beats_the_upper_one_and_home() throws Exception {
    files.with("/home/.cargo/config.toml", "[build]\njobs = 1\nrustc = 'home'\ntarget-dir = 'h'");
    files.with("/w/.cargo/config.toml", "[build]\njobs = 2\nrustc = 'w'");
    files.with("/w/a/.cargo/config.toml", "[build]\njobs = 3");
    Config config = read(Map.of());
    assertThat(config.whole("build", "jobs").orElseThrow().value()).isEqualTo(3);
    assertThat(config.text("build", "rustc").orElseThrow().value()).isEqualTo("w");
    assertThat(config.text("build", "target-dir").orElseThrow().value()).isEqualTo("h");
  }

  @Test
  void a_variable_beats_files_and_the_command_line_beats_the_variable() throws Exception {
    files.with("/w/.cargo/config.toml", "build.jobs = 2");
    Map<String, String> environment = Map.of("CARGO_BUILD_JOBS", "5");
    assertThat(read(environment).whole("build", "jobs").orElseThrow().value()).isEqualTo(5);
    assertThat(read(environment, "build.jobs = 7").whole("build", "jobs").orElseThrow().value())
        .isEqualTo(7);
  }

  @Test
  void lists_are_joined_from_home_to_the_command_line() throws Exception {
    files.with("/home/.cargo/config.toml", "build.rustflags = ['home']");
    files.with("/w/.cargo/config.toml", "build.rustflags = ['w']");
    files.with("/w/a/.cargo/config.toml", "build.rustflags = ['a']");
    Config config =
        read(
            Map.of("CARGO_BUILD_RUSTFLAGS", "env1 env2"),
            "build.rustflags = ['cli']",
            "build.rustflags = ['cli2']");
    assertThat(values(config.texts(true, "build", "rustflags")))
        .containsExactly("home", "w", "a", "env1", "env2", "cli", "cli2");
  }

  @Test
  void continuous_integration_compiles_incrementally_only_when_told_to_since_rust_1_99()
      throws Exception {
    assertThat(incremental("1.99.0", Map.of())).isEmpty();
    assertThat(incremental("1.99.0", Map.of("CI", ""))).contains(false);
    assertThat(incremental("1.100.2-nightly", Map.of("TF_BUILD", "1"))).contains(false);
    assertThat(incremental("1.95.0", Map.of("CI", "true"))).isEmpty();
    assertThat(incremental("1.99.0", Map.of("CI", "true", "CARGO_INCREMENTAL", "1")))
        .contains(true);
    files.with("/w/.cargo/config.toml", "build.incremental = true");
    assertThat(incremental("1.99.0", Map.of("CI", "true"))).contains(true);
  }

  private Optional<Boolean> incremental(String rustc, Map<String, String> environment)
      throws Exception {
    return new PlanConfig(read(environment)).settings(Set.of(), Version.parse(rustc)).incremental();
  }

  @Test
  void a_variable_takes_the_place_of_one_target_and_joins_a_list() throws Exception {
    Map<String, String> variable = Map.of("CARGO_BUILD_TARGET", "b");
    files.with("/w/.cargo/config.toml", "build.target = 'a'");
    assertThat(ConfiguredTargets.of(read(variable)).names()).containsExactly("b");
    files.with("/w/.cargo/config.toml", "build.target = ['a']");
    assertThat(ConfiguredTargets.of(read(variable)).names()).containsExactly("a", "b");
  }

  @Test
  void of_a_runner_the_strongest_list_counts_alone() throws Exception {
    files.with("/w/.cargo/config.toml", "target.t.runner = ['w', 'x']");
    files.with("/w/a/.cargo/config.toml", "target.t.runner = ['a']");
    assertThat(values(read(Map.of()).texts(true, "target", "t", "runner"))).containsExactly("a");
    assertThat(
            values(
                read(Map.of("CARGO_TARGET_T_RUNNER", "e f")).texts(true, "target", "t", "runner")))
        .containsExactly("e", "f");
  }

  @Test
  void a_relative_path_starts_at_the_directory_that_holds_the_dot_cargo() throws Exception {
    files.with("/w/.cargo/config.toml", "build.target-dir = 'out'\nbuild.rustc = 'bin/rustc'");
    Config config = read(Map.of());
    assertThat(config.path("build", "target-dir").orElseThrow().value())
        .isEqualTo(Path.of("/w/out"));
    assertThat(config.program("build", "rustc").orElseThrow().value()).isEqualTo("/w/bin/rustc");
    assertThat(
            read(Map.of("CARGO_BUILD_TARGET_DIR", "e"))
                .path("build", "target-dir")
                .orElseThrow()
                .value())
        .isEqualTo(Path.of("/w/a/e"));
  }

  @Test
  void included_files_are_weaker_than_the_file_that_includes_them() throws Exception {
    files.with(
        "/w/.cargo/config.toml",
        "include = ['x.toml', {path = 'none.toml', optional = true}]\nbuild.jobs = 1");
    files.with("/w/.cargo/x.toml", "build.jobs = 2\nbuild.rustc = 'x'");
    Config config = read(Map.of());
    assertThat(config.whole("build", "jobs").orElseThrow().value()).isEqualTo(1);
    assertThat(config.text("build", "rustc").orElseThrow().value()).isEqualTo("x");
  }

  @Test
  void a_file_given_on_the_command_line_is_read() throws Exception {
    files.with("/w/a/over.toml", "build.jobs = 9");
    Setting<Long> jobs = read(Map.of(), "over.toml").whole("build", "jobs").orElseThrow();
    assertThat(jobs.value()).isEqualTo(9);
    assertThat(jobs.origin()).hasToString("/w/a/over.toml");
  }

  @Test
  void an_argument_is_one_dotted_key_and_its_value() {
    check("build.jobs = 1 # x", "non-whitespace");
    check("[build]\njobs = 1", "dotted key");
    check("build = {jobs = 1}", "inline table");
    check("a.b = 1\na.c = 2", "dotted key");
    check("registry.token = 'x'", "security");
    check("a", "");
  }

  private void check(String argument, String part) {
    assertThatThrownBy(() -> read(Map.of(), argument))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(part);
  }

  @Test
  void a_wrong_type_names_the_file_and_shows_the_line() throws Exception {
    files.with("/w/.cargo/config.toml", "[build]\njobs = 'many'");
    Config config = read(Map.of());
    assertThatThrownBy(() -> config.whole("build", "jobs"))
        .hasMessageContaining("/w/.cargo/config.toml:2:8")
        .hasMessageContaining("jobs = 'many'");
  }

  @Test
  void an_include_cycle_is_a_problem() {
    files.with("/w/.cargo/config.toml", "include = ['x.toml']");
    files.with("/w/.cargo/x.toml", "include = ['config.toml']");
    assertThatThrownBy(() -> read(Map.of()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("cycle");
  }
}
