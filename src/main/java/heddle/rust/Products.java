package heddle.rust;

import heddle.process.Successor;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a build made, for the commands that run it. Usable as long as the workshop that built it is
 * open.
 */
public final class Products {
  private final Built built;
  private final Order order;

  private final Leaving leaving;

  /** Ends the build for other processes; gives the new place of its scratch directory. */
  interface Leaving {
    Path of(Places places) throws IOException;
  }

  Products(Built built, Order order, Leaving leaving) {
    this.built = built;
    this.order = order;
    this.leaving = leaving;
  }

  /** Where it is said what runs. */
  public interface Console {
    void status(String verb, String about);

    void error(String text);
  }

  /** {@code arguments} go to every test program; {@code failFast} stops at the first that fails. */
  public record TestOptions(
      List<String> arguments, boolean failFast, boolean quiet, boolean benches, boolean colour) {
    public TestOptions {
      arguments = List.copyOf(arguments);
    }
  }

  /** The files of what was asked for, where users look for them. */
  public List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (Shown shown : built.shown()) {
      Crate crate = built.build().crate(shown.unit());
      if (!built.build().roots().contains(shown.unit())) continue;
      if (crate.check() || crate.asTest()) continue;
      for (Path each : shown.files()) {
        if (!each.startsWith(built.build().places().deps(crate.triple()))) files.add(each);
      }
    }
    return files;
  }

  /** The one program that was asked for, to be run where the user stands. */
  public Successor program(List<String> arguments, Path directory, Console console)
      throws IOException, ProblemException {
    List<Shown> programs = new ArrayList<>();
    for (Shown shown : built.shown()) {
      Crate crate = built.build().crate(shown.unit());
      if (built.build().roots().contains(shown.unit())
          && crate.executable()
          && crate.work() == Crate.Work.BUILD) {
        programs.add(shown);
      }
    }
    if (programs.isEmpty()) {
      throw new ProblemException(
          Problem.of("there is no binary to run").withHelp("name one with --bin or --example"));
    }
    if (programs.size() > 1) {
      List<String> names =
          programs.stream()
              .map(shown -> built.build().crate(shown.unit()).name())
              .sorted()
              .toList();
      throw new ProblemException(
          Problem.of("it is not clear which binary to run: " + String.join(", ", names))
              .withHelp("name one with --bin, or set `default-run` in Cargo.toml"));
    }
    Shown program = programs.getFirst();
    Crate crate = built.build().crate(program.unit());
    Path file = program.files().getFirst();
    List<String> words =
        new ArrayList<>(
            built.build().toolchain().runners().getOrDefault(crate.triple(), List.of()));
    Path shown = file.startsWith(directory) ? directory.relativize(file) : file;
    words.add(shown.getNameCount() == 1 ? "./" + shown : shown.toString());
    words.addAll(arguments);
    console.status("Running", "`" + String.join(" ", words) + "`");
    Map<String, String> variables = tests(directory, console).variables(crate);
    leaving.of(built.build().places()); // the program may build here itself
    return new Successor(words, variables, directory);
  }

  /** Runs the tests or benchmarks and gives the exit code. */
  public int test(TestOptions options, Path directory, Console console)
      throws IOException, InterruptedException, ProblemException {
    TestRuns runs = tests(directory, console);
    return runs.run(
        complete(options, built.build().settings().severalPackages()),
        leaving.of(built.build().places()));
  }

  /** Says which test programs there are. */
  public void list(TestOptions options, Path directory, Console console) {
    if (!order.format().json()) {
      tests(directory, console).list(complete(options, false));
    }
  }

  private static TestRuns.Options complete(TestOptions options, boolean severalPackages) {
    return new TestRuns.Options(
        options.arguments(),
        options.failFast(),
        options.quiet(),
        options.benches(),
        options.colour(),
        severalPackages);
  }

  private TestRuns tests(Path directory, Console console) {
    return new TestRuns(built, order, directory, console);
  }
}
