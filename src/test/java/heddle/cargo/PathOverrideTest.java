package heddle.cargo;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.engine.BuildException;
import heddle.engine.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code paths} of the configuration: packages that stand in for those of the lock. */
final class PathOverrideTest {
  private static final String HEAD = "edition = \"2021\"\n";
  private final MemoryFiles files =
      new MemoryFiles()
          .with("/w/.cargo/config.toml", "paths = [\"over/one\"]\n")
          .with("/w/Cargo.toml", manifest("app", "0.1.0") + "one = \"1\"\n")
          .with("/w/src/lib.rs", "")
          .with("/w/over/one/src/lib.rs", "")
          .with("/crates/two/src/lib.rs", "")
          .with("/crates/two/Cargo.toml", manifest("two", "1.0.0"))
          .with(
              "/w/Cargo.lock",
              "version = 4\n"
                  + entry("app", "0.1.0", "one", "")
                  + entry("one", "1.0.0", "two", published())
                  + entry("two", "1.0.0", "", published()));

  private static String manifest(String name, String version) {
    return "[package]\nname = \""
        + name
        + "\"\nversion = \""
        + version
        + "\"\n"
        + HEAD
        + "[dependencies]\n";
  }

  private static String published() {
    return "source = \""
        + SourceId.cratesIo().asUrl()
        + "\"\nchecksum = \""
        + "0".repeat(64)
        + "\"\n";
  }

  private static String entry(String name, String version, String below, String more) {
    return "\n[[package]]\nname = \""
        + name
        + "\"\nversion = \""
        + version
        + "\"\n"
        + more
        + (below.isEmpty() ? "" : "dependencies = [\n \"" + below + "\",\n]\n");
  }

  private List<String> plan(String over) throws Exception {
    files.with("/w/over/one/Cargo.toml", over);
    var handlers =
        files
            .handlers()
            .with(
                CrateSource.class,
                (input, _) ->
                    new CrateFolder(Path.of("/crates").resolve(input.locked().id().name()), false));
    var config = new ReadConfig(Path.of("/w"), Path.of("/home/.cargo"), Map.of(), List.of());
    try (var engine = new Engine(handlers)) {
      return engine
          .evaluate(
              new BuildPlan(Path.of("/w/Cargo.toml"), config, CargoGraph.request(List.of("build"))))
          .units()
          .stream()
          .map(unit -> unit.pkg().id().toString())
          .toList();
    }
  }

  @Test
  void a_package_stands_in_for_any_version_of_its_name() throws Exception {
    assertThat(plan(manifest("one", "9.0.0") + "two = \"1\"\n"))
        .contains("one v9.0.0 (/w/over/one)", "two v1.0.0")
        .hasSize(3);
  }

  @Test
  void it_may_not_ask_for_what_the_other_does_not() throws Exception {
    String said = "";
    try {
      plan(manifest("one", "1.0.0") + "three = \"1\"\n");
    } catch (BuildException e) {
      said = e.causes().getFirst().getMessage();
    }
    assertThat(said).contains("the override of `one`").contains("asks for `three`");
  }
}
