package heddle.fetch;

import java.util.Map;
import java.util.Optional;

/**
 * An answer in memory, whatever its status, its body as it came. Names of headers are in lower
 * case; the bytes are not copied.
 */
final class Page {
  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  Page(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.body = body;
  }

  int status() {
    return status;
  }

  byte[] body() {
    return body;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Whether the body is packed with gzip. */
  boolean packed() {
    return "gzip".equals(headers.get("content-encoding"));
  }
}
