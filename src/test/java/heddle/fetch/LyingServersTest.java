package heddle.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.store.Store;
import heddle.text.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers that break off, resume wrongly, or say of their bytes what is not so: the right bytes in
 * the end, or an error that says what was wrong, and nothing kept that would harm the next run.
 */
class LyingServersTest {
  private static final byte[] CONTENT = new byte[50_000];

  static {
    for (int i = 0; i < CONTENT.length; i++) CONTENT[i] = (byte) (i * 31 + (i >> 8));
  }

  @TempDir Path temporary;
  private Store store;
  private ServerSocket socket;
  private final List<String> ranges = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws Exception {
    store = Store.open(temporary.resolve("home"));
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws Exception {
    socket.close();
    store.close();
  }

  /** Answers each request, of which it gets the first byte asked for (-1 for all) and its turn. */
  @FunctionalInterface
  private interface Lie {
    void answer(OutputStream out, int from, int turn) throws IOException;
  }

  private void serve(Lie lie) {
    Thread.ofVirtual()
        .start(() -> {
          for (int turn = 0; !socket.isClosed(); turn++) {
            try (Socket one = socket.accept()) {
              int from = request(one);
              lie.answer(one.getOutputStream(), from, turn);
            } catch (IOException _) {
              // The client has had enough, or the test is over.
            }
          }
        });
  }

  private int request(Socket one) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = one.getInputStream().read();
      if (next < 0) throw new IOException("no request");
      head.append((char) next);
    }
    Optional<String> range =
        head.toString()
            .lines()
            .filter(l -> l.toLowerCase(Locale.ROOT).startsWith("range:"))
            .findFirst();
    ranges.add(range.orElse("all"));
    return range.map(r -> Integer.parseInt(r.replaceAll("[^0-9]", ""))).orElse(-1);
  }

  private static void say(OutputStream out, String head, byte[] body) throws IOException {
    out.write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    out.flush();
  }

  private static void half(OutputStream out) throws IOException {
    say(out, "HTTP/1.1 200 OK\r\nContent-Length: 50000", Arrays.copyOf(CONTENT, 20_000));
  }

  private static byte[] from(int at) {
    return Arrays.copyOfRange(CONTENT, at, CONTENT.length);
  }

  private static byte[] zipped(byte[] plain) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(plain);
    }
    return out.toByteArray();
  }

  private String address() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/x";
  }

  private Path bring(byte[] content, int retries, int timeout) throws Exception {
    String sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    var wanted =
        new Download(
            "foo:source",
            List.of(address()),
            sha,
            content.length,
            "x",
            Optional.empty(),
            Optional.empty(),
            0);
    Map<String, String> config =
        Map.of("net.retry", Integer.toString(retries), "http.timeout", Integer.toString(timeout));
    Network network =
        Network.of(Map.of("no_proxy", "*"), key -> Optional.ofNullable(config.get(key)));
    try (var http = new Http(network)) {
      return new Downloads(
              temporary.resolve("downloads"),
              List.of(),
              new PackageRegistries(
                  http,
                  _ -> {
                    throw new AssertionError("no crate is asked for");
                  }),
              store.stats())
          .bring(wanted);
    }
  }

  private void refused(int retries, int timeout, String... says) {
    assertThatThrownBy(() -> bring(CONTENT, retries, timeout))
        .isInstanceOf(ProblemException.class)
        .hasMessageContainingAll(says)
        .hasMessageContaining(address());
  }

  @Test
  void a_server_that_resumes_at_another_place_is_asked_for_all_of_it_again() throws Exception {
    serve((out, from, turn) -> {
      if (turn == 0) half(out);
      else if (from > 0)
        say(
            out,
            "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-49999/50000\r\n"
                + "Content-Length: 50000",
            CONTENT);
      else say(out, "HTTP/1.1 200 OK\r\nContent-Length: 50000", CONTENT);
    });
    assertThat(bring(CONTENT, 2, 30)).hasBinaryContent(CONTENT);
    assertThat(ranges).last().isEqualTo("all");
  }

  @Test
  void a_server_that_answers_a_range_with_everything_is_believed() throws Exception {
    serve((out, _, turn) -> {
      if (turn == 0) half(out);
      else say(out, "HTTP/1.1 200 OK\r\nContent-Length: 50000", CONTENT);
    });
    assertThat(bring(CONTENT, 1, 30)).hasBinaryContent(CONTENT);
  }

  @Test
  void a_file_that_changed_between_two_parts_is_fetched_again() throws Exception {
    byte[] old = new byte[50_000];
    serve((out, from, turn) -> {
      if (turn == 0)
        say(
            out,
            "HTTP/1.1 200 OK\r\nETag: \"a\"\r\nContent-Length: 50000",
            Arrays.copyOf(old, 20_000));
      else if (from > 0)
        say(
            out,
            "HTTP/1.1 206 Partial Content\r\nETag: \"b\"\r\nContent-Range: bytes "
                + from
                + "-49999/50000\r\nContent-Length: "
                + (50_000 - from),
            from(from));
      else say(out, "HTTP/1.1 200 OK\r\nETag: \"b\"\r\nContent-Length: 50000", CONTENT);
    });
    // The first run goes on with other bytes and sees it; a part of an earlier run is not trusted.
    try {
      bring(CONTENT, 1, 30);
    } catch (ProblemException e) {
      assertThat(e).hasMessageContaining("other bytes than promised");
    }
    assertThat(bring(CONTENT, 1, 30)).hasBinaryContent(CONTENT);
  }

  @Test
  void a_length_that_is_too_large_does_no_harm_where_all_bytes_came() throws Exception {
    serve((out, from, _) -> {
      if (from > 0)
        say(out, "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0", new byte[0]);
      else say(out, "HTTP/1.1 200 OK\r\nContent-Length: 60000", CONTENT);
    });
    assertThat(bring(CONTENT, 1, 30)).hasBinaryContent(CONTENT);
  }

  @Test
  void a_length_that_is_too_small_is_an_error_with_both_hashes() throws Exception {
    serve((out, _, _) -> say(out, "HTTP/1.1 200 OK\r\nContent-Length: 49000", CONTENT));
    refused(0, 30, "other bytes than promised (49000 of 50000)", "expected sha256");
  }

  @Test
  void an_archive_is_kept_as_it_comes_whatever_the_server_says_of_its_packing() throws Exception {
    byte[] archive = zipped(CONTENT);
    serve((out, _, turn) ->
        say(
            out,
            "HTTP/1.1 200 OK\r\nContent-Encoding: "
                + (turn == 0 ? "gzip" : "x-gzip")
                + "\r\nContent-Length: "
                + archive.length,
            archive));
    assertThat(bring(archive, 0, 30)).hasBinaryContent(archive);
  }

  @Test
  void what_a_server_packed_without_being_asked_is_unpacked() throws Exception {
    byte[] text = "text ".repeat(9000).getBytes(StandardCharsets.UTF_8);
    byte[] packed = zipped(text);
    serve((out, _, _) ->
        say(
            out,
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.length,
            packed));
    assertThat(bring(text, 0, 30)).hasBinaryContent(text);
  }

  @Test
  void a_packed_answer_that_ends_too_early_is_gone_on_with_or_refused() throws Exception {
    byte[] text = new byte[40_000];
    new java.util.Random(7).nextBytes(text);
    byte[] packed = zipped(text);
    serve((out, _, _) ->
        say(
            out,
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1000",
            Arrays.copyOf(packed, 1000)));
    assertThatThrownBy(() -> bring(text, 0, 30))
        .hasMessageContaining("other bytes than promised (1000 of 40000)");
    try (var kept = Files.list(temporary.resolve("downloads/part"))) {
      assertThat(kept.map(each -> each.toString())).allMatch(each -> each.endsWith(".lock"));
    }
  }

  @Test
  void redirects_in_a_circle_and_to_what_is_no_address_are_errors() throws Exception {
    serve((out, _, _) ->
        say(
            out,
            "HTTP/1.1 302 Found\r\nLocation: " + address() + "\r\nContent-Length: 0",
            new byte[0]));
    refused(0, 30, "redirects without an end");
  }

  @Test
  void a_redirect_to_a_text_that_is_no_address_is_an_error() throws Exception {
    serve((out, _, turn) ->
        say(
            out,
            "HTTP/1.1 302 Found\r\nLocation: "
                + (turn == 0 ? "http://[no address" : "file:///etc/passwd")
                + "\r\nContent-Length: 0",
            new byte[0]));
    refused(0, 30, "redirects to `http://[no address`, which is no address");
    refused(0, 30, "file:///etc/passwd", "cannot be fetched");
  }

  @Test
  void a_server_that_drips_is_given_up() throws Exception {
    serve((out, _, _) -> {
      say(out, "HTTP/1.1 200 OK\r\nContent-Length: 50000", new byte[0]);
      for (int i = 0; i < 600; i++) {
        try {
          Thread.sleep(200);
        } catch (InterruptedException _) {
          return;
        }
        out.write(CONTENT[i]);
        out.flush();
      }
    });
    refused(0, 2, "the transfer stood still, or nearly so");
  }
}
