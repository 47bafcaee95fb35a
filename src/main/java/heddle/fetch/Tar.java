package heddle.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The entries of a tar archive in order: ustar, GNU long names, pax paths and sizes (POSIX.1-2017
 * pax, GNU tar manual "Basic Tar Format"). It reads and judges nothing else.
 */
final class Tar {
  private static final int BLOCK = 512;

  /** Longest name that an extension may give. */
  private static final int NAME = 64 * 1024;

  /**
   * One entry. The kind is tar's flag: {@code 0} file, {@code 5} directory, {@code 2} symbolic
   * link, {@code 1} hard link.
   */
  record Entry(String path, char kind, long size, int mode, long mtime, String link) {}

  /** What GNU tar writes of a file with holes, in each of its versions. */
  private static final List<String> SPARSE =
      List.of("GNU.sparse.major", "GNU.sparse.map", "GNU.sparse.size", "GNU.sparse.numblocks");

  private final InputStream in;
  private long left;
  private long padding;

  Tar(InputStream in) {
    this.in = in;
  }

  /** The next entry; what was not read of the last one is skipped. */
  Optional<Entry> next() throws IOException {
    Optional<String> path = Optional.empty();
    Optional<String> link = Optional.empty();
    Optional<Long> size = Optional.empty();
    while (true) {
      in.skipNBytes(left + padding);
      left = 0;
      padding = 0;
      byte[] header = in.readNBytes(BLOCK);
      if (header.length == 0 || isZero(header)) {
        return Optional.empty();
      }
      if (header.length < BLOCK) {
        throw new EOFException("the archive ends within a header");
      }
      checksum(header);
      char kind = header[156] == 0 ? '0' : (char) (header[156] & 0xff);
      long length = number(header, 124, 12);
      switch (kind) {
        case 'L' -> path = Optional.of(name(length));
        case 'K' -> link = Optional.of(name(length));
        case 'x' -> {
          var pax = new Pax(name(length));
          path = pax.value("path").or(constant(path));
          link = pax.value("linkpath").or(constant(link));
          size = pax.value("size").map(Long::parseLong).or(constant(size));
          for (String sparse : SPARSE) {
            if (pax.value(sparse).isPresent()) {
              throw new IOException("a sparse file, which is not unpacked, is in it");
            }
          }
        }
        case 'g' -> {
          var pax = new Pax(name(length));
          for (String key : List.of("path", "linkpath", "size")) {
            if (pax.value(key).isPresent()) {
              throw new IOException("one header gives all files the same " + key);
            }
          }
        }
        default -> {
          long bytes = size.orElse(length);
          if (bytes < 0) {
            throw new IOException("an entry has a negative size");
          }
          begin(kind == '0' || kind == '7' ? bytes : 0);
          return Optional.of(
              new Entry(
                  path.orElse(ustar(header)),
                  kind,
                  bytes,
                  (int) number(header, 100, 8),
                  number(header, 136, 12),
                  link.orElse(text(header, 157, 100))));
        }
      }
    }
  }

  private static <T> Supplier<Optional<T>> constant(Optional<T> value) {
    return () -> value;
  }

  /** Reads of the current entry's bytes; -1 at its end. */
  int read(byte[] buffer) throws IOException {
    if (left == 0) {
      return -1;
    }
    int got = in.read(buffer, 0, (int) Math.min(buffer.length, left));
    if (got < 0) {
      throw new EOFException("the archive ends within a file");
    }
    left -= got;
    return got;
  }

  private void begin(long bytes) {
    left = bytes;
    padding = (BLOCK - bytes % BLOCK) % BLOCK;
  }

  private String name(long length) throws IOException {
    if (length < 0 || length > NAME) {
      throw new IOException("an entry has a name of " + length + " bytes");
    }
    begin(length);
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw new EOFException("the archive ends within a name");
    }
    left = 0;
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private static String ustar(byte[] header) {
    String name = text(header, 0, 100);
    // Only POSIX ustar has a prefix; GNU keeps times there.
    boolean posix = header[257] == 'u' && header[262] == 0;
    String prefix = posix ? text(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] header, int start, int length) {
    int end = start;
    while (end < start + length && header[end] != 0) {
      end++;
    }
    return new String(header, start, end - start, StandardCharsets.UTF_8);
  }

  /** Octal digits, or GNU's big-endian binary when the first bit is set. */
  private static long number(byte[] header, int start, int length) throws IOException {
    long value = 0;
    if ((header[start] & 0x80) != 0) {
      for (int i = start + length - 8; i < start + length; i++) {
        value = (value << 8) | (header[i] & 0xff);
      }
      return value;
    }
    for (int i = start; i < start + length; i++) {
      int c = header[i];
      if (c >= '0' && c <= '7') {
        value = value * 8 + (c - '0');
      } else if (c != ' ' && c != 0) {
        throw new IOException("a number of a header is not octal");
      }
    }
    return value;
  }

  private static void checksum(byte[] header) throws IOException {
    long wanted = number(header, 148, 8);
    byte[] blank = Arrays.copyOf(header, BLOCK);
    Arrays.fill(blank, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : blank) {
      sum += b & 0xff;
    }
    if (sum != wanted) {
      throw new IOException("a header's checksum is wrong");
    }
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** The records of a pax header: length, space, key, =, value, newline. */
  private record Pax(String text) {
    Optional<String> value(String key) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      Optional<String> found = Optional.empty();
      int at = 0;
      while (at < bytes.length) {
        int space = at;
        while (space < bytes.length && bytes[space] != ' ') {
          space++;
        }
        int length;
        try {
          length = Integer.parseInt(new String(bytes, at, space - at, StandardCharsets.UTF_8));
        } catch (NumberFormatException e) {
          throw new IOException("a pax record has no length", e);
        }
        if (length <= space - at + 1 || length > bytes.length - at) {
          throw new IOException("a pax record has a wrong length");
        }
        String record =
            new String(bytes, space + 1, at + length - space - 2, StandardCharsets.UTF_8);
        if (record.startsWith(key + "=")) {
          found = Optional.of(record.substring(key.length() + 1));
        }
        at += length;
      }
      return found;
    }
  }
}
