package heddle.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How an action ran and what it left.
 *
 * @param exit its exit code, or 128 plus the signal that ended it
 * @param outputs those of the action's outputs that exist, as the action names them, with where
 *     they lie on this machine
 * @param wall from start to end
 * @param user processor time in user mode, of it and the descendants it waited for
 */
public record ActionOutcome(
    int exit,
    Ending ending,
    Captured stdout,
    Captured stderr,
    Map<String, Path> outputs,
    SandboxLevel level,
    Duration wall,
    Duration user,
    List<Denied> denied) {
  public ActionOutcome {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    denied = List.copyOf(denied);
  }

  public boolean success() {
    return exit == 0 && ending == Ending.EXITED;
  }
}
