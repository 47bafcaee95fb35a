package heddle.fetch;

import heddle.text.Json;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The versions of one crate in an index, each still as its line of JSON: only the versions that are
 * looked at are parsed. Cargo skips lines that it cannot read, so entries of a later schema do not
 * hide the others; {@link #entry} says what is wrong with one.
 */
public record IndexFile(String name, List<Line> lines) {

  /** A version and its entry's text. */
  public record Line(String version, String json) {}

  public IndexFile {
    lines = List.copyOf(lines);
  }

  /** Splits the text of an index file: one entry a line. */
  public static IndexFile parse(String name, String text) {
    var lines = new ArrayList<Line>();
    for (String line : text.lines().toList()) {
      if (!line.isBlank()) {
        version(line).ifPresent(version -> lines.add(new Line(version, line)));
      }
    }
    return new IndexFile(name, lines);
  }

  public IndexEntry entry(Line line) throws ProblemException {
    return IndexEntry.parse(new Source("index entry of `" + name + "` " + line.version, line.json));
  }

  /** The entry of exactly this version. */
  public Optional<IndexEntry> entry(String version) throws ProblemException {
    for (Line line : lines) {
      if (line.version.equals(version)) {
        return Optional.of(entry(line));
      }
    }
    return Optional.empty();
  }

  /**
   * The value of {@code vers}. In what registries write, the first {@code "vers":} is the entry's
   * own when a name and nothing else stands before it; else the line is parsed.
   */
  private static Optional<String> version(String line) {
    int key = line.indexOf("\"vers\":\"");
    if (key > 0
        && line.startsWith("{\"name\":\"")
        && line.indexOf('{', 1) > key
        && line.indexOf('[') > key) {
      int start = key + 8;
      int end = line.indexOf('"', start);
      if (end > start && line.indexOf('\\', start, end) < 0) {
        return Optional.of(line.substring(start, end));
      }
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

  /** The problem of a version that the index does not hold. */
  public ProblemException missing(String version) {
    return new ProblemException(
        Problem.of("the registry holds no version " + version + " of `" + name + "`"));
  }
}
