package heddle.fetch;

import heddle.fetch.Http.Reply;
import heddle.fetch.Http.Sink;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * One attempt to get an address into a sink. It follows redirects itself: credentials stay with the
 * origin they are for, and https never leads to another scheme.
 */
record Attempt(
    HttpClient client, Network network, Proxies proxies, URI address, long limit, Sink sink) {
  private static final int REDIRECTS = 10;

  /** The answer at the end of all redirects. */
  Reply run(Map<String, String> headers)
      throws IOException, InterruptedException, ProblemException {
    URI current = address;
    var sent = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    sent.putAll(headers);
    long held = sink.held();
    if (held > 0) {
      sent.put("Range", "bytes=" + held + "-");
    }
    for (int hop = 0; hop <= REDIRECTS; hop++) {
      HttpResponse<InputStream> response =
          client.send(request(current, sent), BodyHandlers.ofInputStream());
      // A tunnel that a proxy does not open gives an answer without any body.
      try (InputStream in =
          Optional.ofNullable(response.body()).orElse(InputStream.nullInputStream())) {
        if (response.statusCode() == 407) {
          throw new ProblemException(
              Problem.of("the proxy on the way to `" + address + "` wants a user and a password")
                  .withHelp(
                      "name it as http://USER:PASSWORD@HOST:PORT in `http.proxy` or HTTPS_PROXY"));
        }
        Optional<URI> next = redirect(response, current);
        if (next.isEmpty()) {
          return read(response, in, held);
        }
        if (!sameOrigin(current, next.get())) {
          sent.remove("Authorization");
        }
        current = next.get();
      }
    }
    throw new ProblemException(Problem.of("`" + address + "` redirects without an end"));
  }

  /** Where the answer leads instead of being one. */
  private Optional<URI> redirect(HttpResponse<InputStream> response, URI from)
      throws ProblemException {
    int status = response.statusCode();
    Optional<String> location = response.headers().firstValue("location");
    if (status < 300 || status >= 400 || status == 304 || location.isEmpty()) {
      return Optional.empty();
    }
    URI next;
    try {
      next = from.resolve(location.get());
    } catch (IllegalArgumentException _) {
      throw new ProblemException(
          Problem.of(
              "`" + address + "` redirects to `" + location.get() + "`, which is no address"));
    }
    if ("https".equals(from.getScheme()) && !"https".equals(next.getScheme())) {
      throw new ProblemException(
          Problem.of("`" + address + "` redirects from https to `" + next + "`"));
    }
    return Optional.of(next);
  }

  private static boolean sameOrigin(URI a, URI b) {
    return a.getScheme().equals(b.getScheme())
        && a.getPort() == b.getPort()
        && a.getHost().equalsIgnoreCase(b.getHost());
  }

  private HttpRequest request(URI to, Map<String, String> headers) throws ProblemException {
    HttpRequest.Builder request;
    try {
      request = HttpRequest.newBuilder(to).timeout(network.timeout());
    } catch (IllegalArgumentException e) {
      throw new ProblemException(Problem.of("`" + to + "` cannot be fetched: " + e.getMessage()));
    }
    headers.forEach(request::setHeader);
    request.setHeader("User-Agent", network.userAgent());
    Optional<URI> proxy = proxies.proxy(to);
    if (proxy.isPresent()) {
      String scheme = Optional.ofNullable(proxy.get().getScheme()).orElse("");
      if (!scheme.equals("http") || proxy.get().getHost() == null) {
        throw new ProblemException(
            Problem.of("the proxy `" + scheme + "://…` is not an HTTP proxy")
                .withHelp("name one as http://host:port in `http.proxy` or HTTPS_PROXY"));
      }
      Optional.ofNullable(proxy.get().getUserInfo())
          .ifPresent(user -> request.setHeader("Proxy-Authorization", "Basic " + base64(user)));
    }
    return request.build();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Reply read(HttpResponse<InputStream> response, InputStream in, long held)
      throws IOException {
    var headers = new TreeMap<String, String>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    boolean rest = response.statusCode() == 206 && held > 0;
    try (var watched = new Watched(in, network, rest ? limit - held : limit)) {
      boolean zipped = "gzip".equals(headers.get("content-encoding")) && !sink.packed();
      if (rest) {
        // Another stretch than the one asked for would damage what is held.
        String range = headers.getOrDefault("content-range", "");
        if (zipped || !range.startsWith("bytes " + held + "-")) {
          sink.forget();
          throw new IOException("the server sent another part than the one asked for");
        }
        try (OutputStream out = sink.append()) {
          watched.transferTo(out);
        }
        return new Reply(200, headers, "");
      }
      if (response.statusCode() != 200) {
        String body = zipped ? "" : new String(watched.readNBytes(4096), StandardCharsets.UTF_8);
        return new Reply(response.statusCode(), headers, body);
      }
      try (OutputStream out = sink.open()) {
        if (zipped) {
          // The limit counts what comes out, else a small answer could fill the disk.
          try (var plain = new Watched(new GZIPInputStream(watched), network, limit)) {
            plain.transferTo(out);
          }
        } else {
          watched.transferTo(out);
        }
      }
      return new Reply(200, headers, "");
    }
  }
}
