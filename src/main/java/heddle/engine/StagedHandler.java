package heddle.engine;

import java.util.function.Consumer;

/** The rule of a staged intrinsic. */
@FunctionalInterface
public interface StagedHandler<I extends StagedIntrinsic<E, V>, E, V> {
  V handle(I intrinsic, Context c, Consumer<? super E> first) throws Exception;
}
