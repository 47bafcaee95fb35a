package heddle.rust;

import heddle.engine.Context;
import heddle.process.Denied;
import heddle.process.SandboxLevel;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The compilation of one unit: it is found in the store, or made by rustc and kept there. */
final class CompileAction {
  private final Compilation what;
  private final CompileKey key;
  private final Build build;
  private final Crate crate;

  CompileAction(Compilation what) throws IOException {
    this.what = what;
    this.key = CompileKey.of(what);
    this.build = what.build();
    this.crate = what.crate();
  }

  /** What the key is made of. */
  List<KeyPart> parts() {
    return key.parts();
  }

  Optional<Memory.Found> find() throws IOException, InterruptedException {
    if (build.traces(crate)) {
      return Optional.empty();
    }
    // rustc alone does what it is told; what a macro does depends on how it is held
    SandboxLevel least = what.macros() ? build.settings().trust().demanded() : SandboxLevel.PLAIN;
    return what.secretive()
        ? build.memory().findHere(key.base(), build, crate, Observed.Answers.NONE, least)
        : build.memory().find(key.base(), Observed.Answers.NONE, least);
  }

  Compiled compiled(Recorded recorded, boolean fresh) {
    return new Compiled(recorded, what.closureOf(recorded.products()), fresh);
  }

  /** The metadata's file, or the first file of a unit that has none. */
  Compiled.Metadata metadata(Recorded recorded) {
    Recorded.Product file =
        recorded
            .product(what.metadata())
            .or(() -> recorded.products().stream().findFirst())
            .orElseGet(() -> new Recorded.Product("", new Machine.Blob("", 0), false));
    return new Compiled.Metadata(file, what.closureOf(List.of(file)));
  }

  Compiled run(Context c, List<CompileUnit.Below> below, Consumer<? super Compiled.Metadata> first)
      throws Exception {
    for (CompileUnit.Below file : below) {
      build
          .placed()
          .putOf(
              new CompileUnit(build, file.unit()),
              file.directory().resolve(file.product().name()),
              file.product().blob(),
              false);
    }
    Map<String, String> all =
        what.user()
            .first(what.variables(), new TreeSet<>(build.memory().watchedVariables(lists())));
    what.permits().home().ifPresent(home -> all.putIfAbsent("HOME", home.toString()));
    var rustc = new RustcRun(what, key.base(), all, first);
    try {
      RustcRun.Attempt attempt = rustc.run(c);
      if (attempt.failed()) throw failure(attempt);
      Recorded recorded = keep(attempt, rustc);
      if (rustc.given().isEmpty()) {
        first.accept(metadata(recorded));
      }
      finished(attempt, false);
      note(attempt.command(), below, recorded);
      return compiled(recorded, false);
    } finally {
      // what is kept of it lies in the store
      build.machine().discard(what.written());
    }
  }

  private Recorded keep(RustcRun.Attempt attempt, RustcRun rustc)
      throws IOException, InterruptedException {
    SourcesRead files = what.read();
    Recorded recorded =
        new RustcOutputs(what).record(files, attempt.said(), rustc.given(), rustc.had());
    Observed observed = recorded.observed();
    if (!what.saysWhatItRead() || files.changedSince(attempt.started())) {
      build.ledger().note(crate, parts(), Ledger.How.UNKEPT, observed, List.of());
      return recorded;
    }
    List<String> values =
        what.secretive()
            ? build.memory().keepHere(key.base(), build, crate, recorded, Observed.Answers.NONE)
            : build.memory().keep(key.base(), recorded);
    build.ledger().note(crate, parts(), Ledger.How.RAN, observed, values);
    return recorded;
  }

  private UnitFailure failure(RustcRun.Attempt attempt) throws IOException {
    build.fail();
    build.ledger().note(crate, parts(), Ledger.How.FAILED, Observed.NOTHING, List.of());
    finished(attempt, true);
    return new UnitFailure(
        Diagnostics.couldNotCompile(crate, attempt.lines(), attempt.exit()),
        refusals(attempt).lines(),
        attempt.lines());
  }

  private void finished(RustcRun.Attempt attempt, boolean failed) {
    build
        .listener()
        .finished(
            new BuildListener.UnitReport(
                crate.index(),
                what.label(),
                false,
                failed,
                attempt.said(),
                attempt.exit().nanos()));
  }

  /** So that the next build can begin it early. */
  private void note(Machine.Command command, List<CompileUnit.Below> below, Recorded recorded) {
    if (crate.pkg().content().isPresent()) return; // its sources stay as they are
    build
        .headStart()
        .note(KnownRun.of(build, crate, key.base(), lists(), command, below, scripts(), recorded));
  }

  /**
   * The runs of its own script without which it is not to be begun: if that runs again, a macro may
   * see half of its files.
   */
  private List<String> scripts() {
    if (!what.secretive()) return List.of();
    return what.sources().stream()
        .filter(ScriptArguments.Source::own)
        .flatMap(source -> source.run().remembered().stream())
        .toList();
  }

  /** Under which key the lists of what its runs observed are kept. */
  private String lists() {
    return what.secretive() ? Memory.here(key.base(), build.places().workspace()) : key.base();
  }

  /** Only where procedural macros run, and only the network: rustc itself asks for nothing. */
  private Refusals refusals(RustcRun.Attempt attempt) {
    if (!what.macros()) {
      return new Refusals(crate.pkg(), "", List.of());
    }
    List<Denied> network =
        attempt.exit().refused().stream().filter(each -> each instanceof Denied.Network).toList();
    return ScriptFailure.alsoNetwork(
        new Refusals(crate.pkg(), "a procedural macro in it", network),
        attempt.exit(),
        attempt.lines(),
        what.permits().network());
  }
}
