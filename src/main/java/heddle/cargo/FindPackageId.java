package heddle.cargo;

import heddle.engine.Context;
import heddle.engine.Task;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.world.ReadText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The full id of the one package of the lock that a specification names, or of the current package.
 * As for cargo there must be a lock ({@code ops/cargo_pkgid.rs}).
 */
public record FindPackageId(Path manifest, Task<Config> config, Optional<String> spec)
    implements Task<String> {
  @Override
  public String run(Context c) throws Exception {
    Workspace workspace = c.get(new ReadWorkspace(manifest, config));
    if (c.get(new ReadText(workspace.lockFile())).isEmpty()) {
      throw new ProblemException(
          Problem.of("a Cargo.lock must exist for this command")
              .withHelp("make it with `heddle generate-lockfile`"));
    }
    if (spec.isEmpty()) return PackageOf.current(workspace, manifest).id().spec();
    List<PackageId> local = new ArrayList<>();
    workspace.members().forEach(each -> local.add(each.id()));
    workspace.pathPackages().values().forEach(each -> local.add(each.id()));
    Lock lock = c.get(new ReadLock(workspace.lockFile()));
    return PackageIdSpec.parse(spec.get()).only(LockedGraph.join(lock, local).ids()).spec();
  }
}
