package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a workspace's outputs and its intermediate files go: {@code CARGO_TARGET_DIR}, {@code
 * build.target-dir} or {@code target}; {@code build.build-dir} or the same. Absolute.
 */
public record TargetDirectories(Path target, Path build) {
  public static TargetDirectories of(Config config, Path workspaceRoot) throws ProblemException {
    Path target = workspaceRoot.resolve("target");
    Optional<Setting<String>> variable = config.ofVariable("CARGO_TARGET_DIR");
    Optional<Setting<String>> set = config.text("build", "target-dir");
    if (variable.isPresent()) {
      filled(variable.get());
      target = config.resolve(variable.get());
    } else if (set.isPresent()) {
      filled(set.get());
      target = config.resolve(set.get());
    }
    Optional<Setting<String>> build = config.text("build", "build-dir");
    return new TargetDirectories(
        target, build.isPresent() ? build(config, build.get(), workspaceRoot) : target);
  }

  private static String filled(Setting<String> set) throws ProblemException {
    if (set.value().isEmpty()) {
      throw Config.problem(
          set.origin(), "the target directory is set to an empty string in " + set.origin());
    }
    return set.value();
  }

  /** Of the root manifest's path, in cargo's form of two folders. */
  private static String hash(Path root) {
    String hex = StableHash.ofPath(root.resolve("Cargo.toml"));
    return hex.substring(0, 2) + "/" + hex.substring(2);
  }

  private static Path build(Config config, Setting<String> set, Path root) throws ProblemException {
    String text =
        filled(set)
            .replace("{workspace-root}", root.toString())
            .replace("{cargo-cache-home}", config.home().toString())
            .replace("{workspace-path-hash}", hash(root));
    int open = text.indexOf('{');
    if (open >= 0 || text.indexOf('}') >= 0) {
      int close = text.indexOf('}', open + 1);
      throw new ProblemException(
          Problem.at(
                  set.origin().place(),
                  open >= 0 && close > open
                      ? "unexpected variable `"
                          + text.substring(open + 1, close)
                          + "` in build.build-dir path `"
                          + set.value()
                          + "`"
                      : "unexpected bracket in build.build-dir path `" + set.value() + "`")
              .withHelp(
                  "available template variables are `{workspace-root}`, `{cargo-cache-home}`,"
                      + " `{workspace-path-hash}`"));
    }
    return config.resolve(new Setting<>(text, set.origin()));
  }
}
