package heddle.fetch;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which crates are on this machine, by one look into each directory, for a choice asks of
 * thousands. Of caches that are not Heddle's the names are believed.
 */
public final class Shelf {
  private static final String SUFFIX = ".crate";

  private final Path home;
  private final Set<String> others = new HashSet<>();
  private final Set<String> unpacked;
  private final Map<String, Set<String>> archives = new HashMap<>();

  /** The directories are those of {@link Crates}. */
  Shelf(Path home, List<Path> caches) {
    this.home = home;
    for (Path each : caches) {
      others.addAll(names(each));
    }
    this.unpacked = names(home.resolve("src"));
  }

  private static Set<String> names(Path directory) {
    String[] names = new File(directory.toString()).list();
    return names == null ? Set.of() : new HashSet<>(List.of(names));
  }

  /**
   * Whether a crate is here.
   *
   * @param sum the first 16 digits of its checksum, as a number
   */
  public boolean has(String name, String version, long sum) {
    String directory = name + "-" + version;
    if (others.contains(directory + SUFFIX)) {
      return true;
    }
    String digits = HexFormat.of().toHexDigits(sum);
    if (unpacked.contains(digits)
        && Files.isDirectory(home.resolve("src").resolve(digits).resolve(directory))) {
      return true;
    }
    Set<String> beside =
        archives.computeIfAbsent(
            digits.substring(0, 2),
            first -> {
              var starts = new HashSet<String>();
              for (String each : names(home.resolve("crate").resolve(first))) {
                if (each.length() > 16 && each.endsWith(SUFFIX)) {
                  starts.add(each.substring(0, 16));
                }
              }
              return starts;
            });
    return beside.contains(digits);
  }
}
