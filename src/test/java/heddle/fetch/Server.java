package heddle.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A small registry on loopback: files by path, a token if one is set, failures on demand. */
public final class Server implements AutoCloseable {
  public final Map<String, byte[]> files = new ConcurrentHashMap<>();
  final Map<String, Integer> failures = new ConcurrentHashMap<>();
  final Map<String, String> redirects = new ConcurrentHashMap<>();

  /** Method, path, status and the Authorization header of each request. */
  public final List<String> log = new CopyOnWriteArrayList<>();

  public volatile String token = "";
  private final HttpServer server;

  public Server() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  public void put(String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      URI uri = exchange.getRequestURI();
      String path = uri.getPath().substring(1);
      String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      String etag = "\"" + Arrays.hashCode(files.getOrDefault(path, new byte[0])) + "\"";
      int status;
      if (failures.merge(path, -1, Integer::sum) >= 0) {
        status = 503;
        exchange.getResponseHeaders().set("Retry-After", "0");
      } else if (!token.isEmpty() && !token.equals(given)) {
        status = 401;
      } else if (redirects.containsKey(path)) {
        status = 302;
        exchange.getResponseHeaders().set("Location", redirects.get(path));
      } else if (!files.containsKey(path)) {
        status = 404;
      } else if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
        status = 304;
      } else {
        status = 200;
      }
      String host = uri.getHost() == null ? "" : uri.getHost() + " ";
      log.add(host + path + " " + status + (given.equals("null") ? "" : " " + given));
      exchange.getResponseHeaders().set("ETag", etag);
      byte[] body = status == 200 ? files.getOrDefault(path, new byte[0]) : new byte[0];
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
