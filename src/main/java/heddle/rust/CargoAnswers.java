package heddle.rust;

import heddle.cargo.BuildRequest;
import heddle.cargo.BuildRequest.Intent;
import heddle.cargo.FeaturePolicy;
import heddle.cargo.Metadata;
import heddle.cargo.PackageSelection;
import heddle.cargo.ReadConfig;
import heddle.cargo.TargetSelection;
import heddle.engine.BuildException;
import heddle.engine.Context;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Answers what build scripts ask of cargo: {@code metadata}, of any package on this machine without
 * dependencies, and with them of the workspace that is built. A package that is no member is
 * answered with that graph, for it is the one it is built in.
 *
 * @param workspace the root's manifest
 * @param members the directories of the workspace's packages
 */
record CargoAnswers(Path workspace, Set<Path> members, ReadConfig reading, Machine machine) {
  CargoAnswers {
    members = Set.copyOf(members);
  }

  /** The answer's text, or why there is none. */
  record Answer(boolean given, String text) {}

  Answer answer(Context c, CargoQuestion question) throws InterruptedException {
    Wanted wanted = new Wanted();
    Optional<String> wrong = wanted.read(question);
    if (wrong.isPresent()) return new Answer(false, wrong.get());
    Optional<Path> manifest = wanted.manifest.or(() -> nearest(question.directory()));
    if (manifest.isEmpty()) {
      return new Answer(
          false, "there is no Cargo.toml in " + question.directory() + " or above it");
    }
    Path directory = manifest.get().resolveSibling("").normalize();
    boolean own = wanted.alone || members.contains(directory);
    try {
      return new Answer(
          true,
          c.get(
                  new Metadata(
                      own ? manifest.get() : workspace, reading, !wanted.alone, wanted.request()))
              + "\n");
    } catch (BuildException failed) {
      return new Answer(false, String.valueOf(failed.getMessage()));
    }
  }

  private Optional<Path> nearest(Path directory) {
    for (Path at = directory; at != null; at = at.getParent()) {
      Path manifest = at.resolve("Cargo.toml");
      machine.look(manifest, false);
      if (machine.exists(manifest)) return Optional.of(manifest);
    }
    return Optional.empty();
  }

  /** The words of {@code cargo metadata}. */
  private static final class Wanted {
    private final List<String> features = new ArrayList<>();
    private final List<String> platforms = new ArrayList<>();
    private Optional<Path> manifest = Optional.empty();
    private boolean alone;
    private boolean allFeatures;
    private boolean noDefault;

    /** What is wrong with them. */
    Optional<String> read(CargoQuestion question) {
      List<String> words = question.words();
      for (int i = 1; i < words.size(); i++) {
        String word = words.get(i);
        int equals = word.startsWith("--") ? word.indexOf('=') : -1;
        String name = equals < 0 ? word : word.substring(0, equals);
        Optional<String> value =
            equals >= 0
                ? Optional.of(word.substring(equals + 1))
                : valued(name) && i + 1 < words.size()
                    ? Optional.of(words.get(++i))
                    : Optional.empty();
        if (valued(name) && value.isEmpty()) return Optional.of("`" + name + "` needs a value");
        switch (name) {
          case "--no-deps" -> alone = true;
          case "--all-features" -> allFeatures = true;
          case "--no-default-features" -> noDefault = true;
          case "--features", "-F" -> features.add(value.orElseThrow());
          case "--filter-platform" -> platforms.add(value.orElseThrow());
          case "--manifest-path" ->
              manifest = Optional.of(question.directory().resolve(value.orElseThrow()).normalize());
          case "--format-version" -> {
            if (!value.equals(Optional.of("1"))) {
              return Optional.of("`cargo metadata` has format version 1 only");
            }
          }
          case "--color",
              "-q",
              "--quiet",
              "-v",
              "-vv",
              "--verbose",
              "--offline",
              "--locked",
              "--frozen" -> {}
          default -> {
            return Optional.of("`cargo metadata` has no option `" + word + "` here");
          }
        }
      }
      return Optional.empty();
    }

    private static boolean valued(String name) {
      return switch (name) {
        case "--features",
            "-F",
            "--filter-platform",
            "--manifest-path",
            "--format-version",
            "--color" ->
            true;
        default -> false;
      };
    }

    BuildRequest request() {
      return new BuildRequest(
          Intent.BUILD,
          new PackageSelection.All(),
          TargetSelection.DEFAULT,
          features,
          allFeatures,
          noDefault,
          "",
          platforms,
          List.of(),
          false,
          true,
          FeaturePolicy.NONE);
    }
  }
}
