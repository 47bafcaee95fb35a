package heddle.platform.toolchain;

import heddle.engine.Context;
import heddle.engine.Task;
import heddle.platform.Target;
import java.util.List;

/** What starts a target's programs on the host; empty if nothing here does. */
public record FindEmulator(Target target, Target host) implements Task<List<String>> {
  @Override
  public List<String> run(Context c) throws Exception {
    return new EmulatorFinder(new Observed(c), host).of(target);
  }
}
