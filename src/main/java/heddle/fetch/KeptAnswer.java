package heddle.fetch;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;

/**
 * An answer of a registry as it is kept on disk. In the file stand, each on a line: the format, the
 * ETag, Last-Modified, four numbers: the length of the notes, 1 if the body is packed (gzip), its
 * length, its CRC-32. Then come the notes of who read it (see {@link IndexFile}), then the body as
 * it came. Of a file no more than the notes is read until the body is asked for. One that does not
 * read so is as if it were not there.
 */
final class KeptAnswer implements IndexFile.Kept {
  private static final String FORMAT = "heddle-index 3";

  /** Most files are read whole by one look. */
  private static final int LOOK = 1 << 14;

  /** What comes out of a packed body may be no longer. */
  private final long limit;

  private final Path file;
  final String etag;
  final String modified;
  private final boolean packed;
  private byte[] notes;

  /** The numbers that tell the body, where it is on disk. */
  private Optional<String> written;

  /** The body as it came, once it is at hand. */
  private Optional<byte[]> body;

  /** Whether the body at hand is another than the one that the notes are of. */
  private boolean foreign;

  private KeptAnswer(
      Path file,
      long limit,
      String etag,
      String modified,
      boolean packed,
      byte[] notes,
      Optional<String> written,
      Optional<byte[]> body) {
    this.file = file;
    this.limit = limit;
    this.etag = etag;
    this.modified = modified;
    this.packed = packed;
    this.notes = notes;
    this.written = written;
    this.body = body;
  }

  /** An answer that came, to be kept in a file. */
  static KeptAnswer of(
      Path file, long limit, String etag, String modified, boolean packed, byte[] body) {
    return new KeptAnswer(
        file, limit, etag, modified, packed, new byte[0], Optional.empty(), Optional.of(body));
  }

  static Optional<KeptAnswer> read(Path file, long limit) {
    try (FileChannel channel = FileChannel.open(file)) {
      return read(file, limit, channel);
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static Optional<KeptAnswer> read(Path file, long limit, FileChannel channel)
      throws IOException {
    int size = Math.toIntExact(Math.min(channel.size(), Integer.MAX_VALUE - 16));
    byte[] bytes = part(channel, 0, Math.min(size, LOOK));
    var head = new Head(bytes);
    if (!head.line().equals(FORMAT)) {
      return Optional.empty();
    }
    String etag = head.line();
    String modified = head.line();
    String numbers = head.line();
    int gap = numbers.indexOf(' ');
    int notes = Integer.parseInt(numbers, 0, gap, 10);
    String told = numbers.substring(gap + 1);
    int body = Integer.parseInt(told, 2, told.indexOf(' ', 2), 10);
    if (notes < 0 || body < 0 || (long) head.at + notes + body != size) {
      return Optional.empty();
    }
    int start = head.at + notes;
    byte[] noted =
        start <= bytes.length
            ? Arrays.copyOfRange(bytes, head.at, start)
            : part(channel, head.at, notes);
    return Optional.of(
        new KeptAnswer(
            file,
            limit,
            etag,
            modified,
            told.startsWith("1 "),
            noted,
            Optional.of(told),
            size == bytes.length
                ? Optional.of(Arrays.copyOfRange(bytes, start, size))
                : Optional.empty()));
  }

  private static byte[] part(FileChannel channel, int from, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, (long) from + buffer.position()) < 0) {
        throw new IOException("the file became shorter");
      }
    }
    return buffer.array();
  }

  /** The body as it came. Where another process has put another answer, it is that one's. */
  private byte[] body() throws ProblemException {
    if (body.isEmpty()) {
      try {
        byte[] bytes = Files.readAllBytes(file);
        var head = new Head(bytes);
        head.line();
        boolean same = head.line().equals(etag);
        same = head.line().equals(modified) && same;
        String numbers = head.line();
        String told = numbers.substring(numbers.indexOf(' ') + 1);
        foreign = !same || !written.equals(Optional.of(told));
        int length = Integer.parseInt(told, 2, told.indexOf(' ', 2), 10);
        body = Optional.of(Arrays.copyOfRange(bytes, bytes.length - length, bytes.length));
      } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
        throw new ProblemException(
            Problem.of("`" + file + "` cannot be read any more: " + e.getMessage()));
      }
    }
    return body.get();
  }

  @Override
  public byte[] text() throws ProblemException {
    return packed ? unpacked(body(), limit) : body();
  }

  private static byte[] unpacked(byte[] bytes, long limit) throws ProblemException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes), 1 << 16)) {
      byte[] text = in.readNBytes(Math.toIntExact(Math.min(limit + 1, Integer.MAX_VALUE - 16)));
      if (text.length > limit) {
        throw new IOException("longer than the " + limit + " bytes allowed");
      }
      return text;
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of("an answer of the registry cannot be unpacked: " + e.getMessage()));
    }
  }

  @Override
  public byte[] notes() {
    return notes;
  }

  /** Whether it says the same as an answer that came; then this one stays, with its notes. */
  boolean says(KeptAnswer came) throws ProblemException {
    if (!etag.equals(came.etag) || !modified.equals(came.modified)) {
      return false;
    }
    boolean same = packed == came.packed && Arrays.equals(body(), came.body());
    return same || ((packed || came.packed) && Arrays.equals(text(), came.text()));
  }

  @Override
  public void keep(byte[] noted) throws ProblemException {
    byte[] whole = body();
    if (!foreign) {
      notes = noted;
      write(whole);
    }
  }

  /** Says that it holds as of now. Where that cannot be written it is compared again next time. */
  void touch() {
    file.toFile().setLastModified(System.currentTimeMillis());
  }

  /** Writes what is on no disk yet. */
  void settle() throws ProblemException {
    if (written.isEmpty()) {
      write(body());
    }
  }

  private void write(byte[] whole) throws ProblemException {
    String told = written.orElseGet(() -> told(whole));
    byte[] head =
        (FORMAT + "\n" + etag + "\n" + modified + "\n" + notes.length + " " + told + "\n")
            .getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(head, head.length + notes.length + whole.length);
    System.arraycopy(notes, 0, all, head.length, notes.length);
    System.arraycopy(whole, 0, all, head.length + notes.length, whole.length);
    Placing.write(file, all);
    written = Optional.of(told);
  }

  private String told(byte[] whole) {
    var sum = new CRC32();
    sum.update(whole);
    return (packed ? "1 " : "0 ") + whole.length + " " + sum.getValue();
  }

  /** Reads lines of UTF-8. */
  private static final class Head {
    private final byte[] bytes;
    private int at;

    Head(byte[] bytes) {
      this.bytes = bytes;
    }

    String line() {
      int from = at;
      while (bytes[at] != '\n') {
        at++;
      }
      return new String(bytes, from, at++ - from, StandardCharsets.UTF_8);
    }
  }
}
