package heddle.engine;

import java.util.function.Consumer;

/** A staged task whose rule is in the handler that {@link Handlers#staged} binds to its class. */
public interface StagedIntrinsic<E, V> extends Staged<E, V>, Intrinsic<V> {
  @Override
  default V run(Context c, Consumer<? super E> first) throws Exception {
    return c.handlers().handle(this, c, first);
  }

  @Override
  default V run(Context c) {
    return Staged.super.run(c);
  }
}
