package heddle.process;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Removes a directory with all in it, also where a process took away its own write permission. */
final class Removal {
  private Removal() {}

  static void of(Path directory) throws IOException {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure)
                throws IOException {
              if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
              of(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes)
                throws IOException {
              if (!Files.isWritable(inner)) {
                Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("rwx------"));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path inner, IOException failure)
                throws IOException {
              Files.deleteIfExists(inner);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (NoSuchFileException _) {
      // there is nothing
    }
  }
}
