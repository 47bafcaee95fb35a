package heddle.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What one stream of a running process writes: in memory while it is little, and from then on all
 * of it in a file, so that what is held in memory does not grow with it.
 */
final class Capture implements AutoCloseable {
  /** What compilers and scripts say fits in mostly. */
  private static final int IN_MEMORY = 1 << 20;

  private final Path file;
  private ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private Optional<OutputStream> spilled = Optional.empty();
  private long size;

  /** {@code file} is made only if it is needed. */
  Capture(Path file) {
    this.file = file;
  }

  long size() {
    return size;
  }

  void write(byte[] bytes) throws IOException {
    size += bytes.length;
    if (spilled.isEmpty() && size > IN_MEMORY) {
      Files.createDirectories(file.resolveSibling("."));
      var out = Files.newOutputStream(file);
      spilled = Optional.of(out);
      memory.writeTo(out);
      memory = new ByteArrayOutputStream();
    }
    if (spilled.isPresent()) {
      spilled.get().write(bytes);
    } else {
      memory.write(bytes, 0, bytes.length);
    }
  }

  Captured captured() throws IOException {
    close();
    return spilled.isPresent() ? Captured.in(file, size) : new Captured(memory.toByteArray());
  }

  @Override
  public void close() throws IOException {
    if (spilled.isPresent()) {
      spilled.get().close();
    }
  }
}
