package heddle.rust;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which of the user's variables a compilation sees. A plain library sees them all, because rustc
 * says which of them it used. What loads procedural macros or links sees those that it turned out
 * to ask for, those that its root allows it, and those that C compilers read; the result is keyed
 * by each of them.
 */
final class UserVariables {
  /** They say where tools are, not what they do: no key holds them. */
  private static final Set<String> PASSED =
      Set.of("PATH", "TMPDIR", "LANG", "LC_ALL", "TERM", "RUSTC_BOOTSTRAP");

  /**
   * What gcc, clang and binutils read of the environment when they compile and link (GCC's manual,
   * "Environment Variables Affecting GCC"; ld's, "Environment Variables").
   */
  static final List<String> OF_COMPILERS =
      List.of(
          "COMPILER_PATH",
          "CPATH",
          "CPLUS_INCLUDE_PATH",
          "C_INCLUDE_PATH",
          "GCC_EXEC_PREFIX",
          "GNUTARGET",
          "LDEMULATION",
          "LD_RUN_PATH",
          "LIBRARY_PATH",
          "OBJC_INCLUDE_PATH",
          "SOURCE_DATE_EPOCH");

  private static final Set<String> NEVER = Set.of("HOME", "OLDPWD", "PWD", "SHLVL", "_");

  private final Map<String, String> environment;
  private final boolean links;
  private final boolean macros;
  private final List<String> allowed;

  /** {@code links} and {@code macros}: whether the compilation runs a linker, and what it loads. */
  UserVariables(
      Map<String, String> environment, boolean links, boolean macros, List<String> allowed) {
    this.environment = Map.copyOf(environment);
    this.links = links;
    this.macros = macros;
    this.allowed = List.copyOf(allowed);
  }

  private boolean all() {
    return !links && !macros;
  }

  /** What C compilers read, as names and values; of the linker's key, and of a script's. */
  static Map<String, String> ofCompilers(Map<String, String> environment) {
    Map<String, String> found = new TreeMap<>();
    for (String name : OF_COMPILERS) {
      String value = environment.get(name);
      if (value != null) found.put(name, value);
    }
    return found;
  }

  /** The same for a compilation: empty for one that links nothing. */
  Map<String, String> linking() {
    return links ? ofCompilers(environment) : Map.of();
  }

  /** The variables of a first run; {@code watched} are those that earlier runs asked for. */
  Map<String, String> first(Map<String, String> own, Set<String> watched) {
    Map<String, String> given = new TreeMap<>(own);
    if (all()) {
      environment.forEach(given::putIfAbsent);
      return given;
    }
    add(PASSED, given);
    linking().forEach(given::putIfAbsent);
    add(allowed, given);
    add(watched, given);
    return given;
  }

  /** Gives more of them. */
  void add(Iterable<String> names, Map<String, String> given) {
    for (String name : names) {
      String value = environment.get(name);
      if (value != null) given.putIfAbsent(name, value);
    }
  }

  /** The names that rustc says it looked for, that the user has set, and that it was not given. */
  Set<String> missing(DepInfo info, Set<String> had) {
    Set<String> looked = new TreeSet<>();
    info.variables()
        .forEach((name, value) -> value.ifPresentOrElse(_ -> {}, () -> looked.add(name)));
    return hidden(looked, had);
  }

  /**
   * The same of a run that failed: by rustc's words, and where procedural macros are loaded by any
   * error that names a variable, for macros look it up themselves ("DATABASE_URL must be set").
   */
  Set<String> missing(List<String> errors, Set<String> had) {
    Set<String> looked = new TreeSet<>();
    for (String line : errors) {
      int at = line.indexOf("environment variable `");
      int end = at < 0 ? -1 : line.indexOf("` not defined", at);
      if (end > 0) {
        looked.add(line.substring(at + "environment variable `".length(), end));
      }
      if (macros && Diagnostics.level(line).equals("error")) {
        named(line, looked);
      }
    }
    return hidden(looked, had);
  }

  /** Words of the text that are names of variables as people write them. */
  private static void named(String line, Set<String> looked) {
    int from = 0;
    for (int i = 0; i <= line.length(); i++) {
      char c = i < line.length() ? line.charAt(i) : ' ';
      if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_') continue;
      if (i - from > 2 && !NEVER.contains(line.substring(from, i)))
        looked.add(line.substring(from, i));
      from = i + 1;
    }
  }

  private Set<String> hidden(Set<String> looked, Set<String> had) {
    looked.removeIf(name -> had.contains(name) || !environment.containsKey(name));
    return looked;
  }

  /** The names that a result depends on beyond its command; {@code given} is what its run got. */
  Set<String> observed(DepInfo info, Map<String, String> own, Set<String> given) {
    Set<String> looked = new TreeSet<>(info.variables().keySet());
    if (!all()) {
      looked.addAll(given);
      looked.removeAll(linking().keySet());
    }
    looked.addAll(allowed);
    looked.removeAll(own.keySet());
    looked.removeAll(PASSED);
    return looked;
  }
}
