package heddle.rust;

import heddle.contract.OptionRequests;
import heddle.contract.Origin;
import heddle.platform.toolchain.Python;
import heddle.platform.toolchain.PythonFinder;
import heddle.platform.toolchain.Surroundings;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one interpreter that a build is for, as the root's {@code python} names it. Options that
 * follow it get its path; their scripts may run it, and are keyed by its content.
 */
record ChosenPython(Python python) {
  /** Found by path, or by version as in {@code 3.13}, {@code 3.13.1} and {@code 3.13t}. */
  static Optional<ChosenPython> find(OptionRequests requests, Surroundings around, Path root)
      throws Exception {
    if (requests.python().isEmpty()) return Optional.empty();
    OptionRequests.Decided said = requests.python().get();
    var finder = new PythonFinder(around);
    if (said.value().contains("/")) {
      Path file = root.resolve(said.value()).normalize();
      Optional<Python> there =
          around.executable(file) ? finder.describe(file, "heddle.toml") : Optional.empty();
      if (there.isPresent()) return there.map(ChosenPython::new);
      throw new ProblemException(problem(said, "there is no Python interpreter at `" + file + "`"));
    }
    List<Python> all = finder.all();
    Optional<Python> best = Optional.empty();
    for (Python each : all) {
      if (each.isCalled(said.value()) && best.filter(b -> !older(b, each)).isEmpty())
        best = Optional.of(each);
    }
    if (best.isPresent()) return best.map(ChosenPython::new);
    var found = new ArrayList<String>();
    for (Python each : all) found.add(shown(each) + " at " + each.executable());
    Problem problem = problem(said, "no Python `" + said.value() + "` was found");
    throw new ProblemException(
        found.isEmpty() ? problem : problem.withNote("found: " + String.join(", ", found)));
  }

  private static Problem problem(OptionRequests.Decided said, String message) {
    return switch (said.origin()) {
      case Origin.File(var place) -> Problem.at(place, message);
      default -> Problem.of(message);
    };
  }

  private static String shown(Python python) {
    return python.release() + (python.freeThreaded() ? "t" : "");
  }

  /** Releases of one minor version differ in their last number only. */
  private static boolean older(Python one, Python two) {
    return one.release().length() != two.release().length()
        ? one.release().length() < two.release().length()
        : one.release().compareTo(two.release()) < 0;
  }

  /** What a script that follows it may read: the interpreter's own tree and that of its library. */
  List<Handed> handed() {
    var all = new ArrayList<Handed>();
    for (Path below : List.of(python.executable(), python.libraryDirectory().resolve("lib"))) {
      Path directory = Optional.ofNullable(below.getParent()).orElse(below);
      Path prefix = Optional.ofNullable(directory.getParent()).orElse(directory);
      if (prefix.getNameCount() == 0) continue;
      all.add(new Handed("python", below, prefix, python.digest(), Map.of()));
    }
    return List.copyOf(all);
  }
}
