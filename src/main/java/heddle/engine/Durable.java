package heddle.engine;

/**
 * A task whose value outlives the process: after a run it leaves a {@link Trace} of the inputs it
 * reached, and a later run is skipped where a trace of the same key finds them all equal. It leaves
 * none if it reached a failure, the first result of a staged task (which may fail later), or an
 * input that is not {@link Traceable}.
 */
public interface Durable<V> extends Task<V> {
  /**
   * The identity of this task in all processes, with the version of the rule and of its encoding.
   */
  String key();

  /** The value as text. */
  String encode(V value);

  /** The value of this text; an exception means that it is of no use, and the task runs. */
  V decode(String text) throws Exception;
}
