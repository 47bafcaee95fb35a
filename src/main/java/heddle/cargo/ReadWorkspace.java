package heddle.cargo;

import heddle.engine.Context;
import heddle.engine.Task;
import java.nio.file.Path;

/** The workspace of a manifest, whose path is absolute and normal. */
public record ReadWorkspace(Path manifest, Task<Config> config) implements Task<Workspace> {
  @Override
  public Workspace run(Context c) throws Exception {
    return new WorkspaceReading(
            new WorldFiles(c, true),
            c.get(config),
            (file, source, root) -> c.get(new ReadManifest(file, source, config, root)))
        .read(manifest);
  }

  // Written out, as the other keys of every command: the JVM takes long to link what it makes
  // itself.
  @Override
  public boolean equals(Object other) {
    return other instanceof ReadWorkspace that
        && manifest.equals(that.manifest)
        && config.equals(that.config);
  }

  @Override
  public int hashCode() {
    return 31 * manifest.hashCode() + config.hashCode();
  }
}
