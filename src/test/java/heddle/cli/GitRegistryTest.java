package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.fetch.Tarball;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry whose index is a git repository: locked, updated, fetched, offline. */
final class GitRegistryTest {
  @TempDir Path temporary;
  private Desk desk = new Desk(Path.of(""));
  private Path index = Path.of("");

  @BeforeEach
  void a_registry_with_one_crate() throws Exception {
    Path root = temporary.toRealPath();
    index = Files.createDirectories(root.resolve("index"));
    Files.createDirectories(root.resolve("archives"));
    Files.writeString(
        index.resolve("config.json"),
        "{\"dl\":\"file://" + root.resolve("archives") + "/{crate}-{version}.crate\"}");
    git("init", "-q", ".");
    publish("1.0.0");
    desk =
        Desk.at(temporary)
            .write("src/lib.rs", "")
            .write(
                "Cargo.toml",
                """
                [package]
                name = "app"
                version = "0.1.0"
                edition = "2021"
                [workspace]
                [dependencies]
                demo = { version = "1", registry = "own" }
                """)
            .write(".cargo/config.toml", "[registries.own]\nindex = \"file://" + index + "\"\n");
  }

  private void publish(String version) throws Exception {
    byte[] crate =
        new Tarball()
            .file(
                "demo-" + version + "/Cargo.toml",
                "[package]\nname = \"demo\"\nversion = \"" + version + "\"\nedition = \"2021\"\n")
            .file("demo-" + version + "/src/lib.rs", "")
            .gzipped();
    Files.write(index.resolve("../archives/demo-" + version + ".crate").normalize(), crate);
    String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(crate));
    Path file = Files.createDirectories(index.resolve("de/mo")).resolve("demo");
    String before = Files.exists(file) ? Files.readString(file) : "";
    String entry =
        "{\"name\":\"demo\",\"vers\":\""
            + version
            + "\",\"deps\":[],\"features\":{},\"yanked\":false,\"cksum\":\""
            + sum
            + "\"}\n";
    Files.writeString(file, before + entry);
    git("add", "-A");
    git("-c", "user.name=n", "-c", "user.email=n@n", "commit", "-qm", version);
  }

  private void git(String... words) throws Exception {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    try {
      Process process =
          new ProcessBuilder(command).directory(index.toFile()).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
    } catch (IOException _) {
      assumeTrue(false, "git is not installed");
    }
  }

  private void check(String version) throws IOException {
    assertThat(desk.read("Cargo.lock"))
        .contains(
            "name = \"demo\"\nversion = \""
                + version
                + "\"\nsource = \"registry+file://"
                + index
                + "\"\nchecksum = ");
  }

  @Test
  void versions_come_from_the_last_commit_and_archives_from_where_the_config_says()
      throws Exception {
    assertThat(desk.run("fetch").err()).contains("Fetched 1 crate");
    check("1.0.0");
    publish("1.1.0");
    desk.run("update", "--offline");
    check("1.0.0");
    desk.run("update");
    check("1.1.0");
    assertThat(desk.run("fetch", "--locked").err()).contains("Fetched 1 crate");
  }

  @Test
  void a_crate_that_the_index_does_not_have_is_named() throws Exception {
    desk.write("Cargo.toml", desk.read("Cargo.toml").replace("demo =", "dmeo ="));
    assertThat(desk.run("generate-lockfile").err()).contains("no package `dmeo` was found");
  }

  @Test
  void offline_an_index_that_was_never_fetched_is_a_problem() throws IOException {
    assertThat(desk.run("generate-lockfile", "--offline").err())
        .contains("`file://" + index + "` is needed, but the network may not be used");
  }
}
