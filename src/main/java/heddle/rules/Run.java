package heddle.rules;

import heddle.engine.Intrinsic;
import heddle.store.Digest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs a program in a directory that holds exactly these files, in the sandbox, without network.
 * Its result is kept in the store: an equal run in any process or checkout starts nothing.
 *
 * @param argv the program, by absolute path or by its name on PATH, and its arguments
 * @param env its variables; PATH is the system's unless it is here
 * @param inputs the files it finds, by path relative to its directory
 * @param outputs the files it may leave, by path relative to its directory; {@code name/} for all
 *     below a directory
 */
public record Run(
    List<String> argv, Map<String, String> env, Map<String, Digest> inputs, List<String> outputs)
    implements Intrinsic<Ran> {
  public Run {
    argv = List.copyOf(argv);
    env = Collections.unmodifiableMap(new TreeMap<>(env));
    inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
    outputs = List.copyOf(outputs);
    if (argv.isEmpty()) throw new IllegalArgumentException("a run needs a program");
    for (String each : inputs.keySet()) relative(each);
    for (String each : outputs) {
      relative(each.endsWith("/") ? each.substring(0, each.length() - 1) : each);
    }
  }

  /** With no variables of its own. */
  public Run(List<String> argv, Map<String, Digest> inputs, List<String> outputs) {
    this(argv, Map.of(), inputs, outputs);
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
