package heddle.engine;

import java.util.List;

/**
 * Where traces are kept. Safe for many threads. A trace that cannot be kept or read is one that is
 * not there: no method throws for trouble with files.
 */
public interface Traces {
  /** The traces of the durable task with this key, newest first. */
  List<Trace> find(String key);

  /** Keeps the trace; it may forget older ones of the same key, or any. */
  void keep(String key, Trace trace);

  /** Keeps nothing. */
  static Traces none() {
    return new Traces() {
      @Override
      public List<Trace> find(String key) {
        return List.of();
      }

      @Override
      public void keep(String key, Trace trace) {}
    };
  }
}
