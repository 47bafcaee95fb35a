package heddle.process;

import java.nio.file.Path;

/**
 * Sees an action run. Called from a thread of the run, never from two at a time; what it throws
 * ends the action.
 */
public interface Watcher {
  /** Sees nothing. */
  Watcher NONE = new Watcher() {};

  /** The action has its slot and starts. */
  default void started() {}

  /** A line of standard error, without its end, as soon as it is complete. */
  default void line(String line) {}

  /** The early output, which {@link Action#early} announces, lies at this path. */
  default void early(Path output) {}
}
