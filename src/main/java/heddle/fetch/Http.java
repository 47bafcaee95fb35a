package heddle.fetch;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * GET over HTTP, with retries, redirects, proxies and the system's certificates. The client is made
 * at the first request: what needs no network pays nothing. Safe for many threads.
 */
public final class Http implements AutoCloseable {
  /** An answer, whatever its status, its body read as UTF-8. Names of headers are in lower case. */
  public record Reply(int status, Map<String, String> headers, String body) {
    public Reply {
      headers = Map.copyOf(headers);
    }

    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  /** A text that was asked for; several may be under way at once. */
  interface Answer {
    Page await() throws ProblemException, InterruptedException;

    /** One that a thread of its own gets. */
    static Answer apart(Multiplex.Otherwise otherwise) {
      var later = new Later<Page>(otherwise::get);
      later.begin("text");
      return later::await;
    }
  }

  /** Takes the bytes of a successful answer; opened again for each attempt. */
  public interface Sink {
    OutputStream open() throws IOException;

    /** Whether bytes that come packed shall stay so. */
    default boolean packed() {
      return false;
    }

    /** How many bytes an earlier attempt left; the server is asked for the rest. */
    default long held() throws IOException {
      return 0;
    }

    /** What is held cannot be gone on with: the next attempt begins anew. */
    default void forget() throws IOException {}

    /** Goes on behind what is held. */
    default OutputStream append() throws IOException {
      throw new IOException("nothing is held");
    }
  }

  private final Network network;
  private final Proxies proxies;
  private final Map<String, Multiplex> hosts = new HashMap<>();
  private Optional<HttpClient> client = Optional.empty();

  public Http(Network network) {
    this.network = network;
    this.proxies = new Proxies(network);
  }

  public Network network() {
    return network;
  }

  /** The answer in memory; more than {@code limit} bytes are a problem. */
  public Reply get(URI address, Map<String, String> headers, long limit)
      throws ProblemException, InterruptedException {
    var body = new ByteArrayOutputStream();
    Reply head =
        send(
            address,
            headers,
            limit,
            () -> {
              body.reset();
              return body;
            });
    return head.status == 200
        ? new Reply(200, head.headers, body.toString(StandardCharsets.UTF_8))
        : head;
  }

  /**
   * Gets ready, in the background, what the first connection takes long to make, while it is not
   * known yet where it will lead. It opens nothing.
   */
  public static void rehearse() {
    Thread.ofPlatform().daemon().name("TLS").start(Multiplex::rehearse);
  }

  /** Says that texts of this address' host will be asked for: a connection may be opened. */
  public void prepare(URI address) {
    multiplex(address);
  }

  /** Asks for a text and does not wait for it; what comes is that of {@link #page}. */
  Answer begin(URI address, Map<String, String> headers, long limit) {
    Multiplex.Otherwise otherwise = () -> page(address, headers, limit);
    var all = new TreeMap<String, String>();
    headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
    all.put("user-agent", network.userAgent());
    return multiplex(address)
        .map(host -> host.begin(address, all, limit, otherwise))
        .orElseGet(() -> Answer.apart(otherwise));
  }

  private synchronized Optional<Multiplex> multiplex(URI address) {
    if (network.offline()
        || !network.multiplexing()
        || !"https".equals(address.getScheme())
        || address.getHost() == null
        || proxies.proxy(address).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        hosts.computeIfAbsent(address.getAuthority(), _ -> new Multiplex(network, address)));
  }

  /** The answer in memory, not unpacked; more than {@code limit} bytes are a problem. */
  Page page(URI address, Map<String, String> headers, long limit)
      throws ProblemException, InterruptedException {
    var body = new ByteArrayOutputStream(1 << 14);
    Reply reply =
        send(
            address,
            headers,
            limit,
            new Sink() {
              @Override
              public OutputStream open() {
                body.reset();
                return body;
              }

              @Override
              public boolean packed() {
                return true;
              }
            });
    return new Page(reply.status, reply.headers, body.toByteArray());
  }

  /**
   * Sends the body of status 200 into the sink; a sink that holds a part already gets the rest
   * where the server can send it (RFC 9110, section 14). The reply of another status has the first
   * 4096 bytes of its body.
   */
  public Reply send(URI address, Map<String, String> headers, long limit, Sink sink)
      throws ProblemException, InterruptedException {
    if (network.offline()) {
      throw new ProblemException(
          Problem.of("`" + address + "` is needed, but the network may not be used")
              .withHelp("drop `--offline` (or `net.offline`) once, or run `heddle fetch` before"));
    }
    for (int attempt = 0; ; attempt++) {
      Optional<String> wait = Optional.empty();
      String failure;
      try {
        Reply reply = new Attempt(client(), network, proxies, address, limit, sink).run(headers);
        if (reply.status != 429 && reply.status < 500) {
          return reply;
        }
        if (attempt >= network.retries()) {
          return reply;
        }
        wait = reply.header("retry-after");
        failure = "HTTP " + reply.status;
      } catch (TooLong e) {
        throw new ProblemException(
            Problem.of("`" + address + "` is longer than the " + e.limit() + " bytes allowed"));
      } catch (InterruptedIOException e) {
        if (Thread.interrupted()) {
          throw (InterruptedException) new InterruptedException().initCause(e);
        }
        failure = reason(e);
      } catch (IOException e) {
        failure = reason(e);
      }
      if (attempt >= network.retries()) {
        throw new ProblemException(
            Problem.of("cannot download `" + address + "`: " + failure)
                .withNote("tried " + (attempt + 1) + " times"));
      }
      pause(attempt, wait);
    }
  }

  private static String reason(IOException e) {
    String message = Optional.ofNullable(e.getMessage()).orElse("");
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      message = Optional.ofNullable(cause.getMessage()).filter(m -> !m.isBlank()).orElse(message);
    }
    String kind = e.getClass().getSimpleName();
    if (!message.isBlank()) return message + " (" + kind + ")";
    return e instanceof ConnectException ? "the host does not answer there" : kind;
  }

  /** Cargo's waits: about one second, then longer, at most ten; or what the server asks for. */
  private void pause(int attempt, Optional<String> wait) throws InterruptedException {
    long millis =
        attempt == 0
            ? 500L + ThreadLocalRandom.current().nextInt(1000)
            : Math.min(10_000L, 3_500L * attempt + ThreadLocalRandom.current().nextInt(1000));
    if (wait.isPresent()) {
      try {
        millis = Math.min(60_000L, Long.parseLong(wait.get().strip()) * 1000L);
      } catch (NumberFormatException _) {
        // A date: our own wait is as good.
      }
    }
    Thread.sleep(Math.max(0, millis));
  }

  private synchronized HttpClient client() throws ProblemException {
    if (client.isEmpty()) {
      // The JDK forbids Basic towards a proxy of https unless this is set before its first use.
      if (System.getProperty("jdk.http.auth.tunneling.disabledSchemes") == null) {
        System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
      }
      client =
          Optional.of(
              HttpClient.newBuilder()
                  .version(
                      network.multiplexing()
                          ? HttpClient.Version.HTTP_2
                          : HttpClient.Version.HTTP_1_1)
                  .followRedirects(HttpClient.Redirect.NEVER)
                  .connectTimeout(network.timeout())
                  .proxy(proxies)
                  .sslContext(Authorities.context(network.authorities()))
                  .build());
    }
    return client.get();
  }

  @Override
  public synchronized void close() {
    hosts.values().forEach(Multiplex::close);
    client.ifPresent(HttpClient::shutdownNow);
  }
}
