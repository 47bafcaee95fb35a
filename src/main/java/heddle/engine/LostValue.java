package heddle.engine;

/**
 * Thrown by a task that finds missing or damaged what another task's value stands for (a blob of a
 * digest). The evaluation ends, the producer's result is forgotten, and the engine evaluates again
 * in a new revision, three times at most.
 */
public final class LostValue extends Exception {
  private final Task<?> producer;

  public LostValue(Task<?> producer, String message) {
    super(message);
    this.producer = producer;
  }

  /** The task to run again. */
  public Task<?> producer() {
    return producer;
  }
}
