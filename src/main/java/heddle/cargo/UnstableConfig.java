package heddle.cargo;

import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What counts of the configuration only where an unstable flag of cargo's was given. The command
 * line says so in the way in which nightly's configuration would: {@code unstable.NAME = true}.
 */
public final class UnstableConfig {
  public static final String LOCKFILE_PATH = "lockfile-path";

  private UnstableConfig() {}

  /** The argument of {@code --config} that turns a flag on. */
  public static String argument(String flag) {
    return "unstable." + flag + "=true";
  }

  /** Where {@code resolver.lockfile-path} puts the lock file. */
  static Optional<Path> lockFile(Config config) throws ProblemException {
    Optional<Setting<Boolean>> on = config.flag("unstable", LOCKFILE_PATH);
    if (on.isEmpty() || !on.get().value() || !(on.get().origin() instanceof Origin.CommandLine)) {
      return Optional.empty();
    }
    Optional<Setting<Path>> path = config.path("resolver", LOCKFILE_PATH);
    if (path.isEmpty()) return Optional.empty();
    Path file = path.get().value().normalize();
    if (!file.endsWith("Cargo.lock")) {
      throw Config.problem(
          path.get().origin(), "`resolver.lockfile-path` must name a file `Cargo.lock`");
    }
    return Optional.of(file);
  }
}
