package heddle.engine;

import java.util.function.Consumer;

/**
 * What a staged intrinsic gives by the handler that {@link Handlers#replacingStaged} put another in
 * the place of, with its first result.
 */
public record OriginalStaged<E, V>(StagedIntrinsic<E, V> of) implements Staged<E, V>, Input<V> {
  @Override
  public V run(Context c, Consumer<? super E> first) throws Exception {
    return c.handlers().original(of, c, first);
  }

  @Override
  public V run(Context c) {
    return Staged.super.run(c);
  }
}
