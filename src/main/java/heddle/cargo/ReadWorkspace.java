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
}
