package heddle.rust;

import heddle.contract.policy.Permission;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the root and overlays let one package's script and procedural macros do, as paths and names
 * of this machine.
 *
 * @param reads files and directories that it may read, which are part of its key
 * @param writes directories that it may write, and that are no outputs: state in the user's home
 * @param outputs what it may write in its package's source, relative to the package
 * @param variables the user's variables that it sees
 * @param home the user's own home, if anything in it is allowed
 */
record ScriptPermits(
    List<Path> reads,
    List<Path> writes,
    List<String> outputs,
    List<String> variables,
    boolean network,
    Optional<Path> home) {
  /** Nothing. */
  static final ScriptPermits NONE =
      new ScriptPermits(List.of(), List.of(), List.of(), List.of(), false, Optional.empty());

  ScriptPermits {
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
    outputs = List.copyOf(outputs);
    variables = List.copyOf(variables);
  }

  /** What a key holds of them; empty where nothing is allowed. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    reads.forEach(path -> words.add("read " + path));
    writes.forEach(path -> words.add("write " + path));
    variables.forEach(name -> words.add("variable " + name));
    if (network) words.add("network");
    return words;
  }

  static ScriptPermits of(
      List<Permission> allowed, Path workspace, Map<String, String> environment) {
    var reads = new ArrayList<Path>();
    var writes = new ArrayList<Path>();
    var outputs = new ArrayList<String>();
    var variables = new TreeSet<String>();
    boolean network = false;
    boolean inHome = false;
    Path home = Path.of(environment.getOrDefault("HOME", "/"));
    for (Permission each : allowed) {
      switch (each) {
        case Permission.Network _ -> network = true;
        case Permission.Variable(String name) -> variables.add(name);
        case Permission.Read(String path) -> {
          inHome |= path.startsWith("~/");
          reads.add(
              path.startsWith("~/") ? home.resolve(path.substring(2)) : workspace.resolve(path));
        }
        case Permission.Write(String path) -> {
          inHome |= path.startsWith("~/");
          if (path.startsWith("~/")) writes.add(home.resolve(path.substring(2)));
          else outputs.add(path);
        }
      }
    }
    return new ScriptPermits(
        reads,
        writes,
        outputs,
        List.copyOf(variables),
        network,
        inHome ? Optional.of(home) : Optional.empty());
  }
}
