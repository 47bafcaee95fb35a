package heddle.rust;

import heddle.cargo.Config;
import heddle.cargo.Setting;
import heddle.cargo.TargetDirectories;
import heddle.cargo.Workspace;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the outputs of an order go, as cargo decides it: the option, the variable, the
 * configuration, {@code target}.
 */
final class TargetDirectory {
  private TargetDirectory() {}

  static Path of(Order order, Config config, Workspace workspace) throws ProblemException {
    if (order.targetDirectory().isPresent()) {
      return order.targetDirectory().get();
    }
    Optional<Setting<String>> variable = config.ofVariable("CARGO_TARGET_DIR");
    if (variable.isPresent() && !variable.get().value().isEmpty()) {
      return order.directory().resolve(variable.get().value()).normalize();
    }
    return config
        .path("build", "target-dir")
        .map(set -> set.value().normalize())
        .orElse(workspace.root().resolve("target"));
  }

  /** Where what is made on the way goes; the same unless {@code build.build-dir} says otherwise. */
  static Path intermediate(Config config, Workspace workspace, Path target)
      throws ProblemException {
    return config.text("build", "build-dir").isEmpty()
        ? target
        : TargetDirectories.of(config, workspace.root()).build().normalize();
  }

  /** The folder of a profile below the target directory. */
  static String profile(String name) {
    return switch (name) {
      case "dev", "test" -> "debug";
      case "bench" -> "release";
      default -> name;
    };
  }
}
