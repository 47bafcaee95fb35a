package heddle.platform.binary;

import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of code: what it is, the ABI that it has, and what it needs at run time.
 *
 * @param kind {@code object}, {@code shared library}, {@code program}, {@code archive}, {@code Rust
 *     library}, {@code class}
 * @param soname the name that programs linked against it will ask for, empty if none
 * @param needed the libraries that it asks for, in order
 * @param versions the greatest version needed of each versioned library interface, as {@code GLIBC}
 *     to {@code 2.17}
 * @param producers what made it, as the file says; for caches, never for compatibility
 * @param notes what else is worth knowing, one line each
 */
public record Artifact(
    String name,
    String kind,
    Abi abi,
    String soname,
    List<String> needed,
    Map<String, String> versions,
    List<String> producers,
    List<String> notes) {

  public Artifact {
    needed = List.copyOf(needed);
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    producers = List.copyOf(producers);
    notes = List.copyOf(notes);
  }

  /**
   * Reads a file of any of the formats; the name matters only for what it says of Python.
   *
   * @throws ProblemException if it is none of the formats, or damaged
   */
  public static Artifact read(String name, ByteBuffer content) throws ProblemException {
    return PythonNames.completed(Formats.read(new Bytes(name, content, false), 0));
  }

  /** Where the members of a thin archive lie: files, named relative to the archive. */
  public interface Beside {
    ByteBuffer file(String relative) throws IOException;
  }

  /** The same; of a thin archive its members are read, too, where they are there. */
  public static Artifact read(String name, ByteBuffer content, Beside beside)
      throws ProblemException {
    var bytes = new Bytes(name, content, false);
    return ArchiveReader.isThin(bytes)
        ? new ArchiveReader(bytes, 0, Optional.of(beside)).read()
        : read(name, content);
  }

  /** Whether the bytes say by themselves what they hold: a thin archive's members lie elsewhere. */
  public static boolean isWhole(ByteBuffer content) {
    return !ArchiveReader.isThin(new Bytes("", content, false));
  }

  public static Artifact read(String name, byte[] content) throws ProblemException {
    return read(name, ByteBuffer.wrap(content));
  }
}
