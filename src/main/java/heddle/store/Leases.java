package heddle.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
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

  /** A lease that is held now, and when it began, in milliseconds since the epoch. */
  record Lease(String name, long began) {}

  /** A lease of this process, held until its channel is closed or the process ends. */
  FileChannel take(String name) throws IOException {
    while (true) {
      Path file = root.resolve(name);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.lock();
      // A collector may have taken it for that of a dead process before it was locked.
      if (Files.exists(file)) return channel;
      channel.close();
    }
  }

  void release(String name, FileChannel held) throws IOException {
    Files.deleteIfExists(root.resolve(name));
    held.close();
  }

  /** The leases of others that are held now; those of dead processes are removed. */
  List<Lease> others(String own) throws IOException {
    var all = new ArrayList<Lease>();
    try (var files = Files.newDirectoryStream(root)) {
      for (Path each : files) {
        String name = each.getFileName().toString();
        if (name.equals(own)) continue;
        Optional<Long> began = began(each);
        if (began.isPresent()) all.add(new Lease(name, began.get()));
        else Files.deleteIfExists(each);
      }
    }
    return all;
  }

  /** When the lease began, if it is held. */
  private static Optional<Long> began(Path lease) throws IOException {
    try {
      long began = Files.getLastModifiedTime(lease).toMillis();
      return held(lease) ? Optional.of(began) : Optional.empty();
    } catch (NoSuchFileException _) {
      return Optional.empty(); // ended meanwhile
    }
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
