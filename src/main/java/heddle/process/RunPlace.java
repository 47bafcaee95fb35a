package heddle.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directory of one run: its temporary files, a HOME that must stay empty, and what is made for
 * its mounts. It is removed after the run.
 */
record RunPlace(Path directory) {
  static RunPlace make(Path directory) throws IOException {
    var place = new RunPlace(directory);
    Files.createDirectories(place.temporary());
    Files.createDirectory(place.home());
    return place;
  }

  Path temporary() {
    return directory.resolve("tmp");
  }

  Path home() {
    return directory.resolve("home");
  }

  /** Where the files of a {@link Mount.Links} are linked to. */
  Path links(Mount.Links links) {
    return directory.resolve("links-" + links.name());
  }
}
