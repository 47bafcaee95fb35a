package heddle.rust;

import heddle.platform.toolchain.ToolName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which texts of the user's environment a run of a build script left in its result: in the words
 * that it said to cargo, and in the files that it made. Where it left none of a tool's folder, the
 * result is the same wherever the tool is called from.
 *
 * @param lines what it printed; only what cargo reads of it is a result
 * @param files what it made: files, and directories with all below
 */
record ScriptTraces(Machine machine, NamedTools named, List<String> lines, List<Path> files) {
  ScriptTraces {
    lines = lines.stream().filter(ScriptTraces::says).toList();
    files = List.copyOf(files);
  }

  /** Names of variables to watch say nothing of their values. */
  private static boolean says(String line) {
    return line.startsWith("cargo:")
        && !line.startsWith("cargo:rerun-if-env-changed=")
        && !line.startsWith("cargo::rerun-if-env-changed=");
  }

  /** Of these variables those whose text counts, since the result may hold it; PATH if that is. */
  Set<String> texts(Collection<String> tools) throws IOException {
    Set<String> found = new TreeSet<>();
    for (String folder : shortest(named.folders())) {
      if (holds(folder)) {
        found.add("PATH");
        break;
      }
    }
    for (String tool : tools) {
      var trace = named.trace(tool);
      if (trace.isPresent() && holds(trace.get())) found.add(tool);
    }
    return found;
  }

  /** Those that stand in no other: who holds a longer one holds a shorter one, too. */
  private static Set<String> shortest(Set<String> texts) {
    Set<String> kept = new TreeSet<>(texts);
    kept.removeIf(each -> texts.stream().anyMatch(o -> !o.equals(each) && each.contains(o)));
    return kept;
  }

  private boolean holds(String text) throws IOException {
    if (lines.stream().anyMatch(line -> line.contains(text))) return true;
    for (Path file : files) {
      if (machine.mentions(file, text)) return true;
    }
    return false;
  }

  /** Whether a variable may count by the tool that it names. */
  static boolean byTool(String variable) {
    return ToolName.isVariable(variable);
  }
}
