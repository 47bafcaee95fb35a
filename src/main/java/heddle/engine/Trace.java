package heddle.engine;

import java.util.List;

/**
 * What a durable task once gave, and the inputs that it gave it for, in the order of their
 * requests.
 */
public record Trace(List<Observation> observations, String value) {
  /**
   * One input by kind and key, and the digest of the value it had; and the stamp beside which that
   * value was seen, empty if there was none ({@link Handlers#stamped}).
   */
  public record Observation(String kind, String key, String digest, String stamp) {}

  public Trace {
    observations = List.copyOf(observations);
  }

  /** Whether the other is of the same inputs with the same values, whatever their stamps. */
  public boolean sees(Trace other) {
    if (observations.size() != other.observations.size()) {
      return false;
    }
    for (int i = 0; i < observations.size(); i++) {
      var mine = observations.get(i);
      var its = other.observations.get(i);
      if (!mine.kind.equals(its.kind)
          || !mine.key.equals(its.key)
          || !mine.digest.equals(its.digest)) {
        return false;
      }
    }
    return true;
  }
}
