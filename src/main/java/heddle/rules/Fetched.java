package heddle.rules;

import heddle.engine.Intrinsic;
import heddle.store.Digest;
import java.util.List;

/**
 * Bytes fixed by their hash, from the first of these addresses that gives them, put in the store.
 * What is on this machine already is not fetched again, and {@code HEDDLE_DOWNLOADS} may name a
 * vendor directory that has it.
 *
 * @param urls http or https
 * @param sha256 64 lower-case hexadecimal digits
 */
public record Fetched(List<String> urls, String sha256) implements Intrinsic<Digest> {
  public Fetched {
    urls = List.copyOf(urls);
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("`" + sha256 + "` is not a SHA-256 in hexadecimal digits");
    }
  }

  public Fetched(String url, String sha256) {
    this(List.of(url), sha256);
  }
}
