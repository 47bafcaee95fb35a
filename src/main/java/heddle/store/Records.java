package heddle.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Small values by kind and key (64 hexadecimal digits), which may be lost at any time. Each ends
 * with its CRC-32 and its length, so that one that a crash left half is a missing one.
 */
public final class Records {
  private static final int CHECK = 8;

  private final Path root;
  private final Scratch scratch;
  private final Uses uses;

  Records(Path root, Scratch scratch, Uses uses) {
    this.root = root;
    this.scratch = scratch;
    this.uses = uses;
  }

  public Optional<byte[]> find(String kind, String key) throws IOException {
    Optional<byte[]> value = look(kind, key);
    if (value.isPresent()) uses.add(key);
    return value;
  }

  /** As {@link #find}, without counting as a use. */
  Optional<byte[]> look(String kind, String key) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path(kind, key));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
    int end = bytes.length - CHECK;
    if (end < 0) return Optional.empty();
    byte[] value = Arrays.copyOf(bytes, end);
    return Arrays.equals(check(value), Arrays.copyOfRange(bytes, end, bytes.length))
        ? Optional.of(value)
        : Optional.empty();
  }

  /**
   * Keeps the value. A new one is written under its own name at once, for half a record is a
   * missing one; an older one is replaced in one step.
   */
  public void put(String kind, String key, byte[] value) throws IOException {
    Path place = path(kind, key);
    byte[] bytes = Arrays.copyOf(value, value.length + CHECK);
    System.arraycopy(check(value), 0, bytes, value.length, CHECK);
    try {
      write(place, bytes);
    } catch (NoSuchFileException _) {
      Files.createDirectories(place.getParent());
      put(kind, key, value);
    } catch (FileAlreadyExistsException _) {
      replace(place, bytes);
    }
  }

  private static void write(Path place, byte[] bytes) throws IOException {
    Files.write(place, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private void replace(Path place, byte[] bytes) throws IOException {
    Path aside = scratch.file();
    try {
      Files.write(aside, bytes);
      Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException x) {
      Files.deleteIfExists(aside);
      throw x;
    }
  }

  public void remove(String kind, String key) throws IOException {
    Files.deleteIfExists(path(kind, key));
  }

  Path root(String kind) {
    return root.resolve(kind);
  }

  private Path path(String kind, String key) {
    return root.resolve(kind).resolve(key.substring(0, 1)).resolve(key);
  }

  private static int checksum(byte[] value) {
    var sum = new CRC32();
    sum.update(value);
    return (int) sum.getValue();
  }

  private static byte[] check(byte[] value) {
    return ByteBuffer.allocate(CHECK).putInt(checksum(value)).putInt(value.length).array();
  }
}
