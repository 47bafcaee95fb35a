package heddle.world;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bytes of files, mapped: for readers that look at a few places of a large file. They are gone
 * when this is closed, so that what was looked at does not count as this process's memory for the
 * rest of its life.
 */
public final class FileBytes implements AutoCloseable {
  private final Arena arena = Arena.ofConfined();

  /** The content as it is now; at most 2 GiB. */
  public ByteBuffer map(Path file) throws IOException {
    // A pipe would wait for its writer, and a device has no end.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(
          file + (Files.isDirectory(file) ? " is a directory" : " is no regular file"));
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new IOException(file + " is larger than 2 GiB");
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena).asByteBuffer();
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
