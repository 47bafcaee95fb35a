package heddle.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** How two directories differ in names, kinds and bytes. */
final class Differences {
  private Differences() {}

  static List<String> between(Path wanted, Path found) throws IOException {
    var names = new TreeSet<String>();
    collect(wanted, names);
    collect(found, names);
    var different = new ArrayList<String>();
    for (String name : names) {
      Path a = wanted.resolve(name);
      Path b = found.resolve(name);
      boolean links = Files.isSymbolicLink(a) && Files.isSymbolicLink(b);
      boolean files =
          Files.isRegularFile(a, LinkOption.NOFOLLOW_LINKS)
              && Files.isRegularFile(b, LinkOption.NOFOLLOW_LINKS);
      boolean same =
          links
              ? Files.readSymbolicLink(a).equals(Files.readSymbolicLink(b))
              : files && Files.mismatch(a, b) < 0;
      if (!same) {
        different.add(name);
      }
    }
    return different;
  }

  private static void collect(Path root, Set<String> names) throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (var paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          names.add(root.relativize(path).toString());
        }
      }
    }
  }
}
