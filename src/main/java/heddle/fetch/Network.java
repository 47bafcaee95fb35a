package heddle.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the network is used. The names are curl's and cargo's: config {@code http.*} and {@code
 * net.*}, environment {@code HTTPS_PROXY}, {@code NO_PROXY}, {@code SSL_CERT_FILE} …
 *
 * @param httpProxy for http addresses; a proxy URL, with user and password if it has them
 * @param httpsProxy for https addresses
 * @param noProxy hosts and domains reached directly; {@code *} is all
 * @param authorities a PEM file that replaces the authorities of the system and the JDK
 * @param retries how often a failure that may pass is tried again ({@code net.retry})
 * @param timeout for connecting, and for a transfer that is too slow for so long
 * @param slowest how many bytes a second are too few ({@code http.low-speed-limit})
 */
public record Network(
    Optional<URI> httpProxy,
    Optional<URI> httpsProxy,
    List<String> noProxy,
    Optional<Path> authorities,
    int retries,
    Duration timeout,
    int slowest,
    boolean multiplexing,
    String userAgent,
    boolean offline) {

  public Network {
    noProxy = List.copyOf(noProxy);
  }

  /**
   * From the environment and cargo's config, which is asked by dotted key, for example {@code
   * net.retry}, and answers with the value's text.
   */
  public static Network of(
      Map<String, String> environment, Function<String, Optional<String>> config) {
    Optional<String> configured = config.apply("http.proxy").filter(value -> !value.isBlank());
    Optional<String> all = first(environment, "all_proxy", "ALL_PROXY");
    Optional<String> https =
        configured.or(() -> first(environment, "https_proxy", "HTTPS_PROXY")).or(() -> all);
    // HTTP_PROXY in capitals could be set by a request header under CGI, so curl does not read it.
    Optional<String> http = configured.or(() -> first(environment, "http_proxy")).or(() -> all);
    return new Network(
        http.map(Network::proxy),
        https.map(Network::proxy),
        first(environment, "no_proxy", "NO_PROXY")
            .map(
                hosts -> Arrays.stream(hosts.split("[, ]+", -1)).filter(h -> !h.isBlank()).toList())
            .orElse(List.of()),
        config
            .apply("http.cainfo")
            .or(() -> first(environment, "CARGO_HTTP_CAINFO", "SSL_CERT_FILE"))
            .map(Path::of),
        config.apply("net.retry").flatMap(Network::number).orElse(3),
        Duration.ofSeconds(
            config
                .apply("http.timeout")
                .or(() -> first(environment, "HTTP_TIMEOUT"))
                .flatMap(Network::number)
                // As with curl: nobody waits without an end.
                .map(seconds -> seconds == 0 ? 300 : seconds)
                .orElse(30)),
        config.apply("http.low-speed-limit").flatMap(Network::number).orElse(10),
        !config.apply("http.multiplexing").equals(Optional.of("false")),
        config.apply("http.user-agent").orElse("heddle"),
        config.apply("net.offline").equals(Optional.of("true")));
  }

  /** The same with {@code --offline} given. */
  public Network asOffline() {
    return new Network(
        httpProxy,
        httpsProxy,
        noProxy,
        authorities,
        retries,
        timeout,
        slowest,
        multiplexing,
        userAgent,
        true);
  }

  private static Optional<String> first(Map<String, String> environment, String... names) {
    return Arrays.stream(names)
        .map(name -> environment.getOrDefault(name, ""))
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  private static URI proxy(String text) {
    try {
      return new URI(text.contains("://") ? text : "http://" + text);
    } catch (URISyntaxException _) {
      return URI.create("unreadable:/"); // refused when it is used, and without its password
    }
  }

  private static Optional<Integer> number(String text) {
    try {
      return Optional.of(Integer.parseInt(text.strip())).filter(value -> value >= 0);
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
