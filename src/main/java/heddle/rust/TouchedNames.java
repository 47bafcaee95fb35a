package heddle.rust;

import heddle.process.SystemView;
import heddle.process.Traced;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Says of the names that a process touched whose they are, by what the process was given. The
 * compiler's own directory counts as the system's, and so does what the loader and the search for
 * programs looked for and did not find.
 */
record TouchedNames(
    SystemView view, Path sysroot, Machine.Command command, Predicate<Path> exists) {
  /** Directories that glibc's loader looks for in each directory of libraries; ld.so(8). */
  private static final Set<String> HARDWARE =
      Set.of("glibc-hwcaps", "tls", "x86_64", "aarch64", "haswell");

  UnitTrace.Touch of(Traced.Touch touch) {
    return new UnitTrace.Touch(touch.deed(), whose(touch), touch.name());
  }

  private UnitTrace.Whose whose(Traced.Touch touch) {
    Machine.Rules rules = command.rules();
    String name = touch.name();
    if (name.startsWith("$TMPDIR")) {
      return UnitTrace.Whose.TEMPORARY;
    }
    if (touch.deed() == Traced.Deed.CONNECT) {
      return rules.network() ? UnitTrace.Whose.INPUT : UnitTrace.Whose.UNDECLARED;
    }
    if (!name.startsWith("/")) {
      return UnitTrace.Whose.UNDECLARED;
    }
    Path path = Path.of(name);
    if (path.startsWith(sysroot) || (touch.deed() == Traced.Deed.ABSENT && searched(path))) {
      return UnitTrace.Whose.SYSTEM;
    }
    if (below(path, rules.writes())) {
      return UnitTrace.Whose.OUTPUT;
    }
    // Whoever resolves a name asks about the directories above it.
    if (below(path, rules.reads())
        || (touch.deed() == Traced.Deed.PROBE
            && (above(path, rules.reads()) || above(path, rules.writes())))) {
      return UnitTrace.Whose.INPUT;
    }
    boolean system =
        view.shows(path)
            || path.getNameCount() == 0
            || below(path, List.of(Path.of("/proc"), Path.of("/dev"), Path.of("/sys")))
            || above(path, view.directories())
            || (path.startsWith("/etc")
                && touch.deed() == Traced.Deed.ABSENT
                && !exists.test(path));
    return system ? UnitTrace.Whose.SYSTEM : UnitTrace.Whose.UNDECLARED;
  }

  /** Whether it is where a program or a shared library was looked for. */
  private boolean searched(Path path) {
    for (String each : command.variables().getOrDefault("PATH", "").split(":", -1)) {
      if (!each.isEmpty() && Path.of(each).equals(path.getParent())) {
        return true;
      }
    }
    for (String each : command.variables().getOrDefault("LD_LIBRARY_PATH", "").split(":", -1)) {
      if (!each.isEmpty() && path.startsWith(each)) {
        Path rest = Path.of(each).relativize(path);
        if (rest.toString().isEmpty()
            || HARDWARE.contains(rest.getName(0).toString())
            || String.valueOf(rest.getFileName()).contains(".so")) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean below(Path path, Collection<Path> roots) {
    return roots.stream().anyMatch(path::startsWith);
  }

  private static boolean above(Path path, Collection<Path> roots) {
    return roots.stream().anyMatch(root -> root.startsWith(path));
  }
}
