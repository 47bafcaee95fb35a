package heddle.contract;

import heddle.text.Cfg;
import heddle.text.Place;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files that a package needs from elsewhere, each fixed by its hash: one, or the first of several
 * that is for the platform.
 *
 * @param variants in the order of the file; empty where a table of its own has them
 * @param table the file of variants, {@code variants = "FILE"}
 * @param license an SPDX expression; empty where it is not said
 * @param unpack how it is unpacked for the script, or not at all
 * @param strip leading directories left out when it is unpacked
 * @param host whether conditions are about the machine that builds, {@code for = "host"}
 * @param variables the variables by which a script that knows nothing of Heddle gets its path; in
 *     the text of each, {@value #PATH} stands for it
 */
public record DownloadDeclaration(
    String name,
    List<Variant> variants,
    Optional<Path> table,
    String license,
    Optional<String> unpack,
    int strip,
    boolean host,
    Optional<Cfg> when,
    Map<String, String> variables,
    Place place) {
  /** What stands for the path in the text of a variable. */
  public static final String PATH = "{path}";

  /**
   * One file of them.
   *
   * @param urls addresses of the same bytes, in the order to try
   * @param sha256 64 lower-case hexadecimal digits
   * @param size in bytes; 0 where it is not said
   */
  public record Variant(
      Optional<Cfg> when, List<String> urls, String sha256, long size, Place place) {
    public Variant {
      urls = List.copyOf(urls);
    }
  }

  /** Reads a file of variants: an array of tables {@code [[variant]]}. */
  public static List<Variant> table(Source source) throws ProblemException {
    return DownloadReader.table(source);
  }

  public DownloadDeclaration {
    variants = List.copyOf(variants);
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }
}
