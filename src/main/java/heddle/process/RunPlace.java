package heddle.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The directory of one run: its temporary files, a HOME that must stay empty, and what is made for
 * its mounts. After the run it is used for another if the run left it as it was, else removed.
 */
record RunPlace(Path directory) {
  private static final Set<String> OWN = Set.of("tmp", "home");

  static RunPlace make(Path directory) throws IOException {
    var place = new RunPlace(directory);
    Files.createDirectories(place.temporary());
    Files.createDirectories(place.home());
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

  /** Whether nothing is in it but what {@link #make} made. */
  boolean untouched() throws IOException {
    return names(directory).equals(OWN)
        && names(temporary()).isEmpty()
        && names(home()).isEmpty()
        && Files.isWritable(temporary())
        && Files.isWritable(home());
  }

  private static Set<String> names(Path directory) throws IOException {
    try (var all = Files.list(directory)) {
      return all.map(path -> String.valueOf(path.getFileName())).collect(Collectors.toSet());
    }
  }
}
