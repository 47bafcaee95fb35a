package heddle.engine;

/**
 * A pure computation, as a record: its components are its identity and its memo key, its {@code
 * run} is the rule. Everything it depends on comes from its components or through the context; it
 * changes nothing outside itself.
 */
public interface Task<V> {
  /** Gives the value, which is immutable, never null, and compared by {@code equals} to cut off. */
  V run(Context c) throws Exception;
}
