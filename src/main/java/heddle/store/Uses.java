package heddle.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which blobs and records this process used, written down at the first use of each, one name a
 * line, so that a collector in another process sees what a build that runs now relies on. A name
 * that cannot be written down (a full disk) is not spared, which costs time only.
 */
final class Uses implements AutoCloseable {
  private final Path file;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private Optional<FileChannel> channel = Optional.empty();

  Uses(Path file) {
    this.file = file;
  }

  void add(String name) {
    if (seen.add(name)) note(name);
  }

  private synchronized void note(String name) {
    try {
      if (channel.isEmpty()) {
        Files.createDirectories(file.getParent());
        channel =
            Optional.of(
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
      }
      channel.get().write(ByteBuffer.wrap((name + "\n").getBytes(StandardCharsets.UTF_8)));
    } catch (IOException _) {
      return; // see above
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (channel.isPresent()) channel.get().close();
  }
}
