package heddle.rust;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The variables of a script's run: those that Heddle sets, and of the user's those that it may see.
 * These become more while it says what it watches, and are never taken back.
 */
final class ScriptEnvironment {
  /** Of the user's those that say where things are, not what they do: no key holds them. */
  private static final Set<String> PASSED = Set.of("PATH", "TMPDIR", "LANG", "LC_ALL", "TERM");

  private final Map<String, String> user;
  private final Map<String, String> given;

  /**
   * @param watched those of the user's variables that earlier runs turned out to watch
   */
  ScriptEnvironment(
      ScriptInputs inputs, Toolchain toolchain, Map<String, String> user, List<String> watched) {
    this.user = user;
    this.given = new TreeMap<>(inputs.variables());
    pass(PASSED);
    given.computeIfPresent("PATH", (_, path) -> toolchain.path(path));
    pass(UserVariables.OF_COMPILERS);
    pass(inputs.permits().variables());
    inputs.permits().home().ifPresent(home -> given.putIfAbsent("HOME", home.toString()));
    pass(watched);
  }

  private void pass(Iterable<String> names) {
    for (String name : names) {
      String value = user.get(name);
      if (value != null) {
        given.putIfAbsent(name, value);
      }
    }
  }

  /** What a run gets; it adds those that are of this run alone. */
  Map<String, String> given() {
    return given;
  }

  /**
   * Adds what a run watches and was not given; false if it was given all, and saw what it wants.
   */
  boolean widen(ScriptOutput output) {
    Set<String> hidden = new TreeSet<>(output.rerunIfEnvChanged());
    hidden.removeIf(name -> given.containsKey(name) || !user.containsKey(name));
    pass(hidden);
    return !hidden.isEmpty();
  }
}
