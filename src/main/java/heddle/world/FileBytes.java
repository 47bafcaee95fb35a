package heddle.world;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file's bytes, mapped: for readers that look at a few places of a large file. */
public final class FileBytes {
  private FileBytes() {}

  /** The content as it is now; at most 2 GiB. */
  public static ByteBuffer map(Path file) throws IOException {
    // A pipe would wait for its writer, and a device has no end.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(
          file + (Files.isDirectory(file) ? " is a directory" : " is no regular file"));
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new IOException(file + " is larger than 2 GiB");
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    }
  }
}
