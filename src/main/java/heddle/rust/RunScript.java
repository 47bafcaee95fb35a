package heddle.rust;

import heddle.contract.DownloadDeclaration;
import heddle.contract.Fact;
import heddle.contract.Node;
import heddle.contract.Published;
import heddle.contract.ScriptReplacement;
import heddle.contract.ScriptReport;
import heddle.contract.Supply;
import heddle.engine.Context;
import heddle.engine.Task;
import heddle.fetch.Download;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
          KeyText.hash(List.of(output.toString())),
          Published.NOTHING,
          Optional.empty());
    }
    Optional<ScriptReplacement> replacement =
        build.settings().contracts().terms(index).replacement();
    if (replacement.isPresent()) {
      return replaced(crate, replacement.get());
    }
    List<Handed> handed = downloads(c);
    if (program < 0) {
      throw new IllegalStateException("a run without a script: " + crate.pkg().description());
    }
    Compiled compiled = c.get(new CompileUnit(build, program));
    List<String> libraryPath = new ArrayList<>();
    List<KeyPart> keys = new ArrayList<>();
    for (int plugin : build.relations().plugins(program)) {
      keys.add(given(plugin, c.get(new RunScript(build, plugin))));
    }
    for (Relations.Script edge : build.relations().scripts(program)) {
      ScriptRun run = c.get(new RunScript(build, edge.run()));
      keys.add(given(edge.run(), run));
      for (String path : run.output().searchPaths()) {
        String directory = ScriptOutput.directoryOf(path);
        if (build.places().made(directory)) {
          libraryPath.add(directory);
        }
      }
    }
    var given = new ScriptInputs.Given(neighbours, libraryPath, keys, facts(c), handed);
    ScriptInputs inputs = ScriptInputs.of(build, crate, build.crate(program), compiled, given);
    return new ScriptAction(build, inputs).run(c);
  }

  private KeyPart given(int unit, ScriptRun run) {
    return new KeyPart(KeyPart.Kind.SCRIPT, Ledger.called(build.crate(unit)), run.digest());
  }

  /** What an overlay says in the script's place; nothing runs. */
  private ScriptRun replaced(Crate crate, ScriptReplacement by) throws IOException {
    ScriptOutput.Draft draft = new ScriptOutput.Draft();
    draft.libraries.addAll(by.libraries());
    draft.searchPaths.addAll(by.search());
    draft.cfgs.addAll(by.cfgs());
    by.env().forEach((name, value) -> draft.variables.add(Map.entry(name, value)));
    by.metadata().forEach((name, value) -> draft.metadata.add(Map.entry(name, value)));
    ScriptOutput output = draft.finish();
    Node node = build.settings().contracts().of(index);
    Map<String, Fact> facts = new LinkedHashMap<>();
    by.facts()
        .forEach((name, value) -> {
          String schema =
              Optional.ofNullable(node.contract().publications().get(name)).orElseThrow().schema();
          facts.put(name, new Fact(name, schema, value, node.pkg(), node.version()));
        });
    Published published = new Published(facts, Map.of(), List.of());
    build
        .journal()
        .keep(
            node,
            new ScriptReport(
                List.of(),
                GivenFacts.of(crate.pkg().links(), output, published),
                Map.of(),
                List.of()));
    build
        .listener()
        .finished(
            new BuildListener.UnitReport(
                index, crate.pkg().name() + "(overlay)", true, false, List.of(), 0));
    Path out = build.places().script(crate, build.names()).resolve("out");
    build.machine().directory(out);
    ScriptRun run =
        new ScriptRun(
            output,
            out,
            KeyText.hash(List.of(output.toString(), facts.toString())),
            published,
            Optional.empty());
    build.listener().executed(index, run);
    return run;
  }

  /** The downloads of the package, here and verified. */
  private List<Handed> downloads(Context c) throws Exception {
    List<Supply> supplies = build.settings().contracts().supplies(index);
    var wanted = new ArrayList<Download>();
    for (Supply each : supplies) {
      if (each.by() instanceof Supply.By.Bytes(Download bytes, boolean _)) {
        if (bytes.local().isPresent()) build.machine().look(bytes.local().get(), false);
        wanted.add(bytes);
      }
    }
    Iterator<Path> paths = c.<Path>all(wanted).iterator();
    var all = new ArrayList<Handed>();
    for (Supply each : supplies) {
      Map<String, String> declared = each.declared().variables();
      switch (each.by()) {
        case Supply.By.Bytes(Download bytes, boolean _) -> {
          Path path = paths.next();
          all.add(
              new Handed(
                  each.name(),
                  path,
                  path.resolveSibling("").normalize(),
                  bytes.sha256(),
                  variables(declared, path)));
        }
        case Supply.By.Directory(Path path) -> {
          Optional<String> digest = build.machine().digest(path);
          if (digest.isEmpty())
            throw new ProblemException(
                Problem.at(
                    each.declared().place(),
                    "the download `"
                        + each.name()
                        + "` is to be `"
                        + path
                        + "`, which is not there"));
          all.add(new Handed(each.name(), path, path, digest.get(), variables(declared, path)));
        }
        case Supply.By.Installed _ -> {}
      }
    }
    return all;
  }

  private static Map<String, String> variables(Map<String, String> declared, Path path) {
    var all = new LinkedHashMap<String, String>();
    declared.forEach(
        (name, text) -> all.put(name, text.replace(DownloadDeclaration.PATH, path.toString())));
    return all;
  }

  /** The facts that the package requires, from scripts that run first for that alone. */
  private Map<String, Fact> facts(Context c) throws Exception {
    Contracts contracts = build.settings().contracts();
    Map<String, Fact> facts = new LinkedHashMap<>();
    for (Map.Entry<String, Integer> each : contracts.providers(index).entrySet()) {
      int provider = each.getValue();
      ScriptRun run = c.get(new RunScript(build, provider));
      facts.put(
          each.getKey(),
          contracts.fact(
              index,
              each.getKey(),
              provider,
              run.published(),
              run.output(),
              build.crate(provider).override().isPresent()));
    }
    return facts;
  }

  @Override
  public String toString() {
    return "run the build script of " + build.crate(index).pkg().description();
  }
}
