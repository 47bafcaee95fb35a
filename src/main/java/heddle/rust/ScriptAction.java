package heddle.rust;

import heddle.contract.Fact;
import heddle.contract.Published;
import heddle.contract.ScriptReport;
import heddle.contract.ScriptTerms;
import heddle.contract.policy.Permission;
import heddle.engine.Context;
import heddle.platform.toolchain.MachineFlags;
import heddle.process.SandboxLevel;
import heddle.store.LostBlob;
import heddle.text.Json;
import heddle.text.ProblemException;
import heddle.world.Processor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;

/**
 * One run of a build script with all that its result depends on: the program, its variables, the
 * package's files, and what the script itself names as reasons to run again. It gets a clean
 * environment; a variable of the user that it says it watches is found by running it once more with
 * that variable.
 */
final class ScriptAction {
  private static final String VERSION = "script 6";
  private static final Set<String> PASSED = Set.of("PATH", "TMPDIR", "LANG", "LC_ALL", "TERM");

  private final Build build;
  private final Crate crate;
  private final Crate script;
  private final Recorded.Product program;
  private final Map<String, String> variables;
  private final List<KeyPart> parts;
  private final String base;
  private final List<String> allowed;
  private final ScriptPermits permits;
  private final Contracts contracts;
  private final Optional<String> context;
  private final List<Handed> handed;
  private final List<Handed> interpreter;
  private final FactFiles factFiles;

  ScriptAction(
      Build build,
      Crate crate,
      Crate script,
      Compiled compiled,
      List<ScriptVariables.Neighbour> neighbours,
      List<String> libraryPath,
      List<KeyPart> keys,
      Map<String, Fact> facts,
      List<Handed> handed)
      throws IOException, InterruptedException, ProblemException {
    this.build = build;
    this.crate = crate;
    this.script = script;
    this.program =
        compiled
            .recorded()
            .product(build.names().stem(script))
            .orElseThrow(
                () -> new IllegalStateException("no program for " + script.pkg().description()));
    this.contracts = build.settings().contracts();
    ScriptTerms terms = contracts.terms(crate.index());
    this.allowed = terms.allowed().stream().map(Permission::toString).toList();
    this.permits =
        ScriptPermits.of(
            terms.allowed(), build.places().workspace(), build.settings().environment());
    this.handed = handed;
    this.factFiles = FactFiles.of(facts.values(), build);
    this.interpreter = contracts.interpreter(crate.index());
    Map<String, Path> downloads = new LinkedHashMap<>();
    handed.forEach(each -> downloads.put(each.name(), each.path()));
    this.context =
        contracts.speaks(crate.index())
            ? Optional.of(
                new String(
                    contracts.context(crate.index(), facts, downloads), StandardCharsets.UTF_8))
            : Optional.empty();
    Map<String, String> all = new TreeMap<>();
    all.putAll(build.settings().configured());
    all.putAll(build.variables().ofScript(crate.pkg()));
    all.putAll(ScriptVariables.of(crate, build.toolchain(), build.settings().jobs(), neighbours));
    all.putAll(terms.variables());
    all.putAll(contracts.handed(crate.index(), facts));
    handed.forEach(each -> all.putAll(each.variables()));
    List<String> path = new ArrayList<>(libraryPath);
    path.add(build.places().output("").toString());
    path.add(build.places().linked("").toString());
    path.add(build.toolchain().libraries("").toString());
    Optional.ofNullable(build.settings().environment().get("LD_LIBRARY_PATH"))
        .filter(value -> !value.isEmpty())
        .ifPresent(path::add);
    all.put("LD_LIBRARY_PATH", String.join(":", path));
    this.variables = all;
    this.parts = key(neighbours, keys);
    this.base = KeyPart.hash(parts);
  }

  private String label() {
    return crate.pkg().name() + "(build)";
  }

  private List<KeyPart> key(List<ScriptVariables.Neighbour> neighbours, List<KeyPart> keys)
      throws IOException {
    KeyText text = build.text();
    List<KeyPart> parts = new ArrayList<>();
    parts.add(KeyPart.form(VERSION));
    parts.add(build.toolchain().note());
    parts.add(build.toolchain().key());
    parts.add(build.toolchain().key(crate.triple()));
    parts.add(new KeyPart(KeyPart.Kind.PROGRAM, "", program.blob().hash()));
    parts.add(new KeyPart(KeyPart.Kind.SYSTEM, "headers", build.settings().system().headers()));
    variables.forEach((name, value) -> {
      if (!name.equals("NUM_JOBS") && !name.equals("CARGO")) {
        parts.add(KeyPart.form(name));
        parts.add(new KeyPart(KeyPart.Kind.VARIABLE, name, text.general(value)));
      }
    });
    parts.add(new KeyPart(KeyPart.Kind.VARIABLE, "PATH", build.settings().named().path()));
    if (Processor.matters(variables.values())
        || Processor.matters(build.settings().environment().values())) {
      parts.add(new KeyPart(KeyPart.Kind.SYSTEM, "processor", Processor.here()));
    }
    UserVariables.ofCompilers(build.settings().environment())
        .forEach((name, value) -> parts.add(new KeyPart(KeyPart.Kind.VARIABLE, name, value)));
    neighbours.forEach(neighbour ->
        parts.add(
            new KeyPart(
                KeyPart.Kind.SCRIPT, "links = " + neighbour.links(), neighbour.run().digest())));
    parts.addAll(keys);
    allowed.forEach(each -> parts.add(new KeyPart(KeyPart.Kind.PERMISSIONS, "", each)));
    handed.forEach(each ->
        parts.add(
            new KeyPart(KeyPart.Kind.DOWNLOAD, each.name(), each.name() + " " + each.digest())));
    interpreter.forEach(each ->
        parts.add(
            new KeyPart(
                KeyPart.Kind.DOWNLOAD, each.path().toString(), each.path() + " " + each.digest())));
    context.ifPresent(
        given -> parts.add(new KeyPart(KeyPart.Kind.CONTEXT, "", text.general(given))));
    parts.addAll(factFiles.parts());
    parts.add(new KeyPart(KeyPart.Kind.PACKAGE, "", crate.pkg().content().orElse("")));
    parts.add(new KeyPart(KeyPart.Kind.RULES, "", build.settings().rules()));
    return List.copyOf(parts);
  }

  /** Runs the script, or finds what it gave; one of equal ones at a time. */
  ScriptRun run(Context c) throws Exception {
    Lock making = build.making(base);
    making.lockInterruptibly();
    try {
      ScriptQuestions questions = new ScriptQuestions(build, c);
      Optional<ScriptRun> known = known(questions);
      return known.isPresent() ? known.get() : execute(c, questions);
    } finally {
      making.unlock();
    }
  }

  private Optional<ScriptRun> known(ScriptQuestions questions) throws Exception {
    SandboxLevel least = build.settings().trust().demanded();
    Optional<Memory.Found> known =
        build.traces(crate)
            ? Optional.empty()
            : crate.pkg().content().isPresent()
                ? build.memory().find(base, questions::hash, least)
                : build.memory().findHere(base, build, crate, questions::hash, least);
    if (known.isEmpty() || !restore(known.get().recorded())) {
      return Optional.empty();
    }
    Recorded recorded = known.get().recorded();
    build.ledger().note(crate, parts, Ledger.How.FOUND, recorded.observed(), known.get().values());
    Path out = Path.of(build.text().real(recorded.outPath()));
    ScriptOutput output = parse(recorded.messages());
    Published published = published(out);
    journal(output, published, List.of());
    report(output, published, true, 0);
    return Optional.of(result(recorded, output, out, published));
  }

  /**
   * The OUT_DIR: of a member below target/, of others below Heddle's home, where builds of several
   * workspaces meet. One that another build uses and this one would change is left alone.
   */
  private ScriptRun execute(Context c, ScriptQuestions questions) throws Exception {
    List<String> expected = build.memory().questions(remembered());
    if (build.looks()) {
      List<KeyPart> all = new ArrayList<>(parts);
      for (String each : expected) {
        all.add(new KeyPart(KeyPart.Kind.QUESTION, each, questions.hash(each)));
      }
      throw new Unbuilt(crate.index(), all);
    }
    questions.expect(expected);
    Path out = outDirectory("");
    for (int next = 1; !crate.pkg().member() && !build.machine().own(out); next++) {
      build.machine().share(out);
      Optional<ScriptRun> known = known(questions);
      if (known.isPresent()) {
        return known.get();
      }
      out = outDirectory("-" + next);
    }
    return execute(c, out, questions);
  }

  /** The key under which lists of what its runs observed are kept. */
  private String remembered() {
    return crate.pkg().content().isPresent() ? base : Memory.here(base, build.places().workspace());
  }

  private ScriptRun execute(Context c, Path out, ScriptQuestions questions) throws Exception {
    if (build.hasFailed()) {
      throw new Skipped();
    }
    build.ledger().note(crate, parts, Ledger.How.FAILED, Observed.NOTHING, List.of());
    Map<String, String> all = new TreeMap<>(variables);
    PASSED.forEach(name -> pass(name, all));
    UserVariables.OF_COMPILERS.forEach(name -> pass(name, all));
    permits.variables().forEach(name -> pass(name, all));
    permits.home().ifPresent(home -> all.putIfAbsent("HOME", home.toString()));
    new TreeSet<>(build.memory().watchedVariables(remembered())).forEach(name -> pass(name, all));
    long started = build.machine().moment(build.places().written(crate));
    Recorded recorded = attempt(c, all, out, questions);
    ScriptOutput output = parse(recorded.messages());
    Set<String> missing = hidden(output, all);
    if (!missing.isEmpty()) {
      missing.forEach(name -> pass(name, all));
      recorded = attempt(c, all, out, questions);
      output = parse(recorded.messages());
    }
    if (!output.errors().isEmpty()) {
      build.fail();
      report(output, Published.NOTHING, false, 0);
      throw new UnitFailure(
          "the build script of `" + crate.pkg().description() + "` reported errors",
          output.errors());
    }
    Published published = published(out);
    List<String> wrong = diagnostics(published).of(Published.Level.ERROR);
    if (!wrong.isEmpty()) {
      build.fail();
      report(output, published, false, 0);
      throw new UnitFailure(
          "the build script of `" + crate.pkg().description() + "` reported errors", wrong);
    }
    List<String> beside = written(started);
    Observed declared = observed(output, mentioned(out), traces(recorded, out, beside));
    Observed seen = declared.and(beside).asking(questions.lines());
    Recorded complete =
        new Recorded(
            recorded.products(),
            recorded.messages(),
            seen,
            recorded.outDirectory(),
            recorded.outPath(),
            recorded.level());
    if (crate.pkg().content().isPresent()) {
      build
          .ledger()
          .note(
              crate,
              parts,
              Ledger.How.RAN,
              seen,
              build.memory().keep(base, complete, questions::hash));
    } else if (!changed(declared, started)) {
      List<String> values = build.memory().keepHere(base, build, crate, complete, questions::hash);
      build.ledger().note(crate, parts, Ledger.How.RAN, seen, values);
    } else {
      build.ledger().note(crate, parts, Ledger.How.UNKEPT, seen, List.of());
    }
    if (!crate.pkg().member()) {
      build.machine().share(out);
    }
    journal(output, published, List.of());
    report(output, published, false, 0);
    return result(complete, output, out, published);
  }

  /** The variables of the user that a run watches and was not given. */
  private Set<String> hidden(ScriptOutput output, Map<String, String> given) {
    Set<String> names = new TreeSet<>(output.rerunIfEnvChanged());
    names.removeIf(
        name -> given.containsKey(name) || !build.settings().environment().containsKey(name));
    return names;
  }

  private void pass(String name, Map<String, String> all) {
    String value = build.settings().environment().get(name);
    if (value != null) {
      all.putIfAbsent(name, value);
    }
  }

  /** What a run that failed said to watch; nothing if it said something that is wrong. */
  private ScriptOutput watched(Machine.Exit exit) {
    try {
      return parse(exit.output().lines());
    } catch (ProblemException _) {
      return ScriptOutput.NONE;
    }
  }

  /** Objects for another machine would not link, or would, and be wrong. */
  private void refuseMachines(Map<String, String> all) throws ProblemException {
    Toolchain toolchain = build.toolchain();
    boolean level =
        toolchain
            .nativeTools(crate.triple())
            .filter(NativeTools::declared)
            .map(tools -> tools.given().export().target().flags("c"))
            .filter(flags -> flags.stream().anyMatch(MachineFlags::changesLevel))
            .isPresent();
    for (var each : all.entrySet()) {
      boolean users = each.getValue().equals(build.settings().environment().get(each.getKey()));
      if (users && MachineFlags.areFlags(each.getKey()) && !each.getKey().startsWith("HOST_")) {
        MachineFlags.refuse(
            each.getKey(),
            each.getValue(),
            toolchain.tripleOf(crate.triple()),
            level,
            "the build script of " + crate.pkg().description());
      }
    }
  }

  private Path outDirectory(String suffix) {
    return crate.pkg().member()
        ? build.places().script(crate, build.names()).resolve("out")
        : build.places().kept().resolve(base.substring(0, 32) + suffix).resolve("out");
  }

  private Recorded attempt(Context c, Map<String, String> all, Path out, ScriptQuestions questions)
      throws Exception {
    refuseMachines(all);
    Machine machine = build.machine();
    machine.emptyDirectory(out);
    questions.lay(build.places().written(crate).resolve("cargo"), all);
    all.put("OUT_DIR", out.toString());
    if (context.isPresent()) {
      Path file = build.places().written(crate).resolve("heddle-context.json");
      machine.write(file, context.get());
      all.put("HEDDLE_CONTEXT", file.toString());
      all.put("HEDDLE_PUBLISH", out.resolve(PublishedFile.NAME).toString());
    }
    Path file = build.places().program(script).resolve(program.name());
    build.placeOf(script.index(), file, program.blob(), true);
    List<String> said = new ArrayList<>();
    build.listener().started(crate.index(), label());
    build.tell(crate.pkg().root(), variables, List.of(file.toString()));
    List<Path> reads = new ArrayList<>(build.reads(crate));
    Optional<Path> home =
        Optional.ofNullable(build.settings().environment().get("HOME")).map(Path::of);
    reads.addAll(ToolFolders.of(all.getOrDefault("PATH", ""), home, machine));
    reads.addAll(ToolFolders.named(all, home, machine));
    reads.addAll(build.settings().named().places(all.keySet()));
    reads.removeAll(build.places().downloads());
    handed.forEach(each -> reads.add(each.mount()));
    interpreter.forEach(each -> reads.add(each.mount()));
    reads.addAll(factFiles.places());
    // The user's own scripts may write beside their sources, as many do; a dependency's may not.
    List<Path> writes = new ArrayList<>(List.of(out));
    if (crate.pkg().member()) {
      writes.add(crate.pkg().root());
    } else if (crate.pkg().local()) {
      for (String each : permits.outputs()) {
        machine.directory(crate.pkg().root().resolve(each));
        writes.add(crate.pkg().root().resolve(each));
      }
    }
    reads.addAll(permits.reads());
    writes.addAll(permits.writes());
    writes.addAll(contracts.caches(crate.index()).values());
    for (Path each : writes) machine.directory(each);
    Machine.Exit exit =
        build.run(
            c,
            crate,
            new Machine.Command(
                label(),
                List.of(file.toString()),
                all,
                crate.pkg().root(),
                build.urgency(crate.index()),
                new Machine.Rules(
                    reads,
                    writes,
                    Optional.of(crate.pkg().root()).filter(_ -> !crate.pkg().member()),
                    permits.network(),
                    true)),
            said::add);
    if (questions.take(out)) {
      return attempt(c, all, out, questions);
    }
    if (build.arguments().verbose()) {
      String from = "[" + crate.pkg().name() + " " + crate.pkg().version() + "] ";
      List<String> printed = new ArrayList<>(exit.output().lines());
      printed.addAll(said);
      build.listener().printed(printed.stream().map(from::concat).toList());
    }
    Refusals refusals = new Refusals(crate.pkg(), "its build script", exit.refused());
    if (exit.code() == 0 && !refusals.inHome().denied().isEmpty()) {
      refusals = refusals.inHome();
      build.fail();
      journal(ScriptOutput.NONE, Published.NOTHING, refusals.wants());
      throw new UnitFailure(
          "the build script of `" + crate.pkg().description() + "` left files in HOME",
          refusals.lines().subList(1, refusals.lines().size()));
    }
    if (exit.code() != 0) {
      Set<String> missing = hidden(watched(exit), all);
      if (!missing.isEmpty()) {
        missing.forEach(name -> pass(name, all));
        return attempt(c, all, out, questions);
      }
      build.fail();
      refusals = ScriptFailure.alsoNetwork(refusals, exit, said, permits.network());
      journal(ScriptOutput.NONE, Published.NOTHING, refusals.wants());
      List<String> published = diagnostics(publishedInVain(out)).ofFailure();
      throw ScriptFailure.of(crate.pkg(), exit, published, said, refusals);
    }
    published(out); // what it may not publish is an error before its OUT_DIR is kept
    List<String> lines = exit.output().lines().stream().map(build.text()::general).toList();
    Machine.Blob tree = machine.keepTree(out);
    return new Recorded(
        new SourceOutputs(crate.pkg(), permits.outputs(), machine).keep(),
        lines,
        Observed.NOTHING,
        Optional.of(tree),
        build.text().general(out.toString()),
        build.settings().trust().level());
  }

  /**
   * What the script named as reasons to run again; where it named none, its whole package is one.
   */
  private Observed observed(ScriptOutput output, Set<String> bound, ScriptTraces traces)
      throws IOException {
    Set<String> paths = new TreeSet<>();
    Path root = crate.pkg().root();
    boolean fixed = crate.pkg().content().isPresent();
    if (!output.saysWhenToRerun() && !fixed) {
      paths.add(build.text().general(root.toString()));
    }
    for (String path : output.rerunIfChanged()) {
      Path file = root.resolve(path).normalize();
      if (!(fixed && file.startsWith(root)) && !build.places().made(file.toString())) {
        paths.add(build.text().general(file.toString()));
      }
    }
    Set<String> watched = new TreeSet<>(output.rerunIfEnvChanged());
    watched.removeIf(variables::containsKey);
    List<String> tools = watched.stream().filter(ScriptTraces::byTool).toList();
    tools.forEach(watched::remove);
    watched.addAll(traces.texts(tools));
    watched.addAll(permits.variables());
    permits.reads().forEach(path -> paths.add(build.text().general(path.toString())));
    return Observed.of(paths, watched, bound).naming(tools);
  }

  private ScriptTraces traces(Recorded recorded, Path out, List<String> beside) {
    List<Path> files = new ArrayList<>(List.of(out));
    beside.forEach(file -> files.add(Path.of(build.text().real(file))));
    permits.outputs().forEach(each -> files.add(crate.pkg().root().resolve(each)));
    List<String> lines = recorded.messages().stream().map(build.text()::everywhere).toList();
    return new ScriptTraces(build.machine(), build.settings().named(), lines, files);
  }

  /** The workspace, if a file that the script made holds its path. */
  private Set<String> mentioned(Path out) throws IOException {
    String workspace = build.places().workspace().toString();
    return build.machine().mentions(out, workspace) ? build.text().marks(workspace) : Set.of();
  }

  /**
   * What a member's script wrote beside its sources, in general form: its result holds only where
   * these files are as it left them. What it was allowed to write there is laid down again instead.
   */
  private List<String> written(long started) throws IOException {
    if (!crate.pkg().member()) return List.of();
    Path root = crate.pkg().root();
    return build.machine().changedBelow(root, started, build.places().built()).stream()
        .filter(file -> permits.outputs().stream().map(root::resolve).noneMatch(file::startsWith))
        .map(file -> build.text().general(file.toString()))
        .toList();
  }

  private boolean changed(Observed observed, long started) throws IOException {
    for (String path : observed.paths()) {
      if (build
          .machine()
          .changedSince(Path.of(build.text().real(path)), started, build.places().built())) {
        return true;
      }
    }
    return false;
  }

  /** Lays down what the script made then; false if that is lost or in another build's use. */
  private boolean restore(Recorded recorded) throws IOException, ProblemException {
    Machine machine = build.machine();
    Path out = Path.of(build.text().real(recorded.outPath()));
    try {
      if (!crate.pkg().member()) {
        machine.share(out);
      }
      if (!machine.holds(out, recorded.outDirectory())) {
        if (!crate.pkg().member() && !machine.own(out)) {
          return false;
        }
        if (recorded.outDirectory().isPresent()) {
          machine.placeTree(recorded.outDirectory().get(), out);
        } else {
          machine.emptyDirectory(out);
        }
        if (!crate.pkg().member()) {
          machine.share(out);
        }
      }
      new SourceOutputs(crate.pkg(), permits.outputs(), machine).place(recorded.products());
      return true;
    } catch (LostBlob _) {
      return false;
    }
  }

  private ScriptOutput parse(List<String> lines) throws heddle.text.ProblemException {
    List<String> real = new ArrayList<>();
    for (String line : lines) {
      real.add(build.text().everywhere(line));
    }
    return ScriptDirectives.parse(
        String.join("\n", real).getBytes(StandardCharsets.UTF_8), crate.pkg().scripted());
  }

  private ScriptRun result(Recorded recorded, ScriptOutput output, Path out, Published published) {
    ScriptRun run = made(recorded, output, out, published);
    build.listener().executed(crate.index(), run);
    return run;
  }

  private static ScriptRun made(
      Recorded recorded, ScriptOutput output, Path out, Published published) {
    List<String> parts = new ArrayList<>(recorded.messages());
    parts.add(recorded.outPath());
    recorded.outDirectory().ifPresent(tree -> parts.add(tree.hash()));
    return new ScriptRun(output, out, KeyText.hash(parts), published);
  }

  private Published published(Path out) throws IOException, ProblemException {
    return contracts.published(crate.index(), crate.pkg().root(), out, build.machine());
  }

  private void journal(ScriptOutput output, Published published, List<String> wants)
      throws IOException {
    Map<String, Json> effective = new TreeMap<>(published.effective());
    contracts
        .options(crate.index())
        .forEach((name, asked) -> asked.value().ifPresent(value -> effective.remove(name, value)));
    build
        .journal()
        .keep(
            contracts.of(crate.index()),
            new ScriptReport(
                List.copyOf(new TreeSet<>(output.rerunIfEnvChanged())),
                GivenFacts.of(crate.pkg().links(), output, published),
                effective,
                wants));
  }

  private ScriptDiagnostics diagnostics(Published published) {
    return new ScriptDiagnostics(crate.pkg(), contracts.options(crate.index()), published);
  }

  /** What a script that failed published before; nothing if that cannot be read. */
  private Published publishedInVain(Path out) throws IOException {
    try {
      return published(out);
    } catch (ProblemException _) {
      return Published.NOTHING;
    }
  }

  private void report(ScriptOutput output, Published published, boolean fresh, long nanos) {
    List<String> messages = new ArrayList<>();
    if (crate.pkg().local()) {
      for (String warning : output.warnings()) {
        messages.add(
            "warning: " + crate.pkg().name() + "@" + crate.pkg().version() + ": " + warning);
      }
      for (String error : output.errors()) {
        messages.add("error: " + crate.pkg().name() + "@" + crate.pkg().version() + ": " + error);
      }
    }
    messages.addAll(diagnostics(published).shown());
    build
        .listener()
        .finished(
            new BuildListener.UnitReport(
                crate.index(), label(), fresh, !output.errors().isEmpty(), messages, nanos));
  }
}
