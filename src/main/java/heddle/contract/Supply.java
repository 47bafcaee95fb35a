package heddle.contract;

import heddle.fetch.Download;
import java.nio.file.Path;

/** A download of one node as this build has it: as declared, or as the root replaces it. */
public record Supply(DownloadDeclaration declared, By by) {
  /** Where it comes from. */
  public sealed interface By {
    /** Bytes with a hash; {@code replaced} if not those, or not there, that the package says. */
    record Bytes(Download wanted, boolean replaced) implements By {}

    /** A directory of this machine, in the place of what comes out of an archive. */
    record Directory(Path path) implements By {}

    /** What the system has: the script gets nothing. */
    record Installed() implements By {}
  }

  public String name() {
    return declared.name();
  }
}
