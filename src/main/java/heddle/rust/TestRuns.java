package heddle.rust;

import heddle.process.ArgumentFile;
import heddle.process.Foreground;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Runs what a build made: tests, benchmarks, documentation tests, a program. Rules: cargo's {@code
 * ops/cargo_test.rs}, {@code cargo_run.rs}.
 */
final class TestRuns {
  private final Built built;
  private final Build build;
  private final Map<String, String> environment;
  private final Path directory;
  private final Products.Console console;
  private final int verbosity;
  private final String format;

  /**
   * {@code failFast} stops at the first failure with its exit code; {@code quiet} asks the harness
   * to print less.
   */
  record Options(
      List<String> arguments,
      boolean failFast,
      boolean quiet,
      boolean benches,
      boolean colour,
      boolean severalPackages) {
    Options {
      arguments = List.copyOf(arguments);
    }
  }

  TestRuns(Built built, Order order, Path directory, Products.Console console) {
    this.built = built;
    this.build = built.build();
    this.environment = order.environment();
    this.directory = directory;
    this.console = console;
    this.verbosity = order.verbosity();
    this.format = order.format().json() ? "json" : order.format().brief() ? "short" : "human";
  }

  /** The test programs in the order in which they run. */
  List<Shown> programs() {
    return built.shown().stream()
        .filter(shown ->
            build.crate(shown.unit()).work() == Crate.Work.TEST && !shown.files().isEmpty())
        .sorted(
            Comparator.<Shown, String>comparing(shown -> build.crate(shown.unit()).pkg().name())
                .thenComparing(shown -> build.crate(shown.unit()).pkg().version())
                .thenComparing(shown -> build.crate(shown.unit()).kind())
                .thenComparing(shown -> build.crate(shown.unit()).name()))
        .toList();
  }

  /** As cargo shows a test program: its source and its file. */
  String display(Shown shown, String what) {
    Crate crate = build.crate(shown.unit());
    Path source =
        crate.source().startsWith(crate.pkg().root())
            ? crate.pkg().root().relativize(crate.source())
            : crate.source();
    Path file = shown.files().getFirst();
    Path shortened = file.startsWith(directory) ? directory.relativize(file) : file;
    boolean plain = crate.kind() == Crate.Kind.TEST || crate.kind() == Crate.Kind.BENCH;
    return (plain ? "" : what + " ") + source + " (" + shortened + ")";
  }

  /** Says which test programs there are. */
  void list(Options options) {
    for (Shown shown : programs()) {
      say("Executable", shown, words(shown, options));
    }
  }

  private List<String> words(Shown shown, Options options) {
    Crate crate = build.crate(shown.unit());
    List<String> words =
        new ArrayList<>(build.toolchain().runners().getOrDefault(crate.triple(), List.of()));
    words.add(shown.files().getFirst().toString());
    words.addAll(options.arguments());
    if (options.benches()) {
      words.add("--bench");
    }
    if (crate.harness() && options.quiet()) {
      words.add("--quiet");
    }
    return words;
  }

  private void say(String verb, Shown shown, List<String> words) {
    Crate crate = build.crate(shown.unit());
    console.status(
        verb,
        verbosity <= 0 ? display(shown, "unittests") : command(crate, variables(crate), words));
  }

  /** A command as cargo shows it with {@code -v}; with {@code -vv} after its variables. */
  private String command(Crate crate, Map<String, String> variables, List<String> words) {
    if (verbosity < 2) {
      return "`" + CommandLine.text(words) + "`";
    }
    Map<String, String> own = new TreeMap<>(variables);
    own.entrySet().removeIf(each -> each.getValue().equals(environment.get(each.getKey())));
    return "`" + CommandLine.whole(crate.pkg().root(), own, words) + "`";
  }

  /** {@code scratch} is where the build's scratch directory lies now. */
  int run(Options options, Path scratch)
      throws IOException, InterruptedException, ProblemException {
    List<String> failed = new ArrayList<>();
    for (Shown shown : programs()) {
      Crate crate = build.crate(shown.unit());
      List<String> words = words(shown, options);
      say("Running", shown, words);
      int code = Foreground.run(words, variables(crate), crate.pkg().root());
      if (code != 0) {
        String again = rerun(crate, options, false);
        failed.add(again);
        console.error(
            (options.benches() ? "bench" : "test")
                + " failed, to rerun pass `"
                + again
                + "`"
                + abnormal(code, words));
        if (options.failFast()) {
          return stopping(code);
        }
      }
    }
    for (Built.DocTest test : options.benches() ? List.<Built.DocTest>of() : built.docTests()) {
      Crate crate = build.crate(test.unit());
      console.status("Doc-tests", crate.name());
      int code = documentation(test, crate, options, scratch);
      if (code != 0) {
        String again = rerun(crate, options, true);
        failed.add(again);
        console.error("doctest failed, to rerun pass `" + again + "`");
        if (options.failFast()) {
          return stopping(code);
        }
      }
    }
    if (!failed.isEmpty()) {
      String list = String.join("\n", failed.stream().map(each -> "    `" + each + "`").toList());
      console.error(
          (failed.size() == 1 ? "1 target" : failed.size() + " targets") + " failed:\n" + list);
      return 101;
    }
    return 0;
  }

  /** Cargo's exit code where a test program stops all: its own, or 101 where a signal ended it. */
  private static int stopping(int code) {
    return code > 128 ? 101 : code;
  }

  /** What is told of an end that no failed test explains. */
  private static String abnormal(int code, List<String> words) {
    return code == 101
        ? ""
        : "\n\nCaused by:\n  process didn't exit successfully: `"
            + CommandLine.text(words)
            + "` ("
            + (code > 128 ? "signal: " + (code - 128) : "exit status: " + code)
            + ")";
  }

  private static String rerun(Crate crate, Options options, boolean documentation) {
    String which =
        documentation
            ? "--doc"
            : switch (crate.kind()) {
              case LIB -> "--lib";
              case BIN -> "--bin " + crate.name();
              case TEST -> "--test " + crate.name();
              case BENCH -> "--bench " + crate.name();
              case EXAMPLE -> "--example " + crate.name();
              case SCRIPT -> "";
            };
    return options.severalPackages() ? "-p " + crate.pkg().name() + " " + which : which;
  }

  private int documentation(Built.DocTest test, Crate crate, Options options, Path scratch)
      throws IOException, InterruptedException, ProblemException {
    List<String> words =
        new ArrayList<>(
            List.of(build.toolchain().rustdoc().toString(), "--edition=" + crate.edition()));
    for (String type : crate.crateTypes()) {
      words.add("--crate-type");
      words.add(type);
    }
    words.addAll(
        List.of(
            "--color",
            options.colour() ? "always" : "never",
            "--crate-name",
            crate.crateName(),
            "--test"));
    words.add(build.arguments().source(crate));
    words.addAll(List.of("--test-run-directory", crate.pkg().root().toString()));
    if (!crate.triple().isEmpty()) {
      words.addAll(List.of("--target", crate.triple()));
    }
    List<String> runner = build.toolchain().runners().getOrDefault(crate.triple(), List.of());
    for (int i = 0; i < runner.size(); i++) {
      words.add(i == 0 ? "--test-runtool" : "--test-runtool-arg");
      words.add(runner.get(i));
    }
    Optional.ofNullable(build.toolchain().linkers().get(crate.triple()))
        .ifPresent(linker -> words.addAll(List.of("-C", "linker=" + linker)));
    if (!crate.codegen().panic().equals("unwind")) {
      words.addAll(List.of("-C", "panic=" + crate.codegen().panic()));
    }
    for (String path : searchPaths()) {
      words.addAll(List.of("-L", path));
    }
    for (String argument : options.arguments()) {
      words.addAll(List.of("--test-args", argument));
    }
    if (options.quiet()) {
      words.addAll(List.of("--test-args", "--quiet"));
    }
    words.addAll(crate.pkg().lintFlags());
    String left = build.places().scratch().toString();
    test.arguments().forEach(each -> words.add(each.replace(left, scratch.toString())));
    words.addAll(List.of("--error-format", format));
    Map<String, String> variables = variables(crate);
    variables.put("CARGO_CRATE_NAME", crate.crateName());
    variables.put(
        "LD_LIBRARY_PATH",
        String.join(
            ":",
            List.of(
                String.join(":", libraryDirectories()),
                build.places().linked("").toString().replace(left, scratch.toString()),
                environment.getOrDefault("LD_LIBRARY_PATH", ""))));
    if (verbosity > 0) {
      console.status("Running", command(crate, variables, words));
    }
    List<String> started =
        ArgumentFile.folded(words, variables, words.size() - 1, scratch.resolve("rustdoc"));
    return Foreground.run(started, variables, build.arguments().directory(crate));
  }

  /** The variables that a program of the package's target runs with. */
  Map<String, String> variables(Crate crate) {
    Map<String, String> variables = new TreeMap<>(environment);
    build.settings().configured().forEach(variables::put);
    variables.putAll(build.variables().ofPackage(crate.pkg()));
    variables.putAll(build.variables().programs(crate));
    for (Crate.Dependency dependency : crate.dependencies()) {
      ScriptRun run = built.runs().get(dependency.index());
      if (run != null && build.crate(dependency.index()).pkg().equals(crate.pkg())) {
        variables.put("OUT_DIR", run.outDirectory().toString());
        run.output().variables().forEach(entry -> variables.put(entry.getKey(), entry.getValue()));
      }
    }
    List<String> path = new ArrayList<>(libraryDirectories());
    path.add(build.places().output(crate.triple()).toString());
    path.add(build.places().deps(crate.triple()).toString());
    path.add(build.toolchain().libraries(crate.triple()).toString());
    String inherited = environment.getOrDefault("LD_LIBRARY_PATH", "");
    if (!inherited.isEmpty()) {
      path.add(inherited);
    }
    variables.put("LD_LIBRARY_PATH", String.join(":", path));
    return variables;
  }

  /** The directories of scripts' libraries that lie where only builds write. */
  private List<String> libraryDirectories() {
    Set<String> found = new LinkedHashSet<>();
    for (String path : searchPaths()) {
      String each = ScriptOutput.directoryOf(path);
      if (build.places().made(each)) {
        found.add(each);
      }
    }
    return List.copyOf(found);
  }

  private List<String> searchPaths() {
    return SearchOrder.of(built)
        .sorted(
            built.runs().values().stream()
                .flatMap(run -> run.output().searchPaths().stream())
                .toList());
  }
}
