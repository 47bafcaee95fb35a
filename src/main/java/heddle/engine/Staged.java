package heddle.engine;

import java.util.function.Consumer;

/**
 * A task that gives a first result before its last, as rustc gives its .rmeta before its .rlib. It
 * gives exactly one first result, from any thread, but not while it waits for a request or a map;
 * what it requests afterwards may depend on tasks that wait for that result.
 */
public interface Staged<E, V> extends Task<V> {
  V run(Context c, Consumer<? super E> first) throws Exception;

  @Override
  default V run(Context c) {
    throw new IllegalStateException("the engine runs a staged task through its other run");
  }

  /**
   * The first result as a task of its own, as it stands in paths of requests; made by {@link
   * Context#early}.
   */
  record Early<E>(Staged<E, ?> of) implements Task<E> {
    @Override
    public E run(Context c) throws Exception {
      return c.early(of);
    }

    @Override
    public String toString() {
      return "first result of " + of;
    }
  }
}
