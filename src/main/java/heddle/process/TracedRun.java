package heddle.process;

import java.util.List;

/**
 * An action that ran under strace: how it ended, and what it and its children touched, by what they
 * did and then by name. Its HOME is {@code ~} and its directory for temporary files {@code $TMPDIR}
 * in the names.
 */
public record TracedRun(ActionOutcome outcome, List<Traced.Touch> touches) {
  public TracedRun {
    touches = List.copyOf(touches);
  }
}
