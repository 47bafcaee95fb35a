package heddle.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the directory of a {@link Mount.Links}. */
final class LinkFarm {
  private LinkFarm() {}

  /** Hard links, which take no inode; copies where the file system refuses them. */
  static Path make(Path directory, Mount.Links links) throws IOException {
    Files.createDirectories(directory);
    boolean link = true;
    for (var file : links.sorted().entrySet()) {
      var place = directory.resolve(file.getKey()).normalize();
      if (!place.startsWith(directory)) {
        throw new IllegalArgumentException("outside its directory: " + file.getKey());
      }
      if (file.getKey().indexOf('/') >= 0) {
        Files.createDirectories(directory.resolve(file.getKey()).getParent());
      }
      if (link) {
        try {
          Files.createLink(place, file.getValue());
          continue;
        } catch (IOException | UnsupportedOperationException _) {
          link = false; // another file system, or links to files of others are forbidden
        }
      }
      Files.copy(file.getValue(), place);
    }
    return directory;
  }
}
