package heddle.engine;

/**
 * An input that a trace can name: it can be written down, and observed again in another process.
 * {@link Handlers#traceable} says how the equal input is made from its text.
 */
public interface Traceable<V> extends Input<V> {
  /** Which sort of input this is, as bound in {@link Handlers#traceable}; without spaces. */
  String kind();

  /** What the input is made from again. Equal exactly where the inputs of one kind are. */
  String key();

  /**
   * A text (a digest, or the value itself where short) that is equal exactly where the values are.
   */
  String digest(V value);
}
