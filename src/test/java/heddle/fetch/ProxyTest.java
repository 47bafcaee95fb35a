package heddle.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.text.ProblemException;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A proxy on loopback that notes what it is asked and opens no tunnel. */
final class ProxyTest {
  private static final class Proxy implements AutoCloseable {
    private final ServerSocket socket;
    private final List<String> heads = new CopyOnWriteArrayList<>();

    Proxy() throws IOException {
      socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
      while (!socket.isClosed()) {
        try (var each = socket.accept()) {
          var in =
              new BufferedReader(
                  new InputStreamReader(each.getInputStream(), StandardCharsets.ISO_8859_1));
          var head = new StringBuilder();
          for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            head.append(line).append('\n');
          }
          heads.add(head.toString());
          each.getOutputStream()
              .write(
                  "HTTP/1.1 403 no\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                      .getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException _) {
          // Closed by the test, or a client that went away.
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void a_proxy_of_https_is_told_user_and_password_with_the_first_request() throws Exception {
    try (var proxy = new Proxy()) {
      var environment =
          Map.of("HTTPS_PROXY", "http://me:p%40ss@127.0.0.1:" + proxy.socket.getLocalPort());
      try (var http =
          new Http(
              Network.of(
                  environment,
                  key -> key.equals("net.retry") ? Optional.of("0") : Optional.empty()))) {
        assertThatThrownBy(() ->
                http.send(
                    URI.create("https://nowhere.invalid/x"),
                    Map.of(),
                    100,
                    ByteArrayOutputStream::new))
            .isInstanceOf(ProblemException.class)
            .hasMessageNotContaining("p@ss");
      }
      // me:p@ss
      assertThat(proxy.heads.getFirst())
          .startsWith("CONNECT nowhere.invalid:443 HTTP/1.1\n")
          .containsIgnoringCase("Proxy-Authorization: Basic bWU6cEBzcw==\n");
    }
  }

  @Test
  void no_proxy_covers_domains_ports_and_all() {
    assertThat(proxied("a.example.org", "example.org")).isFalse();
    assertThat(proxied("example.org", ".example.org")).isFalse();
    assertThat(proxied("badexample.org", "example.org")).isTrue();
    assertThat(proxied("example.org:8080", "example.org:8080")).isFalse();
    assertThat(proxied("example.org", "example.org:8080")).isTrue();
    assertThat(proxied("example.org", "*")).isFalse();
    assertThat(proxied("example.org", "")).isTrue();
  }

  private boolean proxied(String host, String noProxy) {
    var network =
        Network.of(Map.of("http_proxy", "http://p:1", "no_proxy", noProxy), _ -> Optional.empty());
    return new Proxies(network).proxy(URI.create("http://" + host + "/")).isPresent();
  }
}
