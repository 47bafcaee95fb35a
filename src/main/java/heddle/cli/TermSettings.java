package heddle.cli;

import heddle.cargo.Config;
import heddle.cargo.ConfigTypes;
import heddle.cargo.ReadConfig;
import heddle.cargo.Setting;
import heddle.engine.Engine;
import heddle.store.Store;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.world.Footprint;
import heddle.world.Observation;
import heddle.world.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code term.quiet}, {@code term.verbose}, {@code term.color} and {@code term.progress} of cargo's
 * configuration: they stand for the options of these names where the command line has none. Source
 * of the rule: cargo's {@code util/context/mod.rs}, {@code configure}.
 */
final class TermSettings {
  /** The key under which arguments hold when the live line is shown, and its width. */
  private static final String PROGRESS = "term.progress";

  private TermSettings() {}

  /** The terminal on which the live line is drawn, or none is. */
  static Terminal live(Terminal terminal, Arguments arguments) {
    List<String> said = arguments.values(PROGRESS);
    if (said.isEmpty()) return terminal;
    boolean live =
        switch (said.getFirst()) {
          case "never" -> false;
          case "always" -> true;
          default -> terminal.live();
        };
    int width = said.getLast().isEmpty() ? terminal.width() : Integer.parseInt(said.getLast());
    return new Terminal(terminal.out(), terminal.err(), terminal.colour(), live, width);
  }

  /** The arguments with what the configuration says of the options that the command has. */
  static Arguments applied(Invocation invocation, Usage usage, Arguments given) throws Exception {
    if (usage.options().stream().noneMatch(each -> each.name().equals("quiet"))) return given;
    if (given.has("quiet") && given.has("verbose")) {
      throw new ProblemException(Problem.of("cannot set both --verbose and --quiet"));
    }
    Path directory =
        given
            .value("directory")
            .map(invocation.directory()::resolve)
            .orElse(invocation.directory())
            .normalize();
    Path home = home(invocation);
    if (!isThere(invocation, given, directory, home)) return given;
    Config config = read(invocation, given, directory, home);
    boolean quiet = config.flag("term", "quiet").map(Setting::value).orElse(false);
    boolean verbose = config.flag("term", "verbose").map(Setting::value).orElse(false);
    ConfigTypes.LiveLine live = new ConfigTypes(config).ofTerm();
    Optional<String> colour = config.text("term", "color").map(Setting::value);
    Map<String, List<String>> options = new LinkedHashMap<>(given.options());
    if (!live.when().equals("auto") || live.width().isPresent())
      options.put(PROGRESS, List.of(live.when(), live.width().map(String::valueOf).orElse("")));
    if (!given.has("quiet") && !given.has("verbose")) {
      if (quiet && verbose) {
        throw new ProblemException(Problem.of("cannot set both `term.verbose` and `term.quiet`"));
      }
      if (quiet) options.put("quiet", List.of(""));
      if (verbose && has(usage, "verbose")) options.put("verbose", List.of(""));
    }
    if (colour.isPresent() && !given.has("color") && has(usage, "color")) {
      options.put("color", List.of(checked(colour.get())));
    }
    return new Arguments(options, given.words(), given.trailing());
  }

  /** A value of {@code --color}, if it is one. */
  static String checked(String colour) throws ProblemException {
    if (List.of("auto", "always", "never").contains(colour)) return colour;
    throw new ProblemException(
        Problem.of(
            "argument for --color must be auto, always, or never, but found `" + colour + "`"));
  }

  private static boolean has(Usage usage, String option) {
    return usage.options().stream().anyMatch(each -> each.name().equals(option));
  }

  /** Cargo's home. */
  static Path home(Invocation invocation) {
    return invocation
        .variable("CARGO_HOME")
        .map(invocation.directory()::resolve)
        .orElseGet(() -> Path.of(invocation.variable("HOME").orElse("/"), ".cargo"));
  }

  /** Whether anything could say something: most commands are not to wait for a look. */
  private static boolean isThere(Invocation invocation, Arguments given, Path directory, Path home)
      throws IOException {
    if (!given.values("config").isEmpty()) return true;
    if (invocation.environment().keySet().stream().anyMatch(n -> n.startsWith("CARGO_TERM_"))) {
      return true;
    }
    return anySays(directory, home, List.of("term"));
  }

  /** Whether a configuration file that counts here could set what one of these words begins. */
  static boolean anySays(Path directory, Path home, List<String> words) throws IOException {
    var folders = new ArrayList<>(List.of(home));
    for (Path at = directory; at != null; at = at.getParent()) folders.add(at.resolve(".cargo"));
    for (Path folder : folders) {
      for (String name : List.of("config.toml", "config")) {
        if (maySay(folder.resolve(name), words)) return true;
      }
    }
    return false;
  }

  /**
   * Whether the file could set anything of these tables, itself or by what it includes. Reading the
   * configuration takes a tenth of the time of a small build, which reads it again.
   */
  private static boolean maySay(Path file, List<String> words) throws IOException {
    if (Footprint.of(file).isEmpty()) return false;
    Optional<String> text = TextFile.read(file);
    return text.isEmpty()
        || Stream.concat(words.stream(), Stream.of("include", "\\")).anyMatch(text.get()::contains);
  }

  private static Config read(Invocation invocation, Arguments given, Path directory, Path home)
      throws Exception {
    try (Store store = Store.open(invocation.home())) {
      var observation = new Observation(invocation.environment(), store);
      try (var engine = new Engine(observation.handlers())) {
        return engine.evaluate(
            new ReadConfig(directory, home, invocation.environment(), given.values("config")));
      }
    }
  }
}
