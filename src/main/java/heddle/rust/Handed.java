package heddle.rust;

import java.nio.file.Path;
import java.util.Map;

/**
 * A download as a build script is given it.
 *
 * @param path what the script gets
 * @param mount the directory that it may read for that
 * @param digest of the bytes: all that the script's key knows of them
 * @param variables by which a script that knows nothing of Heddle gets the path
 */
record Handed(String name, Path path, Path mount, String digest, Map<String, String> variables) {
  Handed {
    variables = Map.copyOf(variables);
  }
}
