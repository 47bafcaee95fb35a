package heddle.process;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A process to run, as a value: all it is given, and what it shall leave. It sees no variable that
 * is not here and, as far as the sandbox reaches, no file outside its mounts and the system.
 *
 * <p>Texts (argv, values of variables, cwd, outputs) may hold {@link Mount#placeholder}s.
 *
 * @param argv the program (an absolute path, or a name found on the action's own PATH) and its
 *     arguments
 * @param env all variables, but for those of {@code varying}
 * @param varying variables that depend on the schedule (NUM_JOBS, MAKEFLAGS): set at the start,
 *     only their names count for the key
 * @param mounts directories it sees
 * @param cwd where it starts
 * @param outputs files or directories, below writable mounts, that it may leave
 * @param early an output that is complete before the end, and how the action says so
 * @param foldable how many of the last arguments may stand in a file, one a line, where the system
 *     takes no command line of that length: the program reads {@code @FILE}
 */
public record Action(
    List<String> argv,
    Map<String, String> env,
    Map<String, String> varying,
    List<Mount> mounts,
    String cwd,
    List<String> outputs,
    Optional<EarlyOutput> early,
    Limits limits,
    Permissions permissions,
    int foldable) {
  public Action {
    argv = List.copyOf(argv);
    env = Collections.unmodifiableMap(new TreeMap<>(env));
    varying = Collections.unmodifiableMap(new TreeMap<>(varying));
    mounts = List.copyOf(mounts);
    outputs = List.copyOf(outputs);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("an action needs a program");
    }
    if (foldable < 0 || foldable >= argv.size()) {
      throw new IllegalArgumentException("the program itself cannot stand in a file");
    }
    if (mounts.stream().map(Mount::name).distinct().count() != mounts.size()) {
      throw new IllegalArgumentException("two mounts have one name");
    }
  }

  /** An action of these, with no outputs, default limits and no permissions. */
  public static Action of(
      List<String> argv, Map<String, String> env, List<Mount> mounts, String cwd) {
    return new Action(
        argv,
        env,
        Map.of(),
        mounts,
        cwd,
        List.of(),
        Optional.empty(),
        Limits.DEFAULT,
        Permissions.NONE,
        0);
  }

  public Action withVarying(Map<String, String> varying) {
    return new Action(
        argv, env, varying, mounts, cwd, outputs, early, limits, permissions, foldable);
  }

  public Action withOutputs(List<String> outputs) {
    return new Action(
        argv, env, varying, mounts, cwd, outputs, early, limits, permissions, foldable);
  }

  public Action withEarly(EarlyOutput early) {
    return new Action(
        argv,
        env,
        varying,
        mounts,
        cwd,
        outputs,
        Optional.of(early),
        limits,
        permissions,
        foldable);
  }

  public Action withLimits(Limits limits) {
    return new Action(
        argv, env, varying, mounts, cwd, outputs, early, limits, permissions, foldable);
  }

  public Action withPermissions(Permissions permissions) {
    return new Action(
        argv, env, varying, mounts, cwd, outputs, early, limits, permissions, foldable);
  }
}
