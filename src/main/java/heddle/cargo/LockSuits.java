package heddle.cargo;

import heddle.engine.Context;
import heddle.engine.Task;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The lock of a manifest's workspace, held against the manifests of the workspace alone: {@link
 * StaleLock} where it does not suit them. No other package is asked for.
 */
public record LockSuits(Path manifest, Task<Config> config) implements Task<Lock> {
  @Override
  public Lock run(Context c) throws Exception {
    Workspace workspace = c.get(new ReadWorkspace(manifest, config));
    Lock lock = c.get(new ReadLock(workspace.lockFile()));
    PackageLoader loader =
        wanted -> c.all(wanted.stream().map(p -> new LoadPackage(p, config)).toList());
    return LockCheck.run(
        c,
        workspace.root(),
        checked -> {
          BuildRequest request = BuildRequest.of(BuildRequest.Intent.BUILD);
          new MetadataGraph(workspace, lock, request, Optional.empty(), loader, checked).check();
          return lock;
        });
  }
}
