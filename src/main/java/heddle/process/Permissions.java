package heddle.process;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * What an action may reach beyond its mounts and the system's directories: the network, and files
 * or directories of this machine by absolute path.
 */
public record Permissions(boolean network, List<Path> reads, List<Path> writes) {
  /** Nothing beyond what is declared. */
  public static final Permissions NONE = new Permissions(false, List.of(), List.of());

  public Permissions {
    reads = sorted(reads);
    writes = sorted(writes);
  }

  private static List<Path> sorted(List<Path> paths) {
    return paths.stream().distinct().sorted(Comparator.comparing(Path::toString)).toList();
  }
}
