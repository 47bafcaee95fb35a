package heddle.engine;

/**
 * What an intrinsic gives by the handler that {@link Handlers#replacing} put another in the place
 * of: the replacement may wrap it. Asked anew in each revision, for it may be an observation.
 */
public record Original<V>(Intrinsic<V> of) implements Input<V> {
  @Override
  public V run(Context c) throws Exception {
    return c.handlers().original(of, c);
  }
}
