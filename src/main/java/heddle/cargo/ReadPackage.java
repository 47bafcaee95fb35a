package heddle.cargo;

import heddle.engine.Context;
import heddle.engine.Task;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.file.Path;

/** The package whose manifest stands in a directory, as one that comes from the source. */
public record ReadPackage(Path directory, SourceId source, Task<Config> config)
    implements Task<Package> {
  @Override
  public Package run(Context c) throws Exception {
    Path file = directory.resolve(WorkspaceSearch.FILE);
    return c.get(new ReadManifest(file, source, config))
        .member()
        .orElseThrow(
            () -> new ProblemException(Problem.of("`" + file + "` is no manifest of a package")));
  }
}
