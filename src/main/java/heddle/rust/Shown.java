package heddle.rust;

import java.nio.file.Path;
import java.util.List;

/**
 * A built unit, and the files of it that users and tools know of.
 *
 * @param fresh whether nothing ran and what users look for stood there already
 */
record Shown(int unit, List<Path> files, boolean fresh) {
  Shown {
    files = List.copyOf(files);
  }
}
