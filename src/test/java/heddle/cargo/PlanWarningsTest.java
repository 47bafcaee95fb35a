package heddle.cargo;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.engine.BuildException;
import heddle.engine.Engine;
import heddle.text.ProblemException;
import heddle.world.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a plan says beside its graph; the words and the cases are cargo 1.95's. */
final class PlanWarningsTest {
  private static final String APP =
      "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";
  private final MemoryFiles files =
      new MemoryFiles()
          .with("/w/src/lib.rs", "")
          .with("/w/Cargo.toml", APP)
          .with(
              "/w/Cargo.lock", "version = 4\n\n[[package]]\nname = \"app\"\nversion = \"0.1.0\"\n");

  private static final ReadConfig CONFIG =
      new ReadConfig(Path.of("/w"), Path.of("/home/.cargo"), Map.of(), List.of());
  private static final Path MANIFEST = Path.of("/w/Cargo.toml");

  private void check(PackageSelection packages, String... expected) throws Exception {
    try (var engine = new Engine(files.handlers())) {
      assertThat(
              engine.evaluate(new PlanWarnings(MANIFEST, CONFIG, packages)).stream()
                  .map(p -> p.message()))
          .containsExactly(expected);
    }
  }

  private UnitGraph graph(String... words) throws Exception {
    try (var engine = new Engine(files.handlers())) {
      return engine.evaluate(new BuildPlan(MANIFEST, CONFIG, CargoGraph.request(List.of(words))));
    }
  }

  private void refused(String message) throws Exception {
    String said = "";
    try {
      graph("build", "--all-targets");
    } catch (BuildException e) {
      said = ((ProblemException) e.causes().getFirst()).getMessage();
    }
    assertThat(said).contains(message);
  }

  @Test
  void keys_of_the_configuration_that_nothing_reads_are_named() throws Exception {
    files.with(
        "/w/.cargo/config.toml",
        """
        [nonsense]
        a = 1
        [build]
        jobz = 3
        jobs = 2
        [profile.dev.package.app]
        opt-lvl = 1
        [source.crates-io]
        replace = "x"
        """);
    check(
        new PackageSelection.Default(),
        "unused config key `build.jobz` in `/w/.cargo/config.toml`",
        "unused config key `source.crates-io.replace` in `/w/.cargo/config.toml`",
        "unused config key `profile.dev.package.app.opt-lvl` in `/w/.cargo/config.toml`");
  }

  @Test
  void overrides_of_the_manifest_that_meet_no_package_are_named() throws Exception {
    files.with(
        "/w/Cargo.toml",
        APP
            + """
            [profile.dev.package."app@0.1.0"]
            opt-level = 1
            [profile.dev.package."app@9.0"]
            opt-level = 1
            [profile.release.package.ap]
            opt-level = 1
            [profile.release.package."*"]
            opt-level = 1
            """);
    files.with("/w/.cargo/config.toml", "[profile.dev.package.other]\nopt-level = 1\n");
    check(
        new PackageSelection.Default(),
        "profile package spec `app@9.0` in profile `dev` has a version or URL that does not match"
            + " any of the packages: app@0.1.0",
        "profile package spec `ap` in profile `release` did not match any packages");
  }

  @Test
  void exclusions_that_meet_no_member_are_named() throws Exception {
    check(
        new PackageSelection.AllBut(List.of("app", "b", "c*", "a*")),
        "excluded package(s) `b` not found in workspace `/w`",
        "excluded package pattern(s) `c*` not found in workspace `/w`");
  }

  @Test
  void a_hint_that_stable_rust_ignores_is_named() throws Exception {
    files.with("/w/Cargo.toml", APP + "[profile.dev]\nhint-mostly-unused = true\n");
    UnitGraph graph = graph("build");
    assertThat(PlanWarnings.hints(graph))
        .singleElement()
        .satisfies(
            p -> assertThat(p.message()).startsWith("app@0.1.0: ignoring the profile option"));
    assertThat(new UnitGraphJson(graph).text()).contains("\"hint_mostly_unused\":true");
  }

  @Test
  void a_target_without_a_source_file_is_refused_where_it_is_asked_for() throws Exception {
    files.with("/w/Cargo.toml", APP + "[[bin]]\nname = \"x\"\npath = \"no.rs\"\n");
    refused("can't find bin `x` at path `/w/no.rs`");
    assertThat(graph("build", "--lib").roots()).hasSize(1);
  }

  @Test
  void a_directory_is_no_source_file() throws Exception {
    files.with("/w/tests/t/main.rs/main.rs", "");
    refused("path `/w/tests/t/main.rs` for integration-test `t` is a directory");
  }

  @Test
  void a_link_to_nothing_is_found_and_refused() throws Exception {
    files.with("/w/src/bin/x.rs", Kind.BROKEN_LINK);
    refused("can't find bin `x` at path `/w/src/bin/x.rs`");
  }

  @Test
  void a_link_to_a_directory_is_not_looked_into() throws Exception {
    files.with("/w/examples/a/main.rs", "").with("/w/examples/b/main.rs", "");
    assertThat(graph("build", "--examples").roots()).hasSize(2);
    files.with("/w/examples/b", Kind.DIRECTORY_LINK);
    assertThat(graph("build", "--examples").roots()).hasSize(1);
  }

  @Test
  void a_setting_of_a_target_that_is_no_table_is_refused() throws Exception {
    files.with("/w/.cargo/config.toml", "[target.x86_64-unknown-linux-gnu]\nlinkr = \"ld\"\n");
    refused("expected a table, but found a string for `target.x86_64-unknown-linux-gnu.linkr`");
  }
}
