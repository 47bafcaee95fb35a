package heddle.cargo;

import heddle.text.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A Cargo.toml that was read: its package, unless the manifest is virtual, and its tables of a
 * root. The warnings are those of the whole file.
 */
public record ManifestFile(
    Path file, Optional<Package> member, RootTables root, List<Problem> warnings) {
  public ManifestFile {
    warnings = List.copyOf(warnings);
  }
}
