package heddle.platform.toolchain;

import heddle.engine.Context;
import heddle.engine.Task;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The Rust compiler for work in a directory; {@code configured} is {@code build.rustc} if it is
 * set.
 */
public record FindRustc(Path directory, Optional<RustcFinder.Named> configured)
    implements Task<Rustc> {
  @Override
  public Rustc run(Context c) throws Exception {
    return new RustcFinder(new Observed(c)).of(directory, configured);
  }
}
