package heddle.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import heddle.store.Store;
import heddle.text.ProblemException;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadsTest {
  @TempDir Path temporary;
  private Server server;
  private Store store;

  @BeforeEach
  void start() throws Exception {
    server = new Server();
    store = Store.open(temporary.resolve("home"));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    store.close();
  }

  private Path bring(Download wanted, boolean offline, Path... others) throws Exception {
    Network network = Network.of(Map.of("no_proxy", "*"), _ -> Optional.empty());
    try (var http = new Http(offline ? network.asOffline() : network)) {
      return downloads(http, others).bring(wanted);
    }
  }

  private Downloads downloads(Http http, Path... others) {
    return new Downloads(
        temporary.resolve("downloads"),
        List.of(others),
        new PackageRegistries(http, _ -> nowhere()),
        store.stats());
  }

  private static Crates.Origin nowhere() {
    throw new AssertionError("no crate is asked for");
  }

  private ProblemException refused(Download wanted, boolean offline, Path... others) {
    return catchThrowableOfType(ProblemException.class, () -> bring(wanted, offline, others));
  }

  private Download wanted(byte[] content, Optional<String> unpack, String... urls)
      throws Exception {
    String sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    return new Download(
        "foo-sys:source", List.of(urls), sha, 0, "foo.bin", Optional.empty(), unpack, 1);
  }

  @Test
  void mirrors_are_tried_in_order_and_the_bytes_are_fetched_once() throws Exception {
    byte[] content = "content".getBytes(StandardCharsets.UTF_8);
    server.files.put("b", content);
    server.files.put("wrong", new byte[] {1});
    Download wanted =
        wanted(
            content,
            Optional.empty(),
            server.address() + "a",
            server.address() + "wrong",
            server.address() + "b");
    Path path = bring(wanted, false);
    assertThat(path).hasBinaryContent(content).hasFileName("foo.bin");
    assertThat(bring(wanted, true)).isEqualTo(path);
    assertThat(server.log).containsExactly("a 404", "wrong 200", "b 200");
  }

  @Test
  void a_tampered_archive_is_refused_with_both_digests() throws Exception {
    Download wanted =
        wanted(new byte[] {1}, Optional.empty(), server.address() + "a", server.address() + "b");
    server.files.put("a", new byte[] {2});
    ProblemException e = refused(wanted, false);
    assertThat(e.problems().getFirst().toString())
        .contains("expected sha256 " + wanted.sha256())
        .contains(
            "found    sha256 dbc1b4c900ffe48d575b5da5c638040125f65db0fe3e24494b76ea986457d986")
        .contains("b: HTTP 404");
    assertThat(temporary.resolve("downloads").resolve(wanted.sha256()).resolve("file"))
        .isEmptyDirectory();
  }

  @Test
  void more_bytes_than_promised_are_not_taken() throws Exception {
    byte[] content = new byte[10_000];
    Download whole = wanted(content, Optional.empty(), server.address() + "a");
    Download small =
        new Download(
            whole.name(),
            whole.urls(),
            whole.sha256(),
            9_999,
            "x",
            Optional.empty(),
            Optional.empty(),
            0);
    server.files.put("a", content);
    assertThat(refused(small, false).problems().getFirst().toString()).contains("9999");
  }

  @Test
  void what_was_damaged_since_is_fetched_again() throws Exception {
    byte[] content = "content".getBytes(StandardCharsets.UTF_8);
    server.files.put("b", content);
    Download wanted = wanted(content, Optional.empty(), server.address() + "b");
    Path path = bring(wanted, false);
    Files.writeString(path, "damaged");
    assertThat(bring(wanted, false)).hasBinaryContent(content);
  }

  @Test
  void an_interrupted_transfer_goes_on_where_it_stopped() throws Exception {
    byte[] content = new byte[100_000];
    for (int i = 0; i < content.length; i++) content[i] = (byte) (i * 31);
    var ranges = new CopyOnWriteArrayList<String>();
    HttpServer breaking =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    breaking.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String range = String.valueOf(exchange.getRequestHeaders().getFirst("Range"));
            ranges.add(range);
            if (range.equals("null")) {
              exchange.sendResponseHeaders(200, content.length);
              exchange.getResponseBody().write(content, 0, 60_000);
              return;
            }
            int from = Integer.parseInt(range.replaceAll("[^0-9]", ""));
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-99999/100000");
            exchange.sendResponseHeaders(206, content.length - from);
            exchange.getResponseBody().write(content, from, content.length - from);
          }
        });
    breaking.start();
    try {
      Download wanted =
          wanted(
              content,
              Optional.empty(),
              "http://127.0.0.1:" + breaking.getAddress().getPort() + "/x");
      assertThat(bring(wanted, false)).hasBinaryContent(content);
      assertThat(ranges).hasSize(2).first().isEqualTo("null");
      assertThat(ranges.getLast()).matches("bytes=[1-9][0-9]*-");
    } finally {
      breaking.stop(0);
    }
  }

  @Test
  void the_rest_of_other_bytes_is_thrown_away() throws Exception {
    byte[] content = "content".getBytes(StandardCharsets.UTF_8);
    server.files.put("b", content);
    Download wanted = wanted(content, Optional.empty(), server.address() + "b");
    Path part = temporary.resolve("downloads/part").resolve(wanted.sha256());
    Files.createDirectories(part.resolveSibling("."));
    Files.writeString(part, "another, and longer than the content");
    assertThat(bring(wanted, false)).hasBinaryContent(content);
  }

  @Test
  void archives_come_unpacked_without_their_leading_directories() throws Exception {
    byte[] tar = new Tarball().file("foo-1.0/include/foo.h", "int").file("README", "x").gzipped();
    server.files.put("t", tar);
    Path root = bring(wanted(tar, Optional.of("tar.gz"), server.address() + "t"), false);
    assertThat(root.resolve("include/foo.h")).hasContent("int");
    assertThat(root.resolve("README")).doesNotExist();
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("foo-1.0/lib/foo.a"));
      zip.write(7);
    }
    server.files.put("z", bytes.toByteArray());
    Path other =
        bring(wanted(bytes.toByteArray(), Optional.of("zip"), server.address() + "z"), false);
    assertThat(other.resolve("lib/foo.a")).hasBinaryContent(new byte[] {7});
    assertThat(Files.isWritable(other.resolve("lib/foo.a")) && !isRoot()).isFalse();
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  @Test
  void archives_that_lead_out_are_refused() throws Exception {
    for (String name : List.of("../evil", "a/../../evil", "/evil")) {
      byte[] tar = new Tarball().file(name, "x").gzipped();
      server.files.put("t", tar);
      Download wanted = wanted(tar, Optional.of("tar.gz"), server.address() + "t");
      assertThat(refused(wanted, false).problems().getFirst().message())
          .contains("cannot be unpacked");
      var bytes = new ByteArrayOutputStream();
      try (var zip = new ZipOutputStream(bytes)) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(7);
      }
      server.files.put("z", bytes.toByteArray());
      Download zipped = wanted(bytes.toByteArray(), Optional.of("zip"), server.address() + "z");
      if (name.equals("/evil")) bring(zipped, false); // a zip has no root but its own
      else assertThat(refused(zipped, false).problems()).isNotEmpty();
    }
    assertThat(temporary.resolve("downloads/evil")).doesNotExist();
  }

  @Test
  void a_vendor_directory_is_enough_without_the_network_and_is_not_believed() throws Exception {
    byte[] tar = new Tarball().file("foo-1.0/foo.h", "int").gzipped();
    server.files.put("t", tar);
    Download wanted = wanted(tar, Optional.of("tar.gz"), server.address() + "t");
    Path vendor = temporary.resolve("vendor");
    try (var http = new Http(Network.of(Map.of("no_proxy", "*"), _ -> Optional.empty()))) {
      downloads(http).vendor(wanted, "foo-sys/source", vendor);
      downloads(http).vendor(wanted, "foo-sys/source", vendor);
    }
    assertThat(vendor.resolve("foo-sys/source/foo.h")).hasContent("int");
    Placing.remove(temporary.resolve("downloads"));
    assertThat(refused(wanted, true).problems().getFirst().toString()).contains(wanted.sha256());
    assertThat(bring(wanted, true, vendor).resolve("foo.h")).hasContent("int");
    Placing.remove(temporary.resolve("downloads"));
    Files.writeString(vendor.resolve("sha256").resolve(wanted.sha256()), "tampered");
    assertThat(refused(wanted, true, vendor).problems().getFirst().toString())
        .contains("expected sha256 " + wanted.sha256());
  }
}
