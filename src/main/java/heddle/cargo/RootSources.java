package heddle.cargo;

import heddle.engine.BuildException;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.world.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;

/**
 * Whether what is asked for has a source file, each by its path. Source of the rule: {@code
 * validate_target_path_as_source_file} of cargo's {@code ops/cargo_compile/mod.rs}.
 */
record RootSources(FileTree files) {
  void check(UnitGraph graph) throws ProblemException, BuildException, InterruptedException {
    var problems = new LinkedHashSet<Problem>();
    for (int root : graph.roots()) {
      Unit unit = graph.unit(root);
      switch (files.kind(unit.target().path())) {
        case ABSENT, BROKEN_LINK -> problems.add(absent(unit));
        case DIRECTORY, DIRECTORY_LINK -> problems.add(directory(unit));
        case FILE, OTHER -> {}
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(new ArrayList<>(problems));
    }
  }

  private static Problem absent(Unit unit) {
    CargoTarget target = unit.target();
    return Problem.at(
        unit.pkg().manifest().place(),
        "can't find "
            + target.kind().description()
            + " `"
            + target.name()
            + "` at path `"
            + target.path()
            + "`");
  }

  private Problem directory(Unit unit)
      throws ProblemException, BuildException, InterruptedException {
    CargoTarget target = unit.target();
    Problem problem =
        Problem.at(
            unit.pkg().manifest().place(),
            "path `"
                + target.path()
                + "` for "
                + target.kind().description()
                + " `"
                + target.name()
                + "` is a directory, but a source file was expected.");
    String name = target.isLibrary() || target.isExampleLibrary() ? "lib.rs" : "main.rs";
    Path entry = target.path().resolve(name);
    return files.kind(entry) == Kind.FILE
        ? problem.withHelp("an entry point exists at `" + entry + "`")
        : problem;
  }
}
