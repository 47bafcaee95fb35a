package heddle.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A small file of Heddle's own, read before anything else is loaded. */
public final class TextFile {
  private TextFile() {}

  /** The text; empty if there is none that can be read. */
  public static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
