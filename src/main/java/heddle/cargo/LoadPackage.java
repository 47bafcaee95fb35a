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
    CrateFolder source = c.get(new CrateSource(locked));
    Path folder = source.path();
    PackageId id = locked.id();
    if (source.frozen()) {
      return c.get(new ReadCrate(folder, id, Registries.of(c.get(config))));
    }
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
