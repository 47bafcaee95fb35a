package heddle.rust;

import heddle.contract.Published;
import heddle.contract.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a script published for people, as it is shown: with the option that mends it. */
record ScriptDiagnostics(CratePackage pkg, Map<String, Setting> options, Published published) {
  /** The messages of one level. */
  List<String> of(Published.Level level) {
    return published.diagnostics().stream()
        .filter(each -> each.level() == level)
        .map(this::text)
        .toList();
  }

  /**
   * All but errors, each behind its level and package: what somebody here can do something about.
   */
  List<String> shown() {
    List<String> all = new ArrayList<>();
    for (Published.Diagnostic each : published.diagnostics()) {
      // As with cargo a dependency's are its author's; but its options are the root's.
      if (!pkg.local() && each.option().isEmpty()) continue;
      switch (each.level()) {
        case NOTE -> all.add("note: " + who() + text(each));
        case WARNING -> all.add("warning: " + who() + text(each));
        case ERROR -> {}
      }
    }
    return all;
  }

  /** All of them, where the script failed. */
  List<String> ofFailure() {
    return published.diagnostics().stream()
        .map(each -> each.level().name().toLowerCase(Locale.ROOT) + ": " + text(each))
        .toList();
  }

  private String who() {
    return pkg.name() + "@" + pkg.version() + ": ";
  }

  private String text(Published.Diagnostic diagnostic) {
    return diagnostic.message() + diagnostic.option().map(this::mends).orElse("");
  }

  private String mends(String option) {
    Setting setting = Optional.ofNullable(options.get(option)).orElseThrow();
    return "\n  help: its option `"
        + option
        + "` ("
        + setting.option().type()
        + ") mends this: heddle set "
        + pkg.name()
        + ":"
        + option
        + "=VALUE";
  }
}
