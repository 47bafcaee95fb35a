package heddle.cargo;

import heddle.engine.Context;
import heddle.engine.Task;
import java.nio.file.Path;

/** One Cargo.toml, of a package that comes from the source. The path is absolute and normal. */
public record ReadManifest(Path file, SourceId source, Task<Config> config)
    implements Task<ManifestFile> {
  @Override
  public ManifestFile run(Context c) throws Exception {
    Config values = c.get(config);
    // Published manifests take over nothing, so nobody else reads them.
    var files = new WorldFiles(c, !source.isRegistry());
    var search = new WorkspaceSearch(files, values.home());
    return new ManifestReading(files, Registries.of(values), search, file, source).read();
  }
}
