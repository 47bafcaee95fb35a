package heddle.fetch;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What cargo keeps of a sparse registry's answers below its home, for when nothing may be fetched.
 * The folders bear the registry's host and a hash that only cargo makes: where several of one host
 * may be of several registries, none is taken.
 *
 * <p>Format of a file: cargo's {@code sources/registry/index/cache.rs}: the byte 3, four of the
 * schema, the answer's version and a NUL; then of each entry its version, a NUL, its line, a NUL.
 */
record CargoIndex(List<Path> folders) {
  private static final int FORMAT = 3;
  private static final int HEAD = 5;

  static CargoIndex none() {
    return new CargoIndex(List.of());
  }

  static CargoIndex of(Path cargoHome, RegistryAddress registry) {
    Path all = cargoHome.resolve("registry").resolve("index");
    String[] names = new File(all.toString()).list();
    String host = registry.index().getHost();
    if (names == null || host == null) {
      return none();
    }
    var folders =
        Arrays.stream(names)
            .filter(name -> name.matches(Pattern.quote(host) + "-[0-9a-f]{16}"))
            .sorted()
            .map(name -> all.resolve(name).resolve(".cache"))
            .toList();
    boolean one = folders.size() <= 1 || registry.equals(RegistryAddress.cratesIo());
    return one ? new CargoIndex(folders) : none();
  }

  /** The text of a crate's newest file that is newer than another file, if that is there. */
  Optional<byte[]> newer(String crate, Path than) {
    Optional<Path> best = Optional.empty();
    long newest = new File(than.toString()).lastModified();
    for (Path folder : folders) {
      Path file = folder.resolve(RegistryAddress.indexPath(crate));
      long time = new File(file.toString()).lastModified();
      if (time > newest) {
        newest = time;
        best = Optional.of(file);
      }
    }
    return best.flatMap(CargoIndex::read);
  }

  private static Optional<byte[]> read(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException _) {
      return Optional.empty();
    }
    if (bytes.length < HEAD || bytes[0] != FORMAT) {
      return Optional.empty();
    }
    List<byte[]> texts = texts(bytes);
    var lines = new ByteArrayOutputStream(bytes.length);
    for (int i = 2; i < texts.size(); i += 2) { // the first is the answer's version
      lines.writeBytes(texts.get(i));
      lines.write('\n');
    }
    return Optional.of(lines.toByteArray());
  }

  /** The texts behind the head, each ended by a NUL. */
  private static List<byte[]> texts(byte[] bytes) {
    var texts = new ArrayList<byte[]>();
    int start = HEAD;
    for (int i = HEAD; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        texts.add(Arrays.copyOfRange(bytes, start, i));
        start = i + 1;
      }
    }
    return texts;
  }
}
