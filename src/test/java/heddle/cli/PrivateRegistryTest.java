package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.fetch.Server;
import heddle.fetch.Tarball;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that wants a token, and where tokens come from: lock, index and archives. */
final class PrivateRegistryTest {
  @TempDir Path temporary;
  private Desk desk = new Desk(Path.of(""));
  private Server server;

  @BeforeEach
  void a_registry_with_one_crate() throws Exception {
    server = new Server();
    server.token = "secret";
    server.put(
        "config.json",
        "{\"dl\":\"" + server.address() + "dl/{crate}/{version}\",\"auth-required\":true}");
    byte[] crate =
        new Tarball()
            .file(
                "demo-1.0.0/Cargo.toml",
                "[package]\nname = \"demo\"\nversion = \"1.0.0\"\nedition = \"2021\"\n")
            .file("demo-1.0.0/src/lib.rs", "")
            .gzipped();
    server.files.put("dl/demo/1.0.0", crate);
    String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(crate));
    server.put(
        "de/mo/demo",
        "{\"name\":\"demo\",\"vers\":\"1.0.0\",\"deps\":[],\"features\":{},\"yanked\":false,"
            + "\"cksum\":\""
            + sum
            + "\"}\n");
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
                demo = { version = "1", registry = "my-own" }
                """);
    configure("");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void configure(String more) throws IOException {
    desk.write(
        ".cargo/config.toml",
        "[registries.my-own]\nindex = \"sparse+" + server.address() + "\"\n" + more);
  }

  private void program(String name, String text) throws IOException {
    desk.write(name, "#!/bin/sh\n" + text);
    Files.setPosixFilePermissions(
        desk.root().resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The lock is made and the crate is fetched, and nothing is asked without the token twice. */
  private void check() throws IOException {
    assertThat(desk.run("fetch").err()).contains("Fetched 1 crate");
    assertThat(desk.read("Cargo.lock")).contains("sparse+" + server.address());
    assertThat(server.log)
        .containsOnlyOnce("dl/demo/1.0.0 200 secret")
        .contains("de/mo/demo 200 secret")
        .noneMatch(line -> !line.startsWith("config.json") && line.contains("401"));
  }

  @Test
  void the_token_that_cargo_login_kept_is_taken() throws Exception {
    desk.write("../home/.cargo/credentials.toml", "[registries.my-own]\ntoken = \"secret\"\n");
    configure("token = \"older\"\n");
    check();
  }

  @Test
  void a_program_prints_it() throws Exception {
    program("tools/say", "echo \"$1 $CARGO_REGISTRY_NAME_OPT\" >&2; echo secret\n");
    configure("credential-provider = [\"cargo:token-from-stdout\", \"tools/say\", \"x\"]\n");
    check();
  }

  @Test
  void a_program_of_the_protocol_answers_in_json() throws Exception {
    program(
        "tools/ask",
        """
        [ "$1" = --cargo-plugin ] || exit 3
        echo '{"v":[1]}'
        read request
        case $request in
        *'"name":"my-own"'*'"kind":"get","operation":"read","args":["--deep"]'*)
          echo '{"Ok":{"kind":"get","token":"secret","cache":"session","operation_independent":true}}';;
        *) echo '{"Err":{"kind":"not-found"}}';;
        esac
        """);
    configure(
        "[credential-alias]\nmine = [\"tools/ask\", \"--deep\"]\n"
            + "[registry]\nglobal-credential-providers = [\"cargo:token\", \"mine\"]\n");
    check();
  }

  @Test
  void a_program_that_fails_says_why() throws Exception {
    program("tools/ask", "echo 'the vault is shut' >&2; exit 7\n");
    configure("credential-provider = \"./tools/ask\"\n");
    Desk.Result result = desk.run("fetch");
    assertThat(result.exit()).isEqualTo(101);
    assertThat(result.err()).contains("tools/ask").contains("the vault is shut");
  }

  @Test
  void without_a_token_the_way_to_one_is_said() throws Exception {
    Desk.Result result = desk.run("fetch");
    assertThat(result.exit()).isEqualTo(101);
    assertThat(result.err())
        .contains("the registry `my-own` asks for a token")
        .contains("CARGO_REGISTRIES_MY_OWN_TOKEN");
  }
}
