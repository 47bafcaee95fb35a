package heddle.cargo.resolve;

import heddle.cargo.Config;
import heddle.cargo.Lock;
import heddle.cargo.ReadWorkspace;
import heddle.cargo.Workspace;
import heddle.engine.Context;
import heddle.engine.Task;
import heddle.text.Source;
import heddle.world.ReadText;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what locking needs: the workspace of a manifest, and the lock beside its root. */
public record ReadLocking(Path manifest, Task<Config> config) implements Task<ReadLocking.Found> {

  /** The workspace and its lock, where there is one. */
  public record Found(
      Workspace workspace, Path lockFile, Optional<Source> text, Optional<Lock> lock) {}

  @Override
  public Found run(Context c) throws Exception {
    Workspace workspace = c.get(new ReadWorkspace(manifest, config));
    Path file = workspace.lockFile();
    Optional<Source> text = c.get(new ReadText(file));
    Optional<Lock> lock = text.isPresent() ? Optional.of(Lock.parse(text.get())) : Optional.empty();
    return new Found(workspace, file, text, lock);
  }

  // Written out, as the other keys of every command: the JVM takes long to link what it makes
  // itself.
  @Override
  public boolean equals(Object other) {
    return other instanceof ReadLocking that
        && manifest.equals(that.manifest)
        && config.equals(that.config);
  }

  @Override
  public int hashCode() {
    return 31 * manifest.hashCode() + config.hashCode();
  }
}
