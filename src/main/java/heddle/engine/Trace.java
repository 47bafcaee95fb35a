package heddle.engine;

import java.util.List;

/**
 * What a durable task once gave, and the inputs that it gave it for, in the order of their
 * requests.
 */
public record Trace(List<Observation> observations, String value) {
  /** One input by kind and key, and the digest of the value it had. */
  public record Observation(String kind, String key, String digest) {}

  public Trace {
    observations = List.copyOf(observations);
  }
}
