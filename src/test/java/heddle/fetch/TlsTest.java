package heddle.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import heddle.text.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server on loopback whose certificate a private authority signed, also behind a proxy. */
final class TlsTest {
  @TempDir static Path temporary;
  private static HttpsServer server;

  @BeforeAll
  static void start() throws Exception {
    keytool(
        "-genkeypair -alias ca -keyalg EC -dname CN=Authority -ext bc:c -validity 30 -keystore ca");
    keytool("-exportcert -rfc -alias ca -keystore ca -file ca.pem");
    keytool(
        "-genkeypair -alias other -keyalg EC -dname CN=Other -ext bc:c -validity 30 -keystore no");
    keytool("-exportcert -rfc -alias other -keystore no -file other.pem");
    keytool("-genkeypair -alias me -keyalg EC -dname CN=Server -validity 30 -keystore me");
    keytool("-certreq -alias me -keystore me -file me.csr");
    keytool(
        "-gencert -rfc -alias ca -keystore ca -infile me.csr -outfile me.pem -validity 30"
            + " -ext san=ip:127.0.0.1,dns:private.invalid");
    keytool("-importcert -noprompt -alias ca -file ca.pem -keystore me");
    keytool("-importcert -noprompt -alias me -file me.pem -keystore me");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(temporary.resolve("me"))) {
      keys.load(in, "secret".toCharArray());
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "secret".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes(StandardCharsets.UTF_8));
          }
        });
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static void keytool(String words) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(words.split(" ", -1)));
    if (words.contains("-keystore")) {
      command.addAll(List.of("-storepass", "secret", "-storetype", "PKCS12"));
    }
    Process process =
        new ProcessBuilder(command)
            .directory(temporary.toFile())
            .redirectErrorStream(true)
            .redirectOutput(temporary.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(temporary.resolve("keytool.log"))).isZero();
  }

  private static String got(String host, Map<String, String> environment, String... settings)
      throws Exception {
    var config = new HashMap<>(Map.of("net.retry", "0", "http.timeout", "20"));
    for (int i = 0; i < settings.length; i += 2) {
      config.put(settings[i], settings[i + 1]);
    }
    try (var http =
        new Http(Network.of(environment, key -> Optional.ofNullable(config.get(key))))) {
      URI address = URI.create("https://" + host + ":" + server.getAddress().getPort() + "/x");
      return http.get(address, Map.of(), 100).body();
    }
  }

  private static String pem(String name) {
    return temporary.resolve(name).toString();
  }

  @Test
  void a_private_authority_is_trusted_where_cainfo_or_a_variable_names_it() throws Exception {
    assertThat(got("127.0.0.1", Map.of(), "http.cainfo", pem("ca.pem"))).isEqualTo("ok");
    assertThat(got("127.0.0.1", Map.of("SSL_CERT_FILE", pem("ca.pem")))).isEqualTo("ok");
    assertThat(got("127.0.0.1", Map.of("CARGO_HTTP_CAINFO", pem("ca.pem")))).isEqualTo("ok");
  }

  @Test
  void a_certificate_in_a_long_bundle_is_found() throws Exception {
    Path both = temporary.resolve("both.pem");
    String text = Files.readString(temporary.resolve("other.pem"));
    Files.writeString(both, text + text + Files.readString(temporary.resolve("ca.pem")));
    assertThat(got("127.0.0.1", Map.of(), "http.cainfo", both.toString())).isEqualTo("ok");
  }

  @Test
  void nobody_else_is_trusted() {
    refused("127.0.0.1", Map.of(), "certification path");
    refused("127.0.0.1", Map.of("SSL_CERT_FILE", pem("other.pem")), "");
    refused("localhost", Map.of("SSL_CERT_FILE", pem("ca.pem")), "localhost");
  }

  private static void refused(String host, Map<String, String> environment, String why) {
    assertThatThrownBy(() -> got(host, environment))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("cannot download `https://" + host)
        .hasMessageContaining(why);
  }

  @Test
  void a_file_of_authorities_that_is_none_is_named() throws Exception {
    Files.writeString(temporary.resolve("empty.pem"), "nothing\n");
    assertThatThrownBy(() -> got("127.0.0.1", Map.of(), "http.cainfo", pem("empty.pem")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("empty.pem` holds no certificate");
    assertThatThrownBy(() -> got("127.0.0.1", Map.of(), "http.cainfo", pem("absent.pem")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("absent.pem` does not exist");
  }

  @Test
  void a_tunnel_through_a_proxy_with_a_password_leads_there() throws Exception {
    try (var proxy = new Tunnel("Basic bWU6cEBzcw==")) { // me:p@ss
      Map<String, String> right =
          Map.of("HTTPS_PROXY", "http://me:p%40ss@127.0.0.1:" + proxy.socket.getLocalPort());
      assertThat(got("private.invalid", right, "http.cainfo", pem("ca.pem"))).isEqualTo("ok");
      assertThat(proxy.asked).containsExactly("private.invalid");
      assertThatThrownBy(() ->
              got(
                  "private.invalid",
                  Map.of(),
                  "http.proxy",
                  "127.0.0.1:" + proxy.socket.getLocalPort(),
                  "http.cainfo",
                  pem("ca.pem")))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("wants a user and a password");
    }
  }

  @Test
  void a_proxy_whose_address_is_none_is_refused() {
    assertThatThrownBy(() -> got("127.0.0.1", Map.of("HTTPS_PROXY", "http://a b:c@d:1")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("is not an HTTP proxy");
  }

  /** A proxy that opens tunnels to the server, whatever name is asked for, to who has the word. */
  private static final class Tunnel implements AutoCloseable {
    private final ServerSocket socket;
    private final String word;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    Tunnel(String word) throws IOException {
      this.word = word;
      socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
      while (!socket.isClosed()) {
        try {
          Socket client = socket.accept();
          Thread.ofVirtual().start(() -> tunnel(client));
        } catch (IOException _) {
          // Closed by the test.
        }
      }
    }

    private void tunnel(Socket client) {
      try (client;
          var far = new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
          head.write(client.getInputStream().read());
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        if (!text.contains(word)) {
          answer(client, "407 who");
          return;
        }
        asked.add(text.substring("CONNECT ".length(), text.indexOf(':')));
        answer(client, "200 go");
        Thread back = Thread.ofVirtual().start(() -> copy(far, client));
        copy(client, far);
        back.join();
      } catch (IOException | InterruptedException _) {
        // The client went away.
      }
    }

    private static void answer(Socket client, String status) throws IOException {
      client
          .getOutputStream()
          .write(
              ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void copy(Socket from, Socket to) {
      try {
        from.getInputStream().transferTo(to.getOutputStream());
        to.shutdownOutput();
      } catch (IOException _) {
        // One of both has closed.
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
