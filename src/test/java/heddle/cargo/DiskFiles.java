package heddle.cargo;

import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.world.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files of the disk, read without an engine. */
final class DiskFiles implements FileTree {
  @Override
  public Optional<Source> read(Path file) throws ProblemException {
    try {
      return Files.isRegularFile(file)
          ? Optional.of(new Source(file.toString(), Files.readString(file)))
          : Optional.empty();
    } catch (IOException e) {
      throw new ProblemException(heddle.text.Problem.of(file + ": " + e));
    }
  }

  @Override
  public Optional<Map<String, Kind>> list(Path directory) throws ProblemException {
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    var names = new TreeMap<String, Kind>();
    try (var entries = Files.newDirectoryStream(directory)) {
      for (Path each : entries) {
        names.put(
            each.getFileName().toString(), Files.isDirectory(each) ? Kind.DIRECTORY : Kind.FILE);
      }
    } catch (IOException e) {
      throw new ProblemException(heddle.text.Problem.of(directory + ": " + e));
    }
    return Optional.of(names);
  }

  /** Reads the workspace of a manifest as the tasks do. */
  Workspace workspace(Path manifest, Config config) throws Exception {
    Registries registries = Registries.of(config);
    return new WorkspaceReading(
            this,
            config,
            (file, source, root) ->
                new ManifestReading(
                        this,
                        registries,
                        new WorkspaceSearch(this, config.home(), root),
                        file,
                        source)
                    .read())
        .read(manifest);
  }
}
