package heddle.rust;

import heddle.contract.Fact;
import heddle.contract.Published;
import heddle.engine.Context;
import heddle.engine.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the build script of a package for one unit of it, or finds what it gave in the store. */
record RunScript(Build build, int index) implements Task<ScriptRun> {
  @Override
  public ScriptRun run(Context c) throws Exception {
    Crate crate = build.crate(index);
    List<ScriptVariables.Neighbour> neighbours = new ArrayList<>();
    int program = -1;
    for (Crate.Dependency dependency : crate.dependencies()) {
      Crate other = build.crate(dependency.index());
      if (other.work() != Crate.Work.RUN_SCRIPT) {
        if (other.kind() == Crate.Kind.SCRIPT) {
          program = dependency.index();
        }
      } else if (other.pkg().links().isPresent()) {
        ScriptRun run = c.get(new RunScript(build, dependency.index()));
        neighbours.add(new ScriptVariables.Neighbour(other.pkg().links().get(), run));
      }
    }
    if (crate.override().isPresent()) {
      ScriptOutput output = crate.override().get();
      return new ScriptRun(
          output,
          build.places().script(crate, build.names()).resolve("out"),
          KeyText.hash(List.of(output.toString())));
    }
    if (program < 0) {
      throw new IllegalStateException("a run without a script: " + crate.pkg().description());
    }
    Compiled compiled = c.get(new CompileUnit(build, program));
    List<String> libraryPath = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int plugin : build.plugins(program)) {
      keys.add(c.get(new RunScript(build, plugin)).digest());
    }
    for (Build.ScriptEdge edge : build.scripts(program)) {
      ScriptRun run = c.get(new RunScript(build, edge.run()));
      keys.add(run.digest());
      for (String path : run.output().searchPaths()) {
        String directory = ScriptOutput.directoryOf(path);
        if (build.places().made(directory)) {
          libraryPath.add(directory);
        }
      }
    }
    return new ScriptAction(
            build, crate, build.crate(program), compiled, neighbours, libraryPath, keys, facts(c))
        .run();
  }

  /** The facts that the package requires, from scripts that run first for that alone. */
  private Map<String, Fact> facts(Context c) throws Exception {
    Contracts contracts = build.settings().contracts();
    Map<String, Fact> facts = new LinkedHashMap<>();
    for (Map.Entry<String, Integer> each : contracts.providers(index).entrySet()) {
      int provider = each.getValue();
      ScriptRun run = c.get(new RunScript(build, provider));
      Published published =
          contracts.published(
              provider, build.crate(provider).pkg().root(), run.outDirectory(), build.machine());
      facts.put(each.getKey(), contracts.fact(provider, each.getKey(), published));
    }
    return facts;
  }

  @Override
  public String toString() {
    return "run the build script of " + build.crate(index).pkg().description();
  }
}
