package heddle.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.text.ProblemException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
  @TempDir Path temporary;
  private Server server;
  private RegistryAddress registry;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, List<String>> config = new HashMap<>();
  private String programAnswer = "";
  private String programInput = "";

  @BeforeEach
  void start() throws Exception {
    server = new Server();
    registry = RegistryAddress.of("my-own", "sparse+" + server.address());
    server.put("config.json", "{\"dl\":\"" + server.address() + "dl/{crate}/{version}\"}");
    byte[] crate =
        new Tarball().file("demo-1.0.0/Cargo.toml", "[package]\nname = \"demo\"\n").gzipped();
    server.files.put("dl/demo/1.0.0", crate);
    server.put("de/mo/demo", entry("demo", "1.0.0", sha256(crate)) + "\n");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_crate_is_found_in_the_index_downloaded_verified_and_unpacked_once() throws Exception {
    try (var http = http()) {
      var index = index(http);
      Path root = fetch(http, index);
      assertThat(root.getFileName()).hasToString("demo-1.0.0");
      assertThat(root.resolve("Cargo.toml")).hasContent("[package]\nname = \"demo\"\n");
      assertThat(root.resolve(".cargo-ok")).hasContent("{\"v\":1}");
      assertThat(fetch(http, index)).isEqualTo(root);
      assertThat(server.log)
          .containsExactly("config.json 200", "de/mo/demo 200", "dl/demo/1.0.0 200");
      assertThat(index.versions("unknown")).isEmpty();
    }
  }

  @Test
  void an_answer_that_has_not_changed_is_not_sent_again() throws Exception {
    for (int i = 0; i < 2; i++) {
      try (var http = http()) {
        var index = index(http);
        assertThat(index.versions("demo").orElseThrow().entry("1.0.0")).isPresent();
        index.settle();
      }
    }
    assertThat(server.log).containsExactly("config.json 200", "de/mo/demo 200", "de/mo/demo 304");
  }

  @Test
  void notes_of_a_reader_stand_beside_the_same_text_and_go_with_it() throws Exception {
    byte[] notes = {1, 2, 10, 3};
    try (var http = http()) {
      var index = index(http);
      index.versions("demo").orElseThrow().keep(notes);
    }
    try (var http = http()) {
      IndexFile file = index(http).versions("demo").orElseThrow();
      assertThat(file.notes()).isEqualTo(notes);
      assertThat(file.entry("1.0.0")).isPresent();
    }
    server.put("de/mo/demo", entry("demo", "1.0.1", "0".repeat(64)) + "\n");
    try (var http = http()) {
      IndexFile file = index(http).versions("demo").orElseThrow();
      assertThat(file.notes()).isEmpty();
      assertThat(file.entry("1.0.1")).isPresent();
    }
  }

  @Test
  void offline_uses_what_is_kept_and_says_what_is_missing() throws Exception {
    try (var http = http()) {
      fetch(http, index(http));
    }
    config.put("net.offline", List.of("true"));
    try (var http = http()) {
      assertThat(fetch(http, index(http))).isDirectory();
      var other = new Crates.Crate("demo", "1.0.1", "0".repeat(64));
      assertThatThrownBy(() -> crates(http).unpacked(other, index(http).origin(other)))
          .hasMessageContaining("the network may not be used");
    }
  }

  @Test
  void a_failure_that_passes_is_tried_again() throws Exception {
    server.failures.put("de/mo/demo", 2);
    try (var http = http()) {
      assertThat(index(http).versions("demo")).isPresent();
    }
    assertThat(server.log)
        .containsExactly("config.json 200", "de/mo/demo 503", "de/mo/demo 503", "de/mo/demo 200");
    config.put("net.retry", List.of("0"));
    server.failures.put("de/mo/demo", 1);
    try (var http = http()) {
      assertThatThrownBy(() -> index(http).versions("demo")).hasMessageContaining("HTTP 503");
    }
  }

  @Test
  void an_archive_with_another_hash_is_refused() throws Exception {
    server.files.put("dl/demo/1.0.0", new Tarball().file("demo-1.0.0/evil", "").gzipped());
    try (var http = http()) {
      assertThatThrownBy(() -> fetch(http, index(http)))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("is not what the checksum promises");
    }
  }

  @Test
  void a_cache_of_cargo_helps_only_with_the_right_hash() throws Exception {
    Path cache = Files.createDirectories(temporary.resolve("cargo/registry/cache/some"));
    Files.write(cache.resolve("demo-1.0.0.crate"), new byte[] {1});
    try (var http = http()) {
      var index = index(http);
      var crate = crate(index);
      var caches = Crates.cargoCaches(temporary.resolve("cargo"));
      new Crates(temporary.resolve("a"), caches, http).unpacked(crate, index.origin(crate));
      assertThat(server.log).contains("dl/demo/1.0.0 200");
      server.log.clear();
      Files.write(cache.resolve("demo-1.0.0.crate"), server.files.get("dl/demo/1.0.0"));
      new Crates(temporary.resolve("b"), caches, http).unpacked(crate, index.origin(crate));
      assertThat(server.log).isEmpty();
    }
  }

  @Test
  void verify_names_what_changed_in_an_unpacked_crate() throws Exception {
    try (var http = http()) {
      var index = index(http);
      var crate = crate(index);
      var crates = crates(http);
      Path root = crates.unpacked(crate, index.origin(crate));
      Path archive = crates.archive(crate, index.origin(crate));
      assertThat(crates.verify(crate, archive)).isEmpty();
      Files.writeString(root.resolve("added"), "");
      Files.delete(root.resolve("Cargo.toml"));
      assertThat(crates.verify(crate, archive)).containsExactly("Cargo.toml", "added");
    }
  }

  @Test
  void a_token_is_sent_to_a_registry_that_asks_for_one() throws Exception {
    server.token = "secret";
    server.put(
        "config.json",
        "{\"dl\":\"" + server.address() + "dl/{crate}/{version}\",\"auth-required\":true}");
    environment.put("CARGO_REGISTRIES_MY_OWN_TOKEN", "secret");
    try (var http = http()) {
      fetch(http, index(http));
    }
    assertThat(server.log)
        .containsExactly(
            "config.json 401",
            "config.json 200 secret",
            "de/mo/demo 200 secret",
            "dl/demo/1.0.0 200 secret");
  }

  @Test
  void offline_what_cargo_keeps_counts_where_it_is_newer() throws Exception {
    var index = temporary.resolve("cargo/registry/index");
    String folder = registry.index().getHost() + "-0123456789abcdef";
    var file = index.resolve(folder).resolve(".cache/fo/o-/foo-x");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "\3\2\0\0\0an etag\0"
            + "1.0.0\0{\"name\":\"foo-x\",\"vers\":\"1.0.0\",\"deps\":[],\"cksum\":\"00\"}\0"
            + "1.2.0\0{\"name\":\"foo-x\",\"vers\":\"1.2.0\",\"deps\":[],\"cksum\":\"00\"}\0");
    var home = temporary.resolve("cargo");
    try (var offline = new Http(Network.of(environment, _ -> Optional.empty()).asOffline())) {
      assertThat(index(offline).withCargo(home).versions("foo-x").orElseThrow().lines())
          .extracting(IndexFile.Line::version)
          .containsExactly("1.0.0", "1.2.0");
      assertThat(index(offline).withCargo(home).versions("foo-y")).isEmpty();
      // Two of one host may be of two registries.
      Files.createDirectories(index.resolve(folder.replace("0123", "3210")));
      assertThat(index(offline).withCargo(home).versions("foo-x")).isEmpty();
    }
    try (var http = http()) {
      server.put("config.json", "{\"dl\":\"" + registry.index() + "dl\"}");
      assertThat(index(http).withCargo(home).versions("foo-x")).isEmpty();
    }
  }

  @Test
  void what_was_found_out_of_cargos_text_is_noted_until_that_changes() throws Exception {
    String folder = "cargo/registry/index/" + registry.index().getHost() + "-0123456789abcdef";
    var file = temporary.resolve(folder).resolve(".cache/fo/o-/foo-x");
    Files.createDirectories(file.getParent());
    String first = "\3\2\0\0\0an etag\0" + "1.0.0\0{\"vers\":\"1.0.0\"}\0";
    Files.writeString(file, first);
    try (var offline = new Http(Network.of(environment, _ -> Optional.empty()).asOffline())) {
      IndexFile kept = cargos(offline);
      assertThat(kept.notes()).isEmpty();
      kept.keep("seen".getBytes(StandardCharsets.UTF_8));
      assertThat(cargos(offline).notes()).asString(StandardCharsets.UTF_8).isEqualTo("seen");
      assertThat(file.toFile().setLastModified(System.currentTimeMillis() + 5000)).isTrue();
      assertThat(cargos(offline).notes()).asString(StandardCharsets.UTF_8).isEqualTo("seen");
      Files.writeString(file, first + "1.2.0\0{\"vers\":\"1.2.0\"}\0");
      assertThat(file.toFile().setLastModified(System.currentTimeMillis() + 9000)).isTrue();
      assertThat(cargos(offline).notes()).isEmpty();
      assertThat(cargos(offline).lines()).hasSize(2);
    }
  }

  private IndexFile cargos(Http offline) throws Exception {
    return index(offline).withCargo(temporary.resolve("cargo")).versions("foo-x").orElseThrow();
  }

  @Test
  void a_token_comes_from_the_credentials_file_or_a_program() throws Exception {
    server.token = "secret";
    config.put("registries.my-own.token", List.of("secret"));
    try (var http = http()) {
      assertThat(index(http).config().dl()).contains("dl/");
    }
    config.clear();
    config.put("registries.my-own.credential-provider", List.of("prog", "--x"));
    programAnswer =
        "{\"v\":[1]}\n{\"Ok\":{\"kind\":\"get\",\"token\":\"secret\",\"cache\":\"session\"}}\n";
    try (var http = http()) {
      assertThat(
              new SparseIndex(registry, temporary.resolve("i2"), http, tokens(), true)
                  .config()
                  .dl())
          .contains("dl/");
    }
    assertThat(programInput)
        .isEqualTo(
            "[prog, --cargo-plugin] {\"v\":1,\"registry\":{\"index-url\":\"sparse+"
                + server.address()
                + "\",\"name\":\"my-own\"},\"kind\":\"get\",\"operation\":\"read\",\"args\":[\"--x\"]}\n");
    config.put("registries.my-own.credential-provider", List.of("cargo:token-from-stdout prog"));
    programAnswer = "secret\n";
    assertThat(tokens().token(registry)).contains("secret");
  }

  @Test
  void without_a_token_the_problem_says_where_to_put_one() throws Exception {
    server.token = "secret";
    try (var http = http()) {
      assertThatThrownBy(() -> index(http).versions("demo"))
          .hasMessageContaining("asks for a token")
          .hasMessageContaining("CARGO_REGISTRIES_MY_OWN_TOKEN");
    }
    environment.put("CARGO_REGISTRIES_MY_OWN_TOKEN", "wrong");
    try (var http = http()) {
      assertThatThrownBy(() -> index(http).versions("demo"))
          .hasMessageContaining("refuses the token")
          .hasMessageNotContaining("wrong");
    }
  }

  @Test
  void a_redirect_to_another_host_takes_no_token_along() throws Exception {
    server.token = "secret";
    environment.put("CARGO_REGISTRIES_MY_OWN_TOKEN", "secret");
    server.put(
        "config.json",
        "{\"dl\":\"" + server.address() + "dl/{crate}/{version}\",\"auth-required\":true}");
    try (var other = new Server();
        var http = http()) {
      other.files.put("file", server.files.get("dl/demo/1.0.0"));
      server.redirects.put("dl/demo/1.0.0", other.address() + "file");
      fetch(http, index(http));
      assertThat(other.log).containsExactly("file 200");
    }
  }

  @Test
  void a_proxy_is_asked_unless_no_proxy_names_the_host() throws Exception {
    try (var proxy = new Server()) {
      proxy.put("config.json", "{\"dl\":\"from-proxy\"}");
      environment.put("http_proxy", "http://user:word@127.0.0.1:" + proxy.address().getPort());
      try (var http = http()) {
        var far = RegistryAddress.of("far", "sparse+http://registry.invalid/");
        assertThat(
                new SparseIndex(far, temporary.resolve("far"), http, tokens(), true).config().dl())
            .isEqualTo("from-proxy");
      }
      assertThat(proxy.log).containsExactly("registry.invalid config.json 200");
      environment.put("NO_PROXY", "example.org,127.0.0.1");
      try (var http = http()) {
        assertThat(index(http).config().dl()).contains("dl/");
      }
    }
  }

  @Test
  void an_answer_that_stands_still_or_never_ends_is_a_problem() throws Exception {
    try (var http = http()) {
      server.files.put("big", new byte[100_000]);
      assertThatThrownBy(() -> http.get(server.address().resolve("big"), Map.of(), 1000))
          .hasMessageContaining("longer than the 1000 bytes allowed");
    }
    config.put("net.retry", List.of("0"));
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var http = new Http(Network.of(Map.of("HTTP_TIMEOUT", "1"), this::first))) {
      var address = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
      assertThatThrownBy(() -> http.get(address, Map.of(), 1000))
          .hasMessageContaining("cannot download");
    }
  }

  @Test
  void a_local_registry_has_index_and_archives() throws Exception {
    Path directory = temporary.resolve("local");
    byte[] archive = server.files.get("dl/demo/1.0.0");
    Files.createDirectories(directory.resolve("index/de/mo"));
    Files.write(directory.resolve("index/de/mo/demo"), server.files.get("de/mo/demo"));
    Files.write(directory.resolve("demo-1.0.0.crate"), archive);
    var local = new LocalRegistry(directory);
    var crate = crate(local);
    try (var http = http()) {
      var crates = new Crates(temporary.resolve("home"), List.of(directory), http);
      assertThat(crates.unpacked(crate, local.origin(crate))).isDirectory();
      assertThat(local.versions("other")).isEmpty();
      Files.write(directory.resolve("demo-1.0.0.crate"), new byte[1]);
      var fresh = new Crates(temporary.resolve("home2"), List.of(directory), http);
      assertThatThrownBy(() -> fresh.unpacked(crate, local.origin(crate)))
          .hasMessageContaining("is not what the checksum promises");
    }
  }

  /** The archives of a local registry are on this machine: nobody need name its directory twice. */
  @Test
  void archives_of_a_local_registry_are_found_by_it_alone_also_offline() throws Exception {
    Path directory = temporary.resolve("a local one");
    Files.createDirectories(directory);
    Files.write(directory.resolve("demo-1.0.0.crate"), server.files.get("dl/demo/1.0.0"));
    Files.createDirectories(directory.resolve("index/de/mo"));
    Files.write(directory.resolve("index/de/mo/demo"), server.files.get("de/mo/demo"));
    var local = new LocalRegistry(directory);
    config.put("net.offline", List.of("true"));
    try (var http = http()) {
      assertThat(crates(http).unpacked(crate(local), local.origin(crate(local)))).isDirectory();
      var other = new Crates.Crate("demo", "1.0.1", "0".repeat(64));
      assertThatThrownBy(() -> crates(http).unpacked(other, local.origin(other)))
          .hasMessageContaining("the local registry `" + directory + "` has no archive of `demo`");
    }
  }

  private Optional<String> first(String key) {
    return config.getOrDefault(key, List.of()).stream().findFirst();
  }

  private Http http() {
    return new Http(Network.of(environment, this::first));
  }

  private Tokens tokens() {
    return new Tokens(
        environment,
        key -> config.getOrDefault(key, List.of()),
        (command, _, input) -> {
          programInput = command + " " + input;
          return programAnswer;
        });
  }

  private SparseIndex index(Http http) {
    return new SparseIndex(registry, temporary.resolve("index"), http, tokens(), true);
  }

  private Crates crates(Http http) {
    return new Crates(temporary.resolve("home"), List.of(), http);
  }

  private Path fetch(Http http, SparseIndex index) throws ProblemException, InterruptedException {
    var crate = crate(index);
    return crates(http).unpacked(crate, index.origin(crate));
  }

  private static Crates.Crate crate(Index index) throws ProblemException, InterruptedException {
    var entry = index.versions("demo").orElseThrow().entry("1.0.0").orElseThrow();
    index.settle();
    return new Crates.Crate(entry.name(), entry.version(), entry.checksum());
  }

  private static String entry(String name, String version, String sha256) {
    return "{\"name\":\"%s\",\"vers\":\"%s\",\"deps\":[],\"cksum\":\"%s\",\"features\":{},\"yanked\":false}"
        .formatted(name, version, sha256);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
