package heddle.platform.toolchain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of a toolchain: where it is, the version that it says, the digest of what it runs, and
 * the words that always come first ({@code cc -target aarch64-linux-gnu} of zig), which are few.
 */
public record Tool(Path path, String version, String digest, List<String> words) {
  public Tool {
    words = List.copyOf(words);
  }

  public Tool(Path path, String version, String digest) {
    this(path, version, digest, List.of());
  }

  /** The program and its words. */
  public List<String> command() {
    var command = new ArrayList<String>();
    command.add(path.toString());
    command.addAll(words);
    return List.copyOf(command);
  }

  /** The same as one text, for variables that are split at blanks. */
  String text() {
    return String.join(" ", command());
  }
}
