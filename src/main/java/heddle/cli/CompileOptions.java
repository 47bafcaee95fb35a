package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.cargo.BuildRequest.Intent;
import heddle.cargo.TargetSelection;
import heddle.cli.CompileCommand.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code build}, {@code check}, {@code run}, {@code test}, {@code bench} and {@code rustc} are
 * told, each on the command line and by a goal that stands for it, and the build that this asks
 * for.
 */
record CompileOptions(Kind kind) {
  /** Options that choose packages or targets of which no program is run. */
  static final Set<String> SEVERAL =
      Set.of(
          "workspace",
          "all",
          "exclude",
          "lib",
          "bins",
          "examples",
          "test",
          "tests",
          "bench",
          "benches",
          "all-targets");

  Usage usage() {
    List<Option> more =
        new ArrayList<>(
            List.of(
                Option.value("jobs", 'j', "N", "How many processes run at one time"),
                Option.flag(
                    "timings", "Write how long each unit took to cargo-timings/ below target"),
                Option.flag("keep-going", "Build as much as possible after a failure"),
                Option.value(
                        "message-format", "FMT", "human, short, json, json-render-diagnostics, …")
                    .repeated(),
                Option.flag(
                        "verbose",
                        'v',
                        "Show command lines; twice: variables, and warnings of all packages")
                    .repeated(),
                Option.flag("quiet", 'q', "Show errors only"),
                Option.choice(
                    "color", "WHEN", List.of("auto", "always", "never"), "When to use colours")));
    more.addAll(OrderOptions.policy());
    boolean tests = kind == Kind.TEST || kind == Kind.BENCH;
    if (tests) {
      more.add(Option.flag("no-run", "Compile, and run nothing"));
      more.add(Option.flag("no-fail-fast", "Run all tests whatever fails"));
    }
    if (kind == Kind.RUN) {
      // one program is run, of one package
      return new Usage(
          "[ARGUMENT]...",
          0,
          Integer.MAX_VALUE,
          true,
          BuildOptions.all(more).stream().filter(each -> !SEVERAL.contains(each.name())).toList());
    }
    if (kind == Kind.TEST) {
      more.add(Option.flag("doc", "Test the library's documentation only"));
    }
    if (kind == Kind.RUSTC) {
      more.add(
          Option.value("crate-type", "TYPES", "Crate types in place of the manifest's").repeated());
      more.add(Option.value("print", "WHAT", "Have rustc print something (unstable)"));
    }
    if (kind == Kind.BUILD) {
      more.add(
          Option.value(
              "artifact-dir", "PATH", "Unstable in cargo, not done here: see --message-format"));
    }
    more.add(Option.flag("unit-graph", "Print the graph of units (unstable)"));
    if (kind == Kind.BUILD || kind == Kind.CHECK) {
      more.add(
          Option.flag("compile-time-deps", "Build scripts and procedural macros only (unstable)"));
    }
    boolean trailing = kind == Kind.RUSTC || tests;
    return tests
        ? new Usage("[FILTER]", 0, mostOfAll(), true, BuildOptions.all(more))
        : new Usage("", 0, mostOfAll(), trailing, BuildOptions.all(more));
  }

  /** A goal that stands for a command may be told many words. */
  private int mostOfAll() {
    return kind == Kind.BUILD || kind == Kind.TEST ? Integer.MAX_VALUE : most();
  }

  private int most() {
    return kind == Kind.TEST || kind == Kind.BENCH ? 1 : 0;
  }

  /** Refuses words that only a goal could be told. */
  void refuseMore(Arguments arguments) throws UsageException {
    if (kind == Kind.RUN || arguments.words().size() <= most()) return;
    throw ArgumentParser.unexpected(arguments.words().get(most()), Optional.empty());
  }

  /** What is built. */
  BuildRequest request(Arguments arguments) throws UsageException {
    BuildRequest request = BuildOptions.request(intent(arguments), arguments);
    // these names say what is done, as they did before there were profiles of such names
    if (kind == Kind.RUSTC && request.profile().equals("check")) request = request.in("dev");
    if (kind == Kind.TEST && !arguments.words().isEmpty() && request.selection().isDefault())
      request = request.withSelection(TargetSelection.TESTS_BY_NAME);
    List<String> types = new ArrayList<>();
    arguments.values("crate-type").forEach(each -> types.addAll(List.of(each.split(",", -1))));
    return types.isEmpty() ? request : request.withCrateTypes(types);
  }

  private Intent intent(Arguments arguments) throws UsageException {
    return switch (kind) {
      case BUILD -> Intent.BUILD;
      case RUSTC ->
          switch (BuildOptions.profile(arguments).orElse("")) {
            case "test" -> Intent.TEST;
            case "bench" -> Intent.BENCH;
            case "check" -> Intent.CHECK;
            default -> Intent.BUILD;
          };
      case CHECK ->
          BuildOptions.profile(arguments).equals(Optional.of("test"))
              ? Intent.CHECK_TEST
              : Intent.CHECK;
      case RUN -> Intent.RUN;
      case TEST -> arguments.has("doc") ? Intent.DOCTEST : Intent.TEST;
      case BENCH -> Intent.BENCH;
    };
  }
}
