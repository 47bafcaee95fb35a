package heddle.cargo;

import heddle.engine.BuildException;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the configuration: {@code .cargo/config.toml} of the current directory and of those above
 * it, that of cargo's home, what they include, and the {@code --config} arguments.
 */
final class ConfigReading {
  private static final Set<String> VARIABLES =
      Set.of(
          "RUSTC",
          "RUSTDOC",
          "RUSTC_WRAPPER",
          "RUSTC_WORKSPACE_WRAPPER",
          "RUSTFLAGS",
          "RUSTDOCFLAGS",
          "CI",
          "TF_BUILD");

  private final FileTree files;
  private final Path directory;
  private final Path home;
  private final List<Problem> warnings = new ArrayList<>();

  ConfigReading(FileTree files, Path directory, Path home) {
    this.files = files;
    this.directory = directory;
    this.home = home;
  }

  /** Whether the variable has a meaning for cargo whatever the files say. */
  static boolean isOwn(String variable) {
    return variable.startsWith("CARGO_") || VARIABLES.contains(variable);
  }

  /** Gives the value of a variable that is not cargo's own. */
  interface Others {
    Optional<String> value(String variable) throws BuildException, InterruptedException;
  }

  Config read(Map<String, String> environment, List<String> arguments, Others others)
      throws ProblemException, BuildException, InterruptedException {
    var top = new Origin.CommandLine(Optional.empty(), new Source("", "").all());
    var found = new ConfigValue.Table(Map.of(), top);
    for (Path file : candidates()) {
      found = new ConfigMerge(false).tables(found, load(file, new HashSet<>(), fileOrigin(file)));
    }
    var given = new ConfigValue.Table(Map.of(), top);
    var seen = new HashSet<Path>();
    for (String argument : arguments) {
      given = new ConfigMerge(true).tables(given, argument(argument, seen));
    }
    ConfigValue.Table values = new ConfigMerge(true).tables(found, given);
    var kept = new LinkedHashMap<String, String>();
    environment.forEach((name, text) -> {
      if (isOwn(name)) {
        kept.put(name, text);
      }
    });
    if (values.entries().get("env") instanceof ConfigValue.Table env) {
      for (String name : env.entries().keySet()) {
        if (!isOwn(name)) {
          others.value(name).ifPresent(text -> kept.put(name, text));
        }
      }
    }
    return new Config(values, kept, directory, home, warnings);
  }

  /**
   * What the arguments and each file say by themselves, the strongest first; what a file includes
   * stands before it, as in cargo.
   */
  List<ConfigValue.Table> unmerged(List<String> arguments)
      throws ProblemException, BuildException, InterruptedException {
    var nowhere = new Source("", "").all();
    var given = new ConfigValue.Table(Map.of(), new Origin.CommandLine(Optional.empty(), nowhere));
    var seen = new HashSet<Path>();
    for (String argument : arguments) {
      given = new ConfigMerge(true).tables(given, argument(argument, seen));
    }
    var all = new ArrayList<>(List.of(given));
    for (Path file : candidates()) {
      addUnmerged(file, new HashSet<>(), all);
    }
    return all;
  }

  private void addUnmerged(Path file, Set<Path> seen, List<ConfigValue.Table> all)
      throws ProblemException, BuildException, InterruptedException {
    ConfigValue.Table own = table(Toml.parse(source(file, seen)), fileOrigin(file));
    ConfigValue include = own.entries().get("include");
    if (include != null) {
      for (ConfigInclude each : ConfigInclude.list(include)) {
        Path other = path(file.resolve("..").normalize(), each.path(), include.origin());
        if (!each.optional() || files.read(other).isPresent()) {
          addUnmerged(other, seen, all);
        }
      }
    }
    var nowhere = new Source("", "").all();
    all.add(new ConfigValue.Table(own.entries(), new Origin.ConfigFile(file, nowhere)));
  }

  /** The files to read, the strongest first. */
  private List<Path> candidates() throws ProblemException, BuildException, InterruptedException {
    var found = new ArrayList<Path>();
    boolean homeSeen = false;
    for (Path at = directory; at != null; at = at.getParent()) {
      Path folder = at.resolve(".cargo");
      homeSeen |= folder.equals(home);
      file(folder, "config").ifPresent(found::add);
    }
    if (!homeSeen) {
      file(home, "config").ifPresent(found::add);
    }
    return found;
  }

  private Optional<Path> file(Path folder, String name)
      throws ProblemException, BuildException, InterruptedException {
    // Each by itself, not by a listing: cargo writes beside them all the time.
    boolean plain = there(folder.resolve(name));
    boolean toml = there(folder.resolve(name + ".toml"));
    Path old = folder.resolve(name);
    if (plain) {
      warnings.add(
          toml
              ? Problem.of("both `" + old + "` and `" + old + ".toml` exist. Using `" + old + "`")
              : Problem.of("`" + old + "` is deprecated in favor of `" + name + ".toml`")
                  .withHelp(
                      "if you need to support cargo 1.38 or earlier, you can symlink `"
                          + name
                          + "` to `"
                          + name
                          + ".toml`"));
      return Optional.of(old);
    }
    return toml ? Optional.of(folder.resolve(name + ".toml")) : Optional.empty();
  }

  private boolean there(Path file) throws ProblemException, BuildException, InterruptedException {
    return files.read(file).isPresent() || files.list(file).isPresent();
  }

  private static Function<Place, Origin> fileOrigin(Path file) {
    return place -> new Origin.ConfigFile(file, place);
  }

  private static Function<Place, Origin> argumentOrigin(Optional<Path> file) {
    return place -> new Origin.CommandLine(file, place);
  }

  private ConfigValue.Table load(Path file, Set<Path> seen, Function<Place, Origin> origin)
      throws ProblemException, BuildException, InterruptedException {
    Source source = source(file, seen);
    Path folder = file.resolve("..").normalize();
    return withIncludes(table(Toml.parse(source), origin), folder, seen, origin);
  }

  private Source source(Path file, Set<Path> seen)
      throws ProblemException, BuildException, InterruptedException {
    if (!seen.add(file)) {
      throw new ProblemException(
          Problem.of("config `include` cycle detected with path `" + file + "`"));
    }
    return files
        .read(file)
        .orElseThrow(() ->
            new ProblemException(Problem.of("failed to read configuration file `" + file + "`")));
  }

  private ConfigValue.Table withIncludes(
      ConfigValue.Table table, Path folder, Set<Path> seen, Function<Place, Origin> origin)
      throws ProblemException, BuildException, InterruptedException {
    ConfigValue include = table.entries().get("include");
    if (include == null) {
      return table;
    }
    var rest = new LinkedHashMap<>(table.entries());
    rest.remove("include");
    var all = new ConfigValue.Table(Map.of(), table.origin());
    for (ConfigInclude each : ConfigInclude.list(include)) {
      Path file = path(folder, each.path(), include.origin());
      if (each.optional() && files.read(file).isEmpty()) {
        continue;
      }
      Function<Place, Origin> inner =
          origin.apply(table.origin().place()) instanceof Origin.CommandLine
              ? argumentOrigin(Optional.of(file))
              : fileOrigin(file);
      try {
        all = new ConfigMerge(true).tables(all, load(file, seen, inner));
      } catch (ProblemException e) {
        throw new ProblemException(
            e.problems().stream()
                .map(p -> p.withLabel(include.origin().place(), "included from here"))
                .toList());
      }
    }
    return new ConfigMerge(true).tables(all, new ConfigValue.Table(rest, table.origin()));
  }

  private static Path path(Path folder, String text, Origin origin) throws ProblemException {
    try {
      return folder.resolve(text).normalize();
    } catch (InvalidPathException _) {
      throw Config.problem(origin, "`" + text + "` is not a path");
    }
  }

  private ConfigValue.Table argument(String argument, Set<Path> seen)
      throws ProblemException, BuildException, InterruptedException {
    Optional<Path> path = ConfigArgument.path(directory, argument);
    if (path.isPresent() && files.exists(path.get())) {
      return load(path.get(), seen, argumentOrigin(path));
    }
    Function<Place, Origin> origin = argumentOrigin(Optional.empty());
    ConfigValue.Table table = table(new ConfigArgument(argument).table(), origin);
    return withIncludes(table, directory, new HashSet<>(), origin);
  }

  private static ConfigValue.Table table(Toml.Table table, Function<Place, Origin> origin)
      throws ProblemException {
    var entries = new LinkedHashMap<String, ConfigValue>();
    for (Toml.Entry e : table.entries().values()) {
      entries.put(e.key(), value(e.value(), origin));
    }
    return new ConfigValue.Table(entries, origin.apply(table.place()));
  }

  private static ConfigValue value(Toml toml, Function<Place, Origin> origin)
      throws ProblemException {
    Origin here = origin.apply(toml.place());
    return switch (toml) {
      case Toml.Text text -> new ConfigValue.Text(text.value(), here);
      case Toml.Whole whole -> new ConfigValue.Whole(whole.value(), here);
      case Toml.Flag flag -> new ConfigValue.Flag(flag.value(), here);
      case Toml.Table inner -> table(inner, origin);
      case Toml.Array array -> {
        var items = new ArrayList<ConfigValue>();
        for (Toml item : array.items()) {
          items.add(value(item, origin));
        }
        yield new ConfigValue.Items(items, here);
      }
      case Toml.Real _, Toml.Moment _ ->
          throw Config.problem(here, "unsupported TOML configuration type `" + toml.kind() + "`");
    };
  }
}
