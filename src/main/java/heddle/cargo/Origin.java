package heddle.cargo;

import heddle.text.Place;
import java.nio.file.Path;
import java.util.Optional;

/** Where a value of the configuration was set. */
public sealed interface Origin {
  /** What errors point to. */
  Place place();

  /** A configuration file that was found by its place. */
  record ConfigFile(Path file, Place place) implements Origin {
    @Override
    public String toString() {
      return file.toString();
    }
  }

  /** An environment variable. */
  record Variable(String name, Place place) implements Origin {
    @Override
    public String toString() {
      return "environment variable `" + name + "`";
    }
  }

  /** {@code --config}: a setting, or a file. */
  record CommandLine(Optional<Path> file, Place place) implements Origin {
    @Override
    public String toString() {
      return file.map(Path::toString).orElse("--config cli option");
    }
  }

  /** Command line before environment before files. */
  default int priority() {
    return switch (this) {
      case ConfigFile _ -> 1;
      case Variable _ -> 2;
      case CommandLine _ -> 3;
    };
  }

  /**
   * The directory to which relative paths of the value relate: the one that holds {@code .cargo},
   * or the current one.
   */
  default Path base(Path current) {
    return switch (this) {
      case ConfigFile f -> twoUp(f.file);
      case Variable _ -> current;
      case CommandLine c -> c.file.map(Origin::twoUp).orElse(current);
    };
  }

  private static Path twoUp(Path file) {
    Path up = file.resolve("../..").normalize();
    return up;
  }
}
