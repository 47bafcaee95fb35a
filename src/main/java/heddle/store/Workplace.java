package heddle.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A directory on the store's file system that has the same path in every build of one name, and one
 * user at a time. Compilers keep incremental state that is worth nothing once the paths of what
 * they read have changed. Empty when it is taken, removed when it is closed; what a killed process
 * left goes with the next taker or collection.
 */
public final class Workplace implements AutoCloseable {
  private final Path directory;
  private final FileChannel lock;

  private Workplace(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /** Waits until nobody else has the place of this name. */
  static Workplace take(Path root, String name) throws IOException, InterruptedException {
    Files.createDirectories(root);
    while (true) {
      var channel = open(root.resolve(name + ".lock"));
      try {
        channel.lock();
      } catch (OverlappingFileLockException _) {
        // another build of this very process
        channel.close();
        TimeUnit.MILLISECONDS.sleep(20);
        continue;
      }
      var place = new Workplace(root.resolve(name), channel);
      Trees.delete(place.directory);
      Files.createDirectories(place.directory);
      return place;
    }
  }

  /** Removes the places that nobody has. */
  static void sweep(Path root) throws IOException {
    if (!Files.isDirectory(root)) return;
    var all = new ArrayList<Path>();
    try (var files = Files.newDirectoryStream(root)) {
      for (Path each : files) if (Files.isDirectory(each)) all.add(each);
    }
    for (Path each : all) {
      try (var channel = open(root.resolve(each.getFileName() + ".lock"))) {
        if (channel.tryLock() != null) Trees.delete(each);
      } catch (OverlappingFileLockException _) {
        // this process has it
      }
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  public Path directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      Trees.delete(directory);
    }
  }
}
