package heddle.contract;

import heddle.contract.policy.Policy;
import heddle.contract.policy.PolicyFile;
import heddle.engine.Context;
import heddle.engine.Task;
import heddle.text.Source;
import heddle.world.WrittenText;
import java.nio.file.Path;
import java.util.Optional;

/** What the root's {@code heddle.toml} says; nothing where there is none. */
public record ReadPolicy(Path root) implements Task<Policy> {
  @Override
  public Policy run(Context c) throws Exception {
    Optional<Source> file = c.get(new WrittenText(root.resolve("heddle.toml")));
    return file.isPresent() ? PolicyFile.read(file.get()) : Policy.NONE;
  }
}
