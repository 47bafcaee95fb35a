package heddle.world;

import heddle.engine.Intrinsic;
import heddle.engine.Traceable;
import heddle.store.Digest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The digest of a directory with all below it (names, contents, links, the right to execute), but
 * for the files and directories whose paths relative to it are {@code without}; empty where there
 * is no directory.
 */
public record TreeDigest(Path path, Set<String> without)
    implements Traceable<Optional<Digest>>, Intrinsic<Optional<Digest>> {
  static final String KIND = "tree";

  /** No path has it. */
  private static final String SEPARATOR = "\0";

  public TreeDigest {
    without = Set.copyOf(without);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String key() {
    var parts = new TreeSet<>(without);
    return path + SEPARATOR + String.join(SEPARATOR, parts);
  }

  static TreeDigest of(String key) {
    int end = key.indexOf(SEPARATOR);
    String rest = key.substring(end + 1);
    return new TreeDigest(
        Path.of(key.substring(0, end)),
        rest.isEmpty() ? Set.of() : Set.of(rest.split(SEPARATOR, -1)));
  }

  @Override
  public String digest(Optional<Digest> value) {
    return value.map(Digest::toString).orElse("absent");
  }
}
