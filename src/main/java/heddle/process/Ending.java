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
  TOO_MANY_PROCESSES;

  /** For a message: what these limits did not let go on; empty if it ended by itself. */
  public String text(Limits limits) {
    return switch (this) {
      case EXITED -> "";
      case TOO_LONG -> "killed: it ran longer than " + limits.time().toSeconds() + " s";
      case TOO_MUCH_OUTPUT ->
          "killed: it printed more than " + (limits.streamBytes() >> 20) + " MiB";
      case TOO_MANY_PROCESSES ->
          "killed: it had more than " + limits.processes() + " processes at one time";
    };
  }
}
