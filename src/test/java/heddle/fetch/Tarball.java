package heddle.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Writes tar.gz files for tests, good and bad ones. */
public final class Tarball {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public Tarball file(String path, String text) {
    return entry(path, '0', "", text.getBytes(StandardCharsets.UTF_8));
  }

  Tarball link(String path, String target) {
    return entry(path, '2', target, new byte[0]);
  }

  Tarball entry(String path, char kind, String link, byte[] content) {
    if (path.length() > 100) {
      entry("././@LongLink", 'L', "", (path + "\0").getBytes(StandardCharsets.UTF_8));
    }
    byte[] header = new byte[512];
    put(header, 0, path.substring(0, Math.min(100, path.length())));
    put(header, 100, "0000644\0");
    put(header, 124, String.format("%011o\0", content.length));
    put(header, 136, "00000000001\0");
    header[156] = (byte) kind;
    put(header, 157, link);
    put(header, 257, "ustar  \0");
    put(header, 148, "        ");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format("%06o\0 ", sum));
    out.writeBytes(header);
    out.writeBytes(content);
    out.writeBytes(new byte[(512 - content.length % 512) % 512]);
    return this;
  }

  /** A pax header for the next entry, or with {@code g} for all that follow. */
  Tarball pax(char kind, String... keysAndValues) {
    var records = new StringBuilder();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      String rest = " " + keysAndValues[i] + "=" + keysAndValues[i + 1] + "\n";
      int bytes = rest.getBytes(StandardCharsets.UTF_8).length;
      int length = bytes + 1;
      while (String.valueOf(length).length() + bytes != length) length++;
      records.append(length).append(rest);
    }
    return entry("pax", kind, "", records.toString().getBytes(StandardCharsets.UTF_8));
  }

  byte[] plain() {
    var all = new ByteArrayOutputStream();
    all.writeBytes(out.toByteArray());
    all.writeBytes(new byte[1024]);
    return all.toByteArray();
  }

  public byte[] gzipped() {
    var zipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(zipped)) {
      gzip.write(out.toByteArray());
      gzip.write(new byte[1024]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return zipped.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
