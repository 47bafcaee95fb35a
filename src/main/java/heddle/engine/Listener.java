package heddle.engine;

import java.time.Duration;

/**
 * Hears what the engine does, for progress and profiles. Called by the threads of the tasks, many
 * at once; must be quick and must not throw. What it hears depends on the schedule; what tasks give
 * does not.
 */
public interface Listener {
  /** How a task ended. */
  enum End {
    /** It gave a value for the first time, or another than the last. */
    CHANGED,
    /** It gave the value it had before. */
    UNCHANGED,
    FAILED,
    /** The evaluation was interrupted; the task gave nothing. */
    INTERRUPTED
  }

  /** The task's run begins. */
  default void started(Task<?> task, Reason reason) {}

  /** A staged task gave its first result. */
  default void first(Task<?> task) {}

  /** The task's run ended, this long after it began; time spent waiting for requests counts. */
  default void finished(Task<?> task, End end, Duration time) {}

  /** The task's value of before still holds: it need not run. */
  default void confirmed(Task<?> task) {}

  /** Hears nothing. */
  static Listener none() {
    return new Listener() {};
  }
}
