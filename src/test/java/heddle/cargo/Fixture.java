package heddle.cargo;

import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A workspace below {@code /w}, held in memory. */
final class Fixture {
  private final MemoryFiles files = new MemoryFiles();

  Fixture with(String path, String text) {
    files.with("/w/" + path, text);
    return this;
  }

  Fixture with(String path, heddle.world.Kind kind) {
    files.with("/w/" + path, kind);
    return this;
  }

  Workspace workspace(String manifest) throws Exception {
    return workspace(manifest, Map.of());
  }

  Workspace workspace(String manifest, Map<String, String> environment) throws Exception {
    Path file = Path.of("/w").resolve(manifest);
    Config config =
        new ConfigReading(files, file.resolve("..").normalize(), Path.of("/home/.cargo"))
            .read(environment, List.of(), _ -> Optional.empty());
    Registries registries = Registries.of(config);
    return new WorkspaceReading(
            files,
            config,
            (path, source, root) ->
                new ManifestReading(
                        files,
                        registries,
                        new WorkspaceSearch(files, config.home(), root),
                        path,
                        source)
                    .read())
        .read(file);
  }

  /** The manifest of the one package. */
  Manifest manifest() throws Exception {
    return workspace("Cargo.toml").current().orElseThrow().manifest();
  }

  /** What reading says is wrong. */
  String problem() throws Exception {
    try {
      workspace("Cargo.toml").checkFaults();
      return "";
    } catch (ProblemException e) {
      return e.getMessage();
    }
  }
}
