package heddle.fetch;

import heddle.text.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Many small texts of one host, asked for at once over one connection of HTTP/2, which costs a
 * tenth of what the JDK's client does. It is opened in the background; what is asked for meanwhile
 * waits. It speaks TLS 1.3 with X25519 only, and prefers ChaCha20: without the optimising compiler
 * Java has no AES to speak of. Whatever comes in the way of it, and every answer but the plainest,
 * is left to {@link Http#page}, which knows all the rest and has the words for errors.
 */
final class Multiplex implements AutoCloseable {
  /** How a text is got in the other way. */
  interface Otherwise {
    Page get() throws ProblemException, InterruptedException;
  }

  private final Network network;
  private final String host;
  private final int port;
  private final String authority;
  private final List<Waiting> waiting = new ArrayList<>();
  private boolean tried;
  private Optional<Http2> connection = Optional.empty();

  Multiplex(Network network, URI address) {
    this.network = network;
    this.host = address.getHost();
    this.port = address.getPort() < 0 ? 443 : address.getPort();
    this.authority = address.getPort() < 0 ? host : host + ":" + port;
    Thread.ofPlatform().daemon().name("connect to " + host).start(this::connect);
  }

  /** An answer that was asked for before the connection stood, or over it. */
  private final class Waiting implements Http.Answer {
    private final String path;
    private final Map<String, String> headers;
    private final long limit;
    private final Otherwise otherwise;
    private Optional<Http2.Exchange> exchange = Optional.empty();
    private boolean settled;
    private Optional<Http.Answer> other = Optional.empty();

    Waiting(String path, Map<String, String> headers, long limit, Otherwise otherwise) {
      this.path = path;
      this.headers = headers;
      this.limit = limit;
      this.otherwise = otherwise;
    }

    /** Asks now, in one way or the other. */
    private void ask() {
      try {
        if (connection.isPresent() && connection.get().isOpen()) {
          exchange = Optional.of(connection.get().get(authority, path, headers, limit));
        }
      } catch (IOException _) {
        exchange = Optional.empty();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      if (exchange.isEmpty()) {
        other = Optional.of(Http.Answer.apart(otherwise));
      }
      settled = true;
    }

    @Override
    public Page await() throws ProblemException, InterruptedException {
      synchronized (Multiplex.this) {
        while (!settled) {
          Multiplex.this.wait();
        }
      }
      if (other.isPresent()) {
        return other.get().await();
      }
      try {
        Page page = exchange.orElseThrow().await();
        boolean plain =
            page.status() == 200
                || page.status() == 304
                || (page.status() >= 400 && page.status() < 500 && page.status() != 429);
        return plain ? page : otherwise.get();
      } catch (IOException _) {
        return otherwise.get();
      }
    }
  }

  /** Asks for a text of this host. */
  synchronized Http.Answer begin(
      URI address, Map<String, String> headers, long limit, Otherwise otherwise) {
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    var answer = new Waiting(address.getRawPath() + query, headers, limit, otherwise);
    if (tried) {
      answer.ask();
    } else {
      waiting.add(answer);
    }
    return answer;
  }

  private void connect() {
    Optional<Http2> made;
    try {
      made = open();
    } catch (IOException | GeneralSecurityException | ProblemException | RuntimeException _) {
      made = Optional.empty();
    }
    synchronized (this) {
      connection = made;
      tried = true;
      waiting.forEach(Waiting::ask);
      waiting.clear();
      notifyAll();
    }
  }

  private Optional<Http2> open() throws IOException, GeneralSecurityException, ProblemException {
    SSLContext tls = Authorities.context(network.authorities());
    Socket plain = reach();
    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
    boolean agreed = false;
    try {
      socket.setSoTimeout(Math.toIntExact(network.timeout().toMillis()));
      socket.setSSLParameters(offered(socket.getSSLParameters()));
      socket.startHandshake();
      agreed =
          "h2".equals(socket.getApplicationProtocol())
              && socket.getSession().getPeerCertificates()[0] instanceof X509Certificate leaf
              && ServerName.names(leaf, host);
      return agreed ? Optional.of(Http2.over(socket)) : Optional.empty();
    } finally {
      if (!agreed) {
        socket.close();
      }
    }
  }

  /** What is offered to a server. */
  private static SSLParameters offered(SSLParameters parameters) {
    parameters.setProtocols(new String[] {"TLSv1.3"});
    parameters.setCipherSuites(
        new String[] {
          "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"
        });
    parameters.setNamedGroups(new String[] {"x25519"});
    parameters.setApplicationProtocols(new String[] {"h2"});
    return parameters;
  }

  /**
   * Makes the first words of a connection that is never opened. Half of what a first connection
   * costs in Java is behind that: finding providers, and what ciphers and signatures they have.
   */
  static void rehearse() {
    try {
      SSLEngine engine = Authorities.nobody().createSSLEngine("host.invalid", 443);
      engine.setUseClientMode(true);
      engine.setSSLParameters(offered(engine.getSSLParameters()));
      engine.beginHandshake();
      engine.wrap(
          ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    } catch (GeneralSecurityException | IOException | RuntimeException _) {
      // Whoever opens a connection has the words for it.
    }
  }

  private Socket reach() throws IOException {
    IOException last = new IOException("`" + host + "` has no address");
    for (InetAddress address : InetAddress.getAllByName(host)) {
      Socket socket = new Socket();
      try {
        socket.setTcpNoDelay(true);
        socket.connect(
            new InetSocketAddress(address, port), Math.toIntExact(network.timeout().toMillis()));
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
  }

  @Override
  public synchronized void close() {
    connection.ifPresent(Http2::close);
  }
}
