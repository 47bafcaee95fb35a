package heddle.rules;

import heddle.engine.Context;
import heddle.engine.Task;
import java.nio.file.Path;

/** Whether the heddle.toml of this folder puts rules in the place of intrinsics. */
public record HasReplacements(Path root) implements Task<Boolean> {
  @Override
  public Boolean run(Context c) throws Exception {
    return !c.get(new RuleFile(root)).replace().isEmpty();
  }
}
