package heddle.world;

import java.nio.file.Files;
import java.nio.file.Path;

/** What a path leads to, through links, as a command asks before it begins; not observed. */
public enum PathKind {
  NOTHING,
  DIRECTORY,
  OTHER;

  public static PathKind of(Path path) {
    if (Files.isDirectory(path)) return DIRECTORY;
    return Files.exists(path) ? OTHER : NOTHING;
  }
}
