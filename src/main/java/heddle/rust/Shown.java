package heddle.rust;

import java.nio.file.Path;
import java.util.List;

/** A built unit, and the files of it that users and tools know of. */
record Shown(int unit, List<Path> files, boolean fresh) {
  Shown {
    files = List.copyOf(files);
  }
}
