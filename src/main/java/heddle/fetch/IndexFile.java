package heddle.fetch;

import heddle.text.Json;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The versions of one crate in an index, each still as its line of JSON in UTF-8: only the versions
 * that are looked at are parsed, for a file may be a megabyte of which one line is wanted. Cargo
 * skips lines that it cannot read, so entries of a later schema do not hide the others; {@link
 * #entry} says what is wrong with one. Beside the text may stand notes of who read it: bytes that
 * only the reader understands, and that are there again when the same text is. Not for several
 * threads.
 */
public final class IndexFile {

  /** A version, and where its entry stands: from the first byte to the one behind the last. */
  public record Line(String version, int start, int end) {}

  /** Where the text stands, and the notes. */
  interface Kept {
    byte[] text() throws ProblemException;

    /** Without a byte where nothing was noted. */
    byte[] notes();

    void keep(byte[] notes) throws ProblemException;
  }

  /** A text that is read anew each time. */
  private static final class Loose implements Kept {
    private final byte[] text;

    Loose(byte[] text) {
      this.text = text;
    }

    @Override
    public byte[] text() {
      return text;
    }

    @Override
    public byte[] notes() {
      return new byte[0];
    }

    @Override
    public void keep(byte[] notes) {
      // There is no place for them.
    }
  }

  private final String name;
  private final Kept kept;
  private byte[] text = new byte[0];
  private Optional<List<Line>> lines = Optional.empty();

  IndexFile(String name, Kept kept) {
    this.name = name;
    this.kept = kept;
  }

  /** The bytes are not copied: nobody may change them. */
  IndexFile(String name, byte[] text) {
    this(name, new Loose(text));
  }

  /** Splits the text of an index file: one entry a line. */
  public static IndexFile parse(String name, String text) {
    return new IndexFile(name, text.getBytes(StandardCharsets.UTF_8));
  }

  public String name() {
    return name;
  }

  Kept kept() {
    return kept;
  }

  /** What a reader noted of this text; without a byte if nothing. */
  public byte[] notes() {
    return kept.notes();
  }

  /** Keeps notes as long as the text is the same. */
  public void keep(byte[] notes) throws ProblemException {
    kept.keep(notes);
  }

  public List<Line> lines() throws ProblemException {
    if (lines.isEmpty()) {
      text = kept.text();
      lines = Optional.of(lines(text));
    }
    return lines.get();
  }

  private static List<Line> lines(byte[] text) {
    var lines = new ArrayList<Line>();
    int start = 0;
    while (start < text.length) {
      int end = start;
      while (end < text.length && text[end] != '\n') {
        end++;
      }
      Optional<String> version = new LineScanner(text, start, end).version();
      if (version.isPresent()) {
        lines.add(new Line(version.get(), start, end));
      }
      start = end + 1;
    }
    return lines;
  }

  /** The entry of one of the {@link #lines}. */
  public IndexEntry entry(Line line) throws ProblemException {
    return IndexEntry.parse(
        new Source("index entry of `" + name + "` " + line.version, json(line)));
  }

  private String json(Line line) {
    return new String(text, line.start, line.end - line.start, StandardCharsets.UTF_8);
  }

  /** The entry of exactly this version; of several the last. */
  public Optional<IndexEntry> entry(String version) throws ProblemException {
    for (Line line : lines().reversed()) {
      if (line.version.equals(version)) {
        return Optional.of(entry(line));
      }
    }
    return Optional.empty();
  }

  /**
   * Finds the value of {@code vers} in one line. What registries write has it behind a few plain
   * strings; a line that has not is parsed as a whole.
   */
  private static final class LineScanner {
    private final byte[] text;
    private final int start;
    private final int end;
    private int at;

    LineScanner(byte[] text, int start, int end) {
      this.text = text;
      this.start = start;
      this.end = end;
      this.at = start;
    }

    Optional<String> version() {
      if (take('{')) {
        while (true) {
          space();
          int key = at;
          if (!string() || !take(':')) {
            break;
          }
          boolean found = is(key, "\"vers\"");
          space();
          int value = at;
          if (!string()) {
            break;
          }
          if (found) {
            return Optional.of(new String(text, value + 1, at - value - 2, StandardCharsets.UTF_8));
          }
          if (!take(',')) {
            break;
          }
        }
      }
      return parsed();
    }

    private Optional<String> parsed() {
      String line = new String(text, start, end - start, StandardCharsets.UTF_8);
      if (line.isBlank()) {
        return Optional.empty();
      }
      try {
        return Json.parse(new Source("index", line)) instanceof Json.Obj object
                && object.get("vers").orElse(new Json.Nil()) instanceof Json.Str(String version)
            ? Optional.of(version)
            : Optional.empty();
      } catch (ProblemException _) {
        return Optional.empty();
      }
    }

    /** Goes over a string without escapes. */
    private boolean string() {
      if (at >= end || text[at] != '"') {
        return false;
      }
      for (int i = at + 1; i < end; i++) {
        if (text[i] == '"') {
          at = i + 1;
          return true;
        }
        if (text[i] == '\\') {
          return false;
        }
      }
      return false;
    }

    private boolean take(char c) {
      space();
      if (at < end && text[at] == c) {
        at++;
        return true;
      }
      return false;
    }

    private void space() {
      while (at < end && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r')) {
        at++;
      }
    }

    private boolean is(int from, String word) {
      for (int i = 0; i < word.length(); i++) {
        if (from + i >= end || text[from + i] != word.charAt(i)) {
          return false;
        }
      }
      return true;
    }
  }
}
