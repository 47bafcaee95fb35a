package heddle.rust;

import heddle.cargo.BuildRequest;
import heddle.process.SandboxMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A build as the command line asks for it: all that is known before anything is read. Paths are
 * absolute and normal.
 *
 * @param home Heddle's own folder
 * @param directory where the user stands
 * @param manifest the Cargo.toml that was named; else the nearest one upwards counts
 * @param jobs how many processes run at one time; 0 for what the configuration or the machine says
 * @param frozen whether {@code --frozen} said that the lock must not change
 * @param width columns of the terminal that diagnostics are fitted to
 * @param verbosity how often {@code -v} was given; less than 0 for {@code -q}
 * @param extra arguments for rustc on the roots
 * @param launcher Heddle's own program, which {@code $CARGO} hands on to where it can
 * @param options the texts of {@code -o}, as {@code package:option=value}
 * @param optionsFile a packager's file of options
 * @param shared whether these options were said of several builds, of which this may leave the
 *     package out
 * @param sources whether {@code [source]} of the configuration counts
 */
public record Order(
    Path home,
    Path directory,
    Optional<Path> manifest,
    Map<String, String> environment,
    List<String> configuration,
    BuildRequest request,
    Optional<Path> targetDirectory,
    int jobs,
    boolean keepGoing,
    boolean offline,
    boolean frozen,
    MessageFormat format,
    boolean colour,
    Optional<Integer> width,
    int verbosity,
    List<String> extra,
    Path launcher,
    SandboxMode sandbox,
    List<String> options,
    Optional<Path> optionsFile,
    boolean shared,
    boolean sources) {
  public Order {
    environment = Map.copyOf(environment);
    configuration = List.copyOf(configuration);
    extra = List.copyOf(extra);
    options = List.copyOf(options);
  }

  /** Where cargo keeps its configuration and crates. */
  public Path cargoHome() {
    String set = environment.getOrDefault("CARGO_HOME", "");
    return set.isEmpty()
        ? Path.of(environment.getOrDefault("HOME", "/"), ".cargo")
        : directory.resolve(set);
  }
}
