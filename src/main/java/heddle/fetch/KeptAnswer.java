package heddle.fetch;

import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An answer of a registry as it is kept on disk, with the table of the versions in it, so that one
 * that has not changed is not looked through again. UTF-8: a line of the format, one of the ETag,
 * one of Last-Modified, for each version a line of its name and its first and last byte in the body
 * (separated by spaces), an empty line, the body. A file that does not read so is as if it were not
 * there.
 */
final class KeptAnswer {
  private static final byte[] FORMAT = "heddle-index 2\n".getBytes(StandardCharsets.UTF_8);

  final String etag;
  final String modified;

  /** The body stands in these bytes from {@link #start} on; the lines count from the first byte. */
  final byte[] bytes;

  final List<IndexFile.Line> lines;
  private final int start;

  private KeptAnswer(
      String etag, String modified, byte[] bytes, int start, List<IndexFile.Line> lines) {
    this.etag = etag;
    this.modified = modified;
    this.bytes = bytes;
    this.start = start;
    this.lines = lines;
  }

  /** An answer that came; {@code index} says whether it holds versions. */
  static KeptAnswer of(String etag, String modified, byte[] body, boolean index) {
    return new KeptAnswer(etag, modified, body, 0, index ? IndexFile.lines(body, 0) : List.of());
  }

  String body() {
    return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
  }

  /** Whether it is the same as an answer that came. */
  boolean says(String otherEtag, String otherModified, byte[] body) {
    return etag.equals(otherEtag)
        && modified.equals(otherModified)
        && Arrays.equals(bytes, start, bytes.length, body, 0, body.length);
  }

  static Optional<KeptAnswer> read(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException _) {
      return Optional.empty();
    }
    var head = new Head(bytes);
    if (bytes.length < FORMAT.length
        || !Arrays.equals(bytes, 0, FORMAT.length, FORMAT, 0, FORMAT.length)) {
      return Optional.empty();
    }
    head.at = FORMAT.length;
    try {
      String etag = head.line();
      String modified = head.line();
      var table = new ArrayList<String>();
      for (String line = head.line(); !line.isEmpty(); line = head.line()) {
        table.add(line);
      }
      int start = head.at;
      var lines = new ArrayList<IndexFile.Line>(table.size());
      for (String line : table) {
        int last = line.lastIndexOf(' ');
        int first = line.lastIndexOf(' ', last - 1);
        int from = start + Integer.parseInt(line, first + 1, last, 10);
        int to = start + Integer.parseInt(line, last + 1, line.length(), 10);
        if (from < start || to < from || to > bytes.length) {
          return Optional.empty();
        }
        lines.add(new IndexFile.Line(line.substring(0, first), from, to));
      }
      return Optional.of(new KeptAnswer(etag, modified, bytes, start, lines));
    } catch (IndexOutOfBoundsException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  void write(Path file) throws ProblemException {
    var head = new StringBuilder(64 + 24 * lines.size());
    head.append(etag).append('\n').append(modified).append('\n');
    for (IndexFile.Line line : lines) {
      if (line.version().indexOf('\n') >= 0) {
        continue; // No version, and it would not read back.
      }
      head.append(line.version()).append(' ').append(line.start() - start);
      head.append(' ').append(line.end() - start).append('\n');
    }
    byte[] said = head.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(FORMAT, FORMAT.length + said.length + bytes.length - start);
    System.arraycopy(said, 0, all, FORMAT.length, said.length);
    System.arraycopy(bytes, start, all, FORMAT.length + said.length, bytes.length - start);
    Placing.write(file, all);
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
