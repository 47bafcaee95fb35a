package heddle.cargo;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.engine.BuildException;
import heddle.engine.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a lock counts as what the manifests ask for. */
final class LockDriftTest {
  private final MemoryFiles files = new MemoryFiles();

  private LockDriftTest with(String name, String manifest) {
    String head = "[package]\nname = \"" + name + "\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";
    String folder = name.equals("app") ? "/w/" : "/w/" + name + "/";
    files.with(folder + "Cargo.toml", head + manifest).with(folder + "src/lib.rs", "");
    return this;
  }

  /** The lock has each package with its dependencies; the expected text is empty if it holds. */
  private void check(Map<String, String> packages, String expected) throws Exception {
    var lock = new StringBuilder("version = 4\n");
    packages.forEach((name, below) -> {
      lock.append("\n[[package]]\nname = \"" + name + "\"\nversion = \"0.1.0\"\n");
      if (!below.isEmpty()) lock.append("dependencies = [\n " + below + ",\n]\n");
    });
    check(lock.toString(), expected);
  }

  private void check(String lock, String expected) throws Exception {
    files.with("/w/Cargo.lock", lock);
    var config = new ReadConfig(Path.of("/w"), Path.of("/home/.cargo"), Map.of(), List.of());
    String said = "";
    try (var engine = new Engine(files.handlers())) {
      engine.evaluate(
          new BuildPlan(Path.of("/w/Cargo.toml"), config, CargoGraph.request(List.of("build"))));
    } catch (BuildException e) {
      said = ((StaleLock) e.causes().getFirst()).problem().message();
    }
    assertThat(said).isEqualTo(expected);
  }

  private LockDriftTest lib(String features) {
    return with(
            "app",
            "[workspace]\n"
                + "exclude = [\"lib\", \"inner\", \"more\"]\n"
                + "[dependencies]\n"
                + "lib = { path = \"lib\", features = [\"go\"] }\n")
        .with("inner", "[features]\nf = []\n")
        .with("more", "")
        .with(
            "lib",
            """
            [dependencies]
            inner = { path = "../inner" }
            more = { path = "../more", optional = true }

            [features]
            """
                + features);
  }

  @Test
  void a_feature_that_is_called_like_a_required_dependency_is_not_turned_on_with_it()
      throws Exception {
    lib("go = [\"inner/f\"]\ninner = [\"dep:more\"]\n")
        .check(Map.of("app", "\"lib\"", "inner", "", "lib", "\"inner\""), "");
  }

  @Test
  void a_feature_turns_an_optional_dependency_on() throws Exception {
    lib("go = [\"dep:more\"]\n")
        .check(
            Map.of("app", "\"lib\"", "inner", "", "lib", "\"inner\""),
            "the lock file has no package for the dependency `more` of `lib`");
  }

  @Test
  void a_package_that_nothing_asks_for_is_noticed() throws Exception {
    lib("go = []\n")
        .check(
            Map.of("app", "\"lib\"", "inner", "", "lib", "\"inner\"", "more", ""),
            "the lock file has packages that nothing asks for");
  }

  /** The source string of the public registry, with a checksum. */
  private static String published() {
    return "source = \""
        + SourceId.cratesIo().asUrl()
        + "\"\nchecksum = \""
        + "0".repeat(64)
        + "\"\n";
  }

  private static String entry(String name, String version, String more) {
    return "\n[[package]]\nname = \"" + name + "\"\nversion = \"" + version + "\"\n" + more;
  }

  @Test
  void a_patch_that_nothing_uses_does_not_stand_for_what_the_lock_holds() throws Exception {
    with(
            "app",
            "[target.'cfg(windows)'.dependencies]\n"
                + "reg = \"=1.0.0\"\n"
                + "[patch.crates-io]\n"
                + "reg = { path = \"reg\" }\n")
        .with("reg", "");
    check(
        "version = 4\n"
            + entry("app", "0.1.0", "dependencies = [\n \"reg\",\n]\n")
            + entry("reg", "1.0.0", published())
            + "\n[[patch.unused]]\nname = \"reg\"\nversion = \"0.1.0\"\n",
        "");
  }

  @Test
  void of_several_versions_that_meet_a_dependency_the_first_counts_be_it_a_patch()
      throws Exception {
    with(
            "app",
            """
            [target.'cfg(windows)'.dependencies]
            one = { package = "reg", version = "*" }
            two = { package = "reg", version = "1" }
            [patch.crates-io]
            reg = { path = "reg" }
            """)
        .with("reg", "");
    check(
        "version = 4\n"
            + entry("app", "0.1.0", "dependencies = [\n \"reg 0.1.0\",\n \"reg 1.0.0\",\n]\n")
            + entry("reg", "0.1.0", "")
            + entry("reg", "1.0.0", published()),
        "");
  }
}
