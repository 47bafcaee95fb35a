package heddle.fetch;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A registry in a directory: {@code index/} as in a sparse registry, archives {@code n-v.crate}
 * beside it ({@code [source] local-registry}). Archives are found through {@link Crates}, with this
 * directory among its others.
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

  /** The origin of its archives: there is no other place. */
  public Crates.Origin origin(Crates.Crate crate) {
    return new Crates.Origin() {
      @Override
      public Map<String, String> headers() {
        return Map.of();
      }

      @Override
      public URI address() throws ProblemException {
        throw new ProblemException(
            Problem.of(
                "the local registry `"
                    + directory
                    + "` has no archive of `"
                    + crate.name()
                    + "` "
                    + crate.version()
                    + " with the checksum of its index"));
      }
    };
  }
}
