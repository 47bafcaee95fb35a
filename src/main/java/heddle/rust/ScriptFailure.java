package heddle.rust;

import heddle.process.Denied;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a person reads when a build script fails: its own words first, without the directives that
 * it gave before; then what it reached for and did not get, with the lines that allow it.
 */
final class ScriptFailure {
  /** What programs of all languages say when there is no network; in English, as scripts run. */
  private static final List<String> NO_NETWORK =
      List.of(
          "network is unreachable",
          "connection refused",
          "could not resolve host",
          "couldn't resolve host",
          "name resolution",
          "failed to lookup address",
          "name or service not known",
          "dns error");

  private ScriptFailure() {}

  /**
   * Of its exit, with the diagnostics that it published first.
   *
   * @param said the lines of its standard error
   */
  static UnitFailure of(
      CratePackage pkg,
      Machine.Exit exit,
      List<String> published,
      List<String> said,
      OptionHints hints,
      Refusals refusals) {
    String where = pkg.local() ? " (" + pkg.root() + ")" : "";
    String how =
        exit.problem().isEmpty() ? " (exit code " + exit.code() + ")" : ": " + exit.problem();
    List<String> lines = new ArrayList<>(published);
    lines.addAll(trimmed(said));
    List<String> printed = exit.output().lines().stream().filter(ScriptFailure::telling).toList();
    if (!trimmed(printed).isEmpty()) {
      if (!lines.isEmpty()) {
        lines.add("--- stdout");
      }
      lines.addAll(trimmed(printed));
    }
    List<String> behind = hints.of(List.of(published, said, printed));
    if (!behind.isEmpty()) lines.add("");
    lines.addAll(behind);
    lines.addAll(refusals.lines());
    return new UnitFailure(
        "failed to run custom build command for `" + pkg.description() + "`" + where + how, lines);
  }

  /** Directives say nothing about a failure, except warnings and errors. */
  private static boolean telling(String line) {
    return !line.startsWith("cargo:")
        || line.startsWith("cargo:warning=")
        || line.startsWith("cargo::warning=")
        || line.startsWith("cargo::error=");
  }

  private static List<String> trimmed(List<String> lines) {
    int from = 0;
    int to = lines.size();
    while (from < to && lines.get(from).isBlank()) {
      from++;
    }
    while (to > from && lines.get(to - 1).isBlank()) {
      to--;
    }
    return lines.subList(from, to);
  }

  /** With the network, if what it printed says that it had none and names no address. */
  static Refusals alsoNetwork(
      Refusals refusals, Machine.Exit exit, List<String> said, boolean network) {
    boolean named = refusals.denied().stream().anyMatch(each -> each instanceof Denied.Network);
    if (network
        || named
        || (said.stream().noneMatch(ScriptFailure::lacksNetwork)
            && exit.output().lines().stream().noneMatch(ScriptFailure::lacksNetwork))) {
      return refusals;
    }
    List<Denied> denied = new ArrayList<>(refusals.denied());
    denied.add(new Denied.Network("", 0));
    return new Refusals(refusals.pkg(), refusals.who(), denied);
  }

  private static boolean lacksNetwork(String line) {
    String low = line.toLowerCase(Locale.ROOT);
    return NO_NETWORK.stream().anyMatch(low::contains);
  }
}
