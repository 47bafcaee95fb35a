package heddle.cargo;

import heddle.engine.Context;
import heddle.engine.Task;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One Cargo.toml, of a package that comes from the source. The path is absolute and normal. A root
 * is the manifest of its workspace where that is not the nearest one.
 */
record ReadManifest(Path file, SourceId source, Task<Config> config, Optional<Path> root)
    implements Task<ManifestFile> {
  public ReadManifest(Path file, SourceId source, Task<Config> config) {
    this(file, source, config, Optional.empty());
  }

  @Override
  public ManifestFile run(Context c) throws Exception {
    Config values = c.get(config);
    // Published manifests take over nothing, so nobody else reads them.
    var files = new WorldFiles(c, !source.isRegistry());
    var search = new WorkspaceSearch(files, values.home(), root);
    return new ManifestReading(files, Registries.of(values), search, file, source).read();
  }

  // Written out, as the other keys of every command: the JVM takes long to link what it makes
  // itself.
  @Override
  public boolean equals(Object other) {
    return other instanceof ReadManifest that
        && file.equals(that.file)
        && source.equals(that.source)
        && config.equals(that.config)
        && root.equals(that.root);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * file.hashCode() + source.hashCode()) + config.hashCode())
        + root.hashCode();
  }
}
