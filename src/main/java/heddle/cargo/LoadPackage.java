package heddle.cargo;

import heddle.engine.Context;
import heddle.engine.Task;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.file.Path;

/** A package of the lock that is no path package, with its manifest. */
record LoadPackage(LockedPackage locked, Task<Config> config) implements Task<Package> {
  @Override
  public Package run(Context c) throws Exception {
    Path folder = c.get(new CrateSource(locked));
    PackageId id = locked.id();
    if (id.source().isGit()) {
      return c.get(new FindPackage(folder, id, config));
    }
    ManifestFile file =
        c.get(new ReadManifest(folder.resolve(WorkspaceSearch.FILE), id.source(), config));
    return file.member()
        .orElseThrow(() ->
            new ProblemException(
                Problem.of("`" + file.file() + "` is no manifest of the package " + id)));
  }
}
