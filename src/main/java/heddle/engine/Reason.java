package heddle.engine;

/** Why a task runs. */
public sealed interface Reason {
  /** It never gave a value in this process, and no trace of it holds. */
  record First() implements Reason {}

  /** It is an input, and this is a new revision. */
  record Observe() implements Reason {}

  /** It failed the last time; failures are not kept. */
  record Failed() implements Reason {}

  /** What its value stands for was lost. */
  record Lost() implements Reason {}

  /**
   * The value of this task, which it requested, is another than the last time; the first such in
   * order.
   */
  record Changed(Task<?> request) implements Reason {}
}
