package heddle.cli;

import heddle.process.SandboxMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a command line says of all that rules do: of their own processes and downloads, and of the
 * Cargo builds that they ask for.
 *
 * @param words the options as they are passed to Cargo builds, with paths made absolute
 * @param jobs how many processes run at one time
 */
record RuleOptions(List<String> words, boolean offline, SandboxMode sandbox, int jobs) {
  private static final List<String> PASSED =
      List.of("offline", "locked", "frozen", "option", "options", "config", "sandbox", "jobs");

  /** Options that say how Heddle speaks and where it is. */
  private static final Set<String> MANNER =
      Set.of("quiet", "verbose", "color", "directory", "message-format");

  RuleOptions {
    words = List.copyOf(words);
  }

  /** Where nothing is said. */
  static RuleOptions none() {
    int processors = Runtime.getRuntime().availableProcessors();
    return new RuleOptions(List.of(), false, SandboxMode.AUTO, processors);
  }

  /** The options of `build` that hold for rules too. */
  static List<Option> options() {
    return new CompileOptions(CompileCommand.Kind.BUILD)
        .usage().options().stream().filter(each -> PASSED.contains(each.name())).toList();
  }

  static RuleOptions of(Arguments given, Path directory) throws UsageException {
    var words = new ArrayList<String>();
    for (String name : PASSED) {
      for (String value : given.values(name)) {
        boolean path = name.equals("options") || (name.equals("config") && !value.contains("="));
        words.add(
            value.isEmpty()
                ? "--" + name
                : "--" + name + "=" + (path ? directory.resolve(value).normalize() : value));
      }
    }
    int jobs = OrderOptions.jobs(given);
    return new RuleOptions(
        words,
        given.has("offline") || given.has("frozen"),
        OrderOptions.sandbox(given),
        jobs > 0 ? jobs : Runtime.getRuntime().availableProcessors());
  }

  /** Refuses what means something to Cargo packages alone, where the rule of this name runs. */
  static void refuseOthers(Arguments given, String goal) throws UsageException {
    for (String name : given.options().keySet().stream().sorted().toList()) {
      if (PASSED.contains(name) || MANNER.contains(name)) continue;
      throw new UsageException(
          "`--" + name + "` is for Cargo packages; here the rule `" + goal + "` runs");
    }
  }
}
