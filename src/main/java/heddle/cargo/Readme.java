package heddle.cargo;

import heddle.engine.BuildException;
import heddle.text.ProblemException;
import heddle.text.Toml;
import heddle.world.Kind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Which file is a package's readme. */
final class Readme {
  private Readme() {}

  /** The name a manifest gives, or if it gives none, that of a usual file beside it. */
  static Optional<String> of(FileTree files, Path directory, Optional<Toml> given)
      throws ProblemException, BuildException, InterruptedException {
    if (given.isEmpty()) {
      Map<String, Kind> names = files.list(directory).orElse(Map.of());
      for (String name : new String[] {"README.md", "README.txt", "README"}) {
        Kind kind = names.get(name);
        if (kind == Kind.FILE) {
          return Optional.of(name);
        }
      }
      return Optional.empty();
    }
    return switch (given.get()) {
      case Toml.Flag flag -> flag.value() ? Optional.of("README.md") : Optional.empty();
      case Toml.Text text -> Optional.of(text.value());
      default -> throw Fields.wrongType(given.get(), "a string, a bool, or workspace");
    };
  }
}
