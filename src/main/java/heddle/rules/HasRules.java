package heddle.rules;

import heddle.engine.Context;
import heddle.engine.Task;
import java.nio.file.Path;

/** Whether the heddle.toml of this folder names rule files. */
public record HasRules(Path root) implements Task<Boolean> {
  @Override
  public Boolean run(Context c) throws Exception {
    return !c.get(new RuleFile(root)).files().isEmpty();
  }
}
