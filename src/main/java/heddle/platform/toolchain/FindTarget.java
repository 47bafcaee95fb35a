package heddle.platform.toolchain;

import heddle.engine.Context;
import heddle.engine.Task;
import heddle.platform.RustcTarget;
import java.nio.file.Path;
import java.util.Optional;

/** A target as {@code --target} names it, seen from a directory; empty if there is none. */
public record FindTarget(Path directory, String name) implements Task<Optional<RustcTarget>> {
  @Override
  public Optional<RustcTarget> run(Context c) throws Exception {
    return NamedTarget.find(new Observed(c), directory, name);
  }
}
