package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.cargo.UnstableConfig;
import heddle.process.SandboxMode;
import heddle.rust.MessageFormat;
import heddle.rust.Order;
import heddle.world.PathKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The one place where the words of a command line become an order. */
final class OrderOptions {
  /** What {@code vendor} adds to its words where {@code [source]} is not to count. */
  static final String WITHOUT_SOURCES = "without [source]";

  private OrderOptions() {}

  /**
   * What the root may say of the packages on the command line, and how strangers' programs are
   * held.
   */
  static List<Option> policy() {
    return List.of(
        Option.value(
                "option",
                'o',
                "PACKAGE:OPTION=VALUE",
                "Set an option of a package; or native=system, python=3.13")
            .repeated(),
        Option.value("options", "FILE", "Set the options of packages that a file names"),
        Option.choice(
            "sandbox",
            List.of("auto", "strict", "none"),
            "How processes are held to what they declare"));
  }

  /** The order that the words give; {@code shared} as {@link Order#shared}. */
  static Order order(
      Invocation invocation,
      Terminal terminal,
      Arguments arguments,
      BuildRequest request,
      MessageFormat format,
      int verbosity,
      List<String> extra,
      boolean shared)
      throws UsageException {
    Path directory =
        arguments
            .value("directory")
            .map(invocation.directory()::resolve)
            .orElse(invocation.directory())
            .normalize();
    Optional<Path> manifest = arguments.value("manifest-path").map(directory::resolve);
    if (manifest.isPresent()) checkManifest(manifest.get().normalize(), arguments);
    return new Order(
        invocation.home(),
        directory,
        manifest.map(Path::normalize),
        invocation.environment(),
        configuration(arguments),
        request,
        arguments.value("target-dir").map(each -> directory.resolve(each).normalize()),
        jobs(arguments),
        arguments.has("keep-going"),
        arguments.has("offline") || arguments.has("frozen"),
        arguments.has("frozen"),
        format,
        terminal.colour(),
        terminal.live() ? Optional.of(terminal.width()) : Optional.empty(),
        verbosity,
        extra,
        invocation.root().map(root -> root.resolve("heddle")).orElse(Path.of("heddle")),
        sandbox(arguments),
        arguments.values("option"),
        arguments.value("options").map(each -> directory.resolve(each).normalize()),
        shared,
        !arguments.has(WITHOUT_SOURCES));
  }

  /** Whether it can be read is told in the words of the command line, as by cargo. */
  private static void checkManifest(Path manifest, Arguments arguments) throws UsageException {
    String given = "manifest path `" + arguments.value("manifest-path").orElse("") + "` ";
    PathKind kind = PathKind.of(manifest);
    if (kind == PathKind.DIRECTORY) {
      Path below = manifest.resolve("Cargo.toml");
      throw UsageException.behindParser(
          given
              + "is a directory but expected a file"
              + (PathKind.of(below) == PathKind.OTHER ? "\nhelp: " + below + " exists" : ""));
    }
    if (kind == PathKind.NOTHING) throw UsageException.behindParser(given + "does not exist");
  }

  private static List<String> configuration(Arguments arguments) {
    var all = new ArrayList<>(arguments.values("config"));
    if (arguments.values("Z").contains(UnstableConfig.LOCKFILE_PATH)) {
      all.add(UnstableConfig.argument(UnstableConfig.LOCKFILE_PATH));
    }
    return all;
  }

  /**
   * As cargo reads it: a negative number counts down from the processors; 0 where nothing was said.
   */
  static int jobs(Arguments arguments) throws UsageException {
    if (!arguments.has("jobs")) return 0;
    String text = arguments.value("jobs").orElse("");
    int processors = Runtime.getRuntime().availableProcessors();
    if (text.equals("default")) return processors;
    int jobs;
    try {
      jobs = Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw UsageException.behindParser(
          "could not parse `"
              + text
              + "`. Number of parallel jobs should be `default` or a number.");
    }
    if (jobs == 0) throw UsageException.behindParser("jobs may not be 0");
    return jobs > 0 ? jobs : Math.max(1, processors + jobs);
  }

  static SandboxMode sandbox(Arguments arguments) {
    return switch (arguments.value("sandbox").orElse("auto")) {
      case "strict" -> SandboxMode.STRICT;
      case "none" -> SandboxMode.NONE;
      default -> SandboxMode.AUTO;
    };
  }
}
