package heddle.rust;

import heddle.contract.Published;
import heddle.engine.Context;
import heddle.process.SandboxLevel;
import heddle.store.LostBlob;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/**
 * Makes the result of a build script there, from the store or by a run. The script gets a clean
 * environment; a variable of the user that it says it watches is found by running it once more with
 * that variable.
 */
final class ScriptAction {
  private final Build build;
  private final ScriptInputs inputs;
  private final Crate crate;
  private final ScriptPermits permits;
  private final ScriptAccount account;

  ScriptAction(Build build, ScriptInputs inputs) {
    this.build = build;
    this.inputs = inputs;
    this.crate = inputs.crate();
    this.permits = inputs.permits();
    this.account = new ScriptAccount(build, inputs);
  }

  /** Runs the script, or finds what it gave; one of equal ones at a time. */
  ScriptRun run(Context c) throws Exception {
    Lock making = build.making(inputs.base());
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
            : inputs.fixed()
                ? build.memory().find(inputs.base(), questions::hash, least)
                : build.memory().findHere(inputs.base(), build, crate, questions::hash, least);
    if (known.isEmpty() || !restore(known.get().recorded())) {
      return Optional.empty();
    }
    Recorded recorded = known.get().recorded();
    build
        .ledger()
        .note(crate, inputs.parts(), Ledger.How.FOUND, recorded.observed(), known.get().values());
    Path out = Path.of(build.text().real(recorded.outPath()));
    ScriptOutput output = parse(recorded.messages());
    Published published = published(out);
    account.journal(output, published, List.of());
    account.report(output, published, true);
    return Optional.of(result(recorded, output, out, published));
  }

  /**
   * The OUT_DIR: of a member below target/, of others below Heddle's home, where builds of several
   * workspaces meet. One that another build uses and this one would change is left alone.
   */
  private ScriptRun execute(Context c, ScriptQuestions questions) throws Exception {
    List<String> expected = build.memory().questions(remembered());
    if (build.looks()) {
      List<KeyPart> all = new ArrayList<>(inputs.parts());
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
    return inputs.fixed() ? inputs.base() : Memory.here(inputs.base(), build.places().workspace());
  }

  private ScriptRun execute(Context c, Path out, ScriptQuestions questions) throws Exception {
    if (build.hasFailed()) {
      throw new Skipped();
    }
    build.ledger().note(crate, inputs.parts(), Ledger.How.FAILED, Observed.NOTHING, List.of());
    var environment =
        new ScriptEnvironment(
            inputs,
            build.toolchain(),
            build.settings().environment(),
            build.memory().watchedVariables(remembered()));
    long started = build.machine().moment(build.places().written(crate));
    Recorded recorded = attempt(c, environment, out, questions);
    ScriptOutput output = parse(recorded.messages());
    if (environment.widen(output)) {
      recorded = attempt(c, environment, out, questions);
      output = parse(recorded.messages());
    }
    refuse(output.errors(), output, Published.NOTHING);
    Published published = published(out);
    refuse(account.diagnostics(published).of(Published.Level.ERROR), output, published);
    ScriptFindings findings = new ScriptFindings(build, inputs, out);
    List<String> beside = findings.beside(started);
    Observed declared = findings.declared(output, recorded, beside);
    Observed seen = declared.and(beside).asking(questions.lines());
    Recorded complete =
        new Recorded(
            recorded.products(),
            recorded.messages(),
            seen,
            recorded.outDirectory(),
            recorded.outPath(),
            recorded.level());
    if (inputs.fixed()) {
      List<String> values = build.memory().keep(inputs.base(), complete, questions::hash);
      build.ledger().note(crate, inputs.parts(), Ledger.How.RAN, seen, values);
    } else if (!findings.changed(declared, started)) {
      List<String> values =
          build.memory().keepHere(inputs.base(), build, crate, complete, questions::hash);
      build.ledger().note(crate, inputs.parts(), Ledger.How.RAN, seen, values);
    } else {
      build.ledger().note(crate, inputs.parts(), Ledger.How.UNKEPT, seen, List.of());
    }
    if (!crate.pkg().member()) {
      build.machine().share(out);
    }
    account.journal(output, published, List.of());
    account.report(output, published, false);
    return result(complete, output, out, published);
  }

  /** Errors that a script reports make it fail, however it ended. */
  private void refuse(List<String> errors, ScriptOutput output, Published published)
      throws UnitFailure {
    if (!errors.isEmpty()) {
      build.fail();
      account.report(output, published, false);
      throw new UnitFailure(
          "the build script of `" + crate.pkg().description() + "` reported errors", errors);
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

  /**
   * One run, or more where the script asked something of cargo, or failed for want of a variable
   * that it watches.
   */
  private Recorded attempt(
      Context c, ScriptEnvironment environment, Path out, ScriptQuestions questions)
      throws Exception {
    List<String> said = new ArrayList<>();
    Machine.Exit exit =
        new ScriptProcess(build, inputs, out).run(c, environment.given(), questions, said::add);
    if (questions.take(out)) {
      return attempt(c, environment, out, questions);
    }
    if (build.arguments().verbose()) {
      String from = "[" + crate.pkg().name() + " " + crate.pkg().version() + "] ";
      build
          .listener()
          .printed(
              exit.output().lines().stream().map(from::concat).toList(),
              said.stream().map(from::concat).toList());
    }
    Refusals refusals = new Refusals(crate.pkg(), "its build script", exit.refused());
    if (exit.code() == 0 && !refusals.inHome().denied().isEmpty()) {
      refusals = refusals.inHome();
      build.fail();
      account.journal(ScriptOutput.NONE, Published.NOTHING, refusals.wants());
      throw new UnitFailure(
          "the build script of `" + crate.pkg().description() + "` left files in HOME",
          refusals.lines().subList(1, refusals.lines().size()));
    }
    if (exit.code() != 0) {
      if (environment.widen(watched(exit))) {
        return attempt(c, environment, out, questions);
      }
      build.fail();
      refusals = ScriptFailure.alsoNetwork(refusals, exit, said, permits.network());
      account.journal(ScriptOutput.NONE, Published.NOTHING, refusals.wants());
      List<String> published = account.diagnostics(publishedInVain(out)).ofFailure();
      OptionHints hints =
          new OptionHints(crate.pkg(), build.settings().contracts().options(crate.index()));
      throw ScriptFailure.of(crate.pkg(), exit, published, said, hints, refusals);
    }
    published(out); // what it may not publish is an error before its OUT_DIR is kept
    List<String> lines = exit.output().lines().stream().map(build.text()::general).toList();
    return new Recorded(
        new SourceOutputs(crate.pkg(), permits.outputs(), build.machine()).keep(),
        lines,
        Observed.NOTHING,
        Optional.of(build.machine().keepTree(out)),
        build.text().general(out.toString()),
        build.settings().trust().level());
  }

  private Path outDirectory(String suffix) {
    return crate.pkg().member()
        ? build.places().script(crate, build.names()).resolve("out")
        : build.places().kept().resolve(inputs.base().substring(0, 32) + suffix).resolve("out");
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

  private ScriptOutput parse(List<String> lines) throws ProblemException {
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

  private ScriptRun made(Recorded recorded, ScriptOutput output, Path out, Published published) {
    List<String> parts = new ArrayList<>(recorded.messages());
    parts.add(recorded.outPath());
    recorded.outDirectory().ifPresent(tree -> parts.add(tree.hash()));
    return new ScriptRun(output, out, KeyText.hash(parts), published, Optional.of(remembered()));
  }

  private Published published(Path out) throws IOException, ProblemException {
    return build
        .settings()
        .contracts()
        .published(crate.index(), crate.pkg().root(), out, build.machine());
  }

  /** What a script that failed published before; nothing if that cannot be read. */
  private Published publishedInVain(Path out) throws IOException {
    try {
      return published(out);
    } catch (ProblemException _) {
      return Published.NOTHING;
    }
  }
}
