package heddle.rules;

import heddle.engine.Intrinsic;
import heddle.store.Digest;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Runs a program in a directory that holds exactly these files, in the sandbox, without network.
 * Its result is kept in the store: an equal run in any process or checkout starts nothing.
 *
 * @param argv the program and its arguments: by absolute path, by its name on PATH, or {@code ./x}
 *     for the input x
 * @param env its variables; PATH is the system's unless it is here
 * @param inputs the files it finds, by path relative to its directory
 * @param outputs the files it may leave, by path relative to its directory; {@code name/} for all
 *     below a directory
 * @param programs those of the inputs that may be executed; {@code ./x} as the program is among
 *     them
 * @param folders directories of this machine that it reads where they lie, such as an installed
 *     compiler's; their content counts as the inputs' does
 */
public record Run(
    List<String> argv,
    Map<String, String> env,
    Map<String, Digest> inputs,
    List<String> outputs,
    Set<String> programs,
    Set<Path> folders)
    implements Intrinsic<Ran> {
  public Run {
    argv = List.copyOf(argv);
    env = Collections.unmodifiableMap(new TreeMap<>(env));
    inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
    outputs = List.copyOf(outputs);
    if (argv.isEmpty()) throw new IllegalArgumentException("a run needs a program");
    var all = new TreeSet<>(programs);
    if (argv.getFirst().startsWith("./")) all.add(argv.getFirst().substring(2));
    programs = Collections.unmodifiableSet(all);
    folders = Collections.unmodifiableSet(new TreeSet<>(folders));
    for (Path each : folders) {
      if (!each.isAbsolute() || !each.normalize().equals(each)) {
        throw new IllegalArgumentException("`" + each + "` is not a plain absolute path");
      }
    }
    for (String each : programs) {
      if (!inputs.containsKey(each)) {
        throw new IllegalArgumentException("the program `" + each + "` is not among the inputs");
      }
    }
    for (String each : inputs.keySet()) relative(each);
    for (String each : outputs) {
      relative(each.endsWith("/") ? each.substring(0, each.length() - 1) : each);
    }
  }

  /** With no variables of its own. */
  public Run(List<String> argv, Map<String, Digest> inputs, List<String> outputs) {
    this(argv, Map.of(), inputs, outputs);
  }

  /** With no directories of this machine. */
  public Run(
      List<String> argv,
      Map<String, String> env,
      Map<String, Digest> inputs,
      List<String> outputs,
      Set<String> programs) {
    this(argv, env, inputs, outputs, programs, Set.of());
  }

  /** With no programs among the inputs but the one that runs. */
  public Run(
      List<String> argv,
      Map<String, String> env,
      Map<String, Digest> inputs,
      List<String> outputs) {
    this(argv, env, inputs, outputs, Set.of());
  }

  static String relative(String path) {
    boolean plain = !path.isEmpty() && !path.startsWith("/") && path.indexOf('\0') < 0;
    for (String part : path.split("/", -1)) {
      plain &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
    }
    if (!plain) {
      throw new IllegalArgumentException("`" + path + "` is not a plain relative path");
    }
    return path;
  }
}
