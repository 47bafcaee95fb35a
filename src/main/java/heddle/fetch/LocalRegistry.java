package heddle.fetch;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A registry in a directory: {@code index/} as in a sparse registry, archives {@code n-v.crate}
 * beside it ({@code [source] local-registry}).
 */
public record LocalRegistry(Path directory) implements Index {

  @Override
  public Optional<IndexFile> versions(String crate) throws ProblemException {
    Path file = directory.resolve("index").resolve(RegistryAddress.indexPath(crate));
    try {
      return Optional.of(new IndexFile(crate, Files.readAllBytes(file)));
    } catch (NoSuchFileException _) {
      if (!Files.isDirectory(directory.resolve("index"))) {
        throw new ProblemException(
            Problem.of("the local registry `" + directory + "` has no directory `index`"));
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new ProblemException(Problem.of("cannot read `" + file + "`: " + e.getMessage()));
    }
  }

  @Override
  public List<String> names() throws ProblemException {
    try (Stream<Path> files = Files.walk(directory.resolve("index"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> String.valueOf(file.getFileName()))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new ProblemException(
          Problem.of("cannot read `" + directory.resolve("index") + "`: " + e.getMessage()));
    }
  }

  /** The origin of its archives, which are files of its directory. */
  public Crates.Origin origin(Crates.Crate crate) {
    return new Crates.Origin() {
      @Override
      public Map<String, String> headers() {
        return Map.of();
      }

      @Override
      public Optional<Path> file() throws ProblemException {
        Path archive = directory.resolve(crate.directory() + ".crate");
        if (Files.isRegularFile(archive)) {
          return Optional.of(archive);
        }
        throw new ProblemException(
            Problem.of(
                "the local registry `"
                    + directory
                    + "` has no archive of `"
                    + crate.name()
                    + "` "
                    + crate.version()));
      }

      @Override
      public URI address() throws ProblemException {
        return file().orElse(directory).toUri();
      }
    };
  }
}
