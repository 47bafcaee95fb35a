package heddle.world;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * How much lies at a path: files, and their bytes as their sizes say. A file with several names
 * counts at each. What cannot be read counts nothing.
 */
public record Footprint(long files, long bytes) {
  /** Empty where nothing is. */
  public static Optional<Footprint> of(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return Optional.empty();
    var sum =
        new SimpleFileVisitor<Path>() {
          long files;
          long bytes;

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
            files++;
            bytes += a.size();
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        };
    Files.walkFileTree(path, sum);
    return Optional.of(new Footprint(sum.files, sum.bytes));
  }
}
