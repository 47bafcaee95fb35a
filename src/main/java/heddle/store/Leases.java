package heddle.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Files that say which processes use the store: each holds a lock on its own for as long as it
 * lives, so that a killed process leaves no lease. What was used since the oldest lease began is
 * not collected.
 */
final class Leases {
  private final Path root;

  Leases(Path root) throws IOException {
    this.root = Files.createDirectories(root);
  }

  /** A lease of this process, held until its channel is closed or the process ends. */
  FileChannel take(String name) throws IOException {
    FileChannel channel =
        FileChannel.open(root.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.lock();
    return channel;
  }

  void release(String name, FileChannel held) throws IOException {
    Files.deleteIfExists(root.resolve(name));
    held.close();
  }

  /**
   * When the oldest lease that is held now began, in milliseconds; leases of dead processes are
   * removed.
   */
  Optional<Long> oldest(String own) throws IOException {
    Optional<Long> oldest = Optional.empty();
    try (var files = Files.newDirectoryStream(root)) {
      for (Path each : files) {
        if (each.getFileName().toString().equals(own)) continue;
        long began = Files.getLastModifiedTime(each).toMillis();
        if (held(each)) oldest = Optional.of(Math.min(began, oldest.orElse(Long.MAX_VALUE)));
        else Files.deleteIfExists(each);
      }
    }
    return oldest;
  }

  private static boolean held(Path lease) throws IOException {
    try (FileChannel channel = FileChannel.open(lease, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException _) {
      return true;
    }
  }
}
