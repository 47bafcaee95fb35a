package heddle.engine;

/**
 * The rule of an intrinsic. It may request tasks as any rule may, and must end soon when its thread
 * is interrupted.
 */
@FunctionalInterface
public interface Handler<I extends Intrinsic<V>, V> {
  V handle(I intrinsic, Context c) throws Exception;
}
