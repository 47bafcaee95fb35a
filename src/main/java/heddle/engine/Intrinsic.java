package heddle.engine;

/**
 * A task whose rule is not in its record but in the handler that {@link Handlers} binds to its
 * class. A caller cannot tell it from other tasks. It may be an {@link Input} as well; one that is
 * not gives equal values for equal records and requests.
 */
public interface Intrinsic<V> extends Task<V> {
  @Override
  default V run(Context c) throws Exception {
    return c.handlers().handle(this, c);
  }
}
