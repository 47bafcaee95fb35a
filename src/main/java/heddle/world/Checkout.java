package heddle.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads which commit a git checkout stands at, without starting git.
 *
 * <p>Source of the layout: gitrepository-layout(5). {@code .git} is a folder, or a file that names
 * one (a linked work tree); HEAD holds a commit or the name of a ref; a ref stands in its own file
 * or in {@code packed-refs}.
 */
public final class Checkout {
  private Checkout() {}

  /** The commit as hexadecimal text, or empty where there is no checkout or no commit yet. */
  public static Optional<String> head(Path folder) {
    try {
      Path git = folder.resolve(".git");
      if (Files.isRegularFile(git)) {
        String line = Files.readString(git).strip();
        if (!line.startsWith("gitdir: ")) return Optional.empty();
        git = folder.resolve(line.substring("gitdir: ".length()));
      }
      String head = Files.readString(git.resolve("HEAD")).strip();
      if (!head.startsWith("ref: ")) return Optional.of(head);
      return ref(git, head.substring("ref: ".length()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> ref(Path git, String name) throws IOException {
    Path common = git.resolve("commondir");
    Path shared = Files.exists(common) ? git.resolve(Files.readString(common).strip()) : git;
    Path loose = shared.resolve(name);
    if (Files.exists(loose)) return Optional.of(Files.readString(loose).strip());
    Path packed = shared.resolve("packed-refs");
    if (!Files.exists(packed)) return Optional.empty();
    for (String line : Files.readAllLines(packed)) {
      if (line.endsWith(" " + name)) return Optional.of(line.substring(0, line.indexOf(' ')));
    }
    return Optional.empty();
  }
}
