package heddle.process;

/** Why an action ended. */
public enum Ending {
  /** By itself, or by a signal that was not ours. */
  EXITED,
  /** Killed: it ran longer than {@link Limits#time}. */
  TOO_LONG,
  /** Killed: a stream grew beyond {@link Limits#streamBytes}. */
  TOO_MUCH_OUTPUT,
  /** Killed: more processes than {@link Limits#processes}. */
  TOO_MANY_PROCESSES
}
