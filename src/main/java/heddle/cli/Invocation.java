package heddle.cli;

import heddle.world.Shortcut;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the process was started with; the only door through which arguments and environment enter.
 *
 * @param arguments the words after {@code heddle}
 * @param environment the variables of the process
 * @param directory the working directory, absolute
 * @param home the folder of the store (HEDDLE_HOME), absolute
 * @param classPath what Heddle's own classes come from, absolute; empty where none was given
 * @param root the folder that Heddle was built from, if it was started from one
 * @param columns the width of the terminal that errors go to, 0 if it is none
 * @param program the path under which Heddle was started by the name of cargo; empty under its own
 * @param shortcut where the launcher looks for what it may repeat without starting a JVM
 */
record Invocation(
    List<String> arguments,
    Map<String, String> environment,
    Path directory,
    Path home,
    String classPath,
    Optional<Path> root,
    int columns,
    Optional<Path> program,
    Optional<Shortcut> shortcut) {
  Invocation {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** One under Heddle's own name. */
  Invocation(
      List<String> arguments,
      Map<String, String> environment,
      Path directory,
      Path home,
      String classPath,
      Optional<Path> root,
      int columns,
      Optional<Shortcut> shortcut) {
    this(
        arguments,
        environment,
        directory,
        home,
        classPath,
        root,
        columns,
        Optional.empty(),
        shortcut);
  }

  Invocation with(List<String> words) {
    return new Invocation(
        words, environment, directory, home, classPath, root, columns, program, Optional.empty());
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(v -> !v.isEmpty());
  }

  /**
   * The process's own: the launcher gives home and root as properties; a bare jar finds its home.
   */
  static Invocation ofProcess(String[] args) {
    Map<String, String> environment = System.getenv();
    Path directory = Path.of("").toAbsolutePath();
    List<String> words = List.of(args);
    if (args.length > 0
        && args[0].length() > 1
        && args[0].startsWith("+")
        && OutsideCommand.onPath("rustup", environment, directory).isPresent()) {
      // As rustup's cargo has it: the first word may choose a toolchain.
      words = words.subList(1, words.size());
      environment = new HashMap<>(environment);
      environment.put("RUSTUP_TOOLCHAIN", args[0].substring(1));
    }
    String home = System.getProperty("heddle.home", "");
    String root = System.getProperty("heddle.root", "");
    String program = System.getProperty("heddle.cargo", "");
    return new Invocation(
        words,
        environment,
        directory,
        home.isEmpty() ? defaultHome(environment, directory) : Path.of(home),
        ownClassPath(),
        root.isEmpty() ? Optional.empty() : Optional.of(Path.of(root)),
        Integer.getInteger("heddle.columns", 0),
        program.isEmpty() ? Optional.empty() : Optional.of(directory.resolve(program)),
        shortcut(
            System.getProperty("heddle.repeat", ""), System.getProperty("heddle.environ", "")));
  }

  /**
   * The class path of this JVM. Not asked of a class: one that comes from an AOT cache does not
   * know where its code lies.
   */
  static String ownClassPath() {
    String separator = System.getProperty("path.separator", ":");
    return Arrays.stream(System.getProperty("java.class.path", "").split(separator, -1))
        .filter(each -> !each.isEmpty())
        .map(each -> Path.of(each).toAbsolutePath().toString())
        .collect(Collectors.joining(separator));
  }

  private static Optional<Shortcut> shortcut(String place, String environment) {
    return place.isEmpty() || environment.isEmpty()
        ? Optional.empty()
        : Optional.of(new Shortcut(Path.of(place), Path.of(environment)));
  }

  /** The same rule as in the launcher: HEDDLE_HOME, XDG_CACHE_HOME, HOME. */
  private static Path defaultHome(Map<String, String> environment, Path directory) {
    String named = environment.getOrDefault("HEDDLE_HOME", "");
    if (!named.isEmpty()) return directory.resolve(named);
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    if (!cache.isEmpty()) return Path.of(cache, "heddle");
    return Path.of(environment.getOrDefault("HOME", "/tmp"), ".cache", "heddle");
  }
}
