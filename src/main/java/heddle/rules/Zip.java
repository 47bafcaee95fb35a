package heddle.rules;

import heddle.world.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;

/**
 * A zip archive, or a jar, as a value: its entries in their order, all of one time, so that equal
 * entries are equal bytes everywhere.
 *
 * @param time from 1980 on; zip counts in steps of two seconds and knows no zone
 */
public record Zip(List<Entry> entries, LocalDateTime time) {
  /** The first day that zip can say in every time zone. */
  public static final LocalDateTime EARLY = LocalDateTime.of(1980, 2, 1, 0, 0);

  /**
   * A file in the archive.
   *
   * @param name its path, with slashes
   * @param deflated whether it is compressed; if not, its bytes stand in the archive as they are,
   *     which no version of a library changes
   */
  public record Entry(String name, Bytes content, boolean deflated) {
    /** Not compressed. */
    public Entry(String name, Bytes content) {
      this(name, content, false);
    }
  }

  public Zip {
    entries = List.copyOf(entries);
  }

  /** All of one early time. */
  public Zip(List<Entry> entries) {
    this(entries, EARLY);
  }

  /**
   * The archive's bytes.
   *
   * @throws IllegalArgumentException if two entries have one name, or a name is longer than 65535
   *     bytes
   */
  public Bytes bytes() {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (Entry each : entries) {
        byte[] bytes = each.content.toArray();
        var entry = new ZipEntry(each.name);
        entry.setTimeLocal(time);
        if (!each.deflated) {
          var crc = new CRC32();
          crc.update(bytes);
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(bytes.length);
          entry.setCompressedSize(bytes.length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
      }
    } catch (ZipException e) { // of two entries of one name
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("an archive in memory", e);
    }
    return new Bytes(out.toByteArray());
  }
}
