package heddle.engine;

/**
 * A task that observes the world outside the graph: it runs once in each revision that wants it,
 * whatever it gave before.
 */
public interface Input<V> extends Task<V> {}
