package heddle.rust;

import heddle.engine.Context;
import heddle.process.Denied;
import heddle.process.SandboxLevel;
import heddle.world.Processor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One run of rustc with all that its result depends on. Its base key holds the toolchain,
 * arguments, variables and the digests of everything it is given; what it reads of its own package
 * is known only afterwards (see {@link Memory}).
 */
final class CompileAction {
  private static final String VERSION = "rustc 2";

  private final Build build;
  private final Crate crate;
  private final List<String> arguments;
  private final Map<String, String> variables;
  private final List<KeyPart> closure;
  private final List<KeyPart> parts;
  private final String base;
  private final UserVariables user;
  private final ScriptPermits permits;
  private final List<ScriptArguments.Source> sources;

  CompileAction(
      Build build,
      Crate crate,
      List<ScriptArguments.Source> sources,
      List<String> libraryPath,
      List<KeyPart> closure)
      throws IOException {
    this.build = build;
    this.crate = crate;
    this.sources = List.copyOf(sources);
    this.closure = List.copyOf(closure);
    ScriptArguments scripts = ScriptArguments.of(crate, sources);
    this.arguments = build.arguments().of(crate, scripts);
    Map<String, String> all = new TreeMap<>();
    String inherited = build.settings().environment().getOrDefault("LD_LIBRARY_PATH", "");
    List<String> below = new ArrayList<>(libraryPath);
    if (!inherited.isEmpty()) {
      below.add(inherited);
    }
    all.putAll(build.settings().configured());
    all.putAll(build.variables().ofCompilation(crate, scripts, String.join(":", below)));
    all.putAll(build.settings().contracts().compiling(crate.index()));
    for (ScriptArguments.Source source : sources) {
      if (source.own()) {
        all.put("OUT_DIR", source.run().outDirectory().toString());
        break;
      }
    }
    this.variables = all;
    boolean macros = build.loadsProcMacros(crate.index());
    this.permits =
        macros && crate.kind() != Crate.Kind.SCRIPT
            ? ScriptPermits.of(
                build.settings().contracts().terms(crate.index()).allowed(),
                build.places().workspace(),
                build.settings().environment())
            : ScriptPermits.NONE;
    this.user =
        new UserVariables(
            build.settings().environment(), crate.requiresObjects(), macros, permits.variables());
    this.parts = key(scripts);
    this.base = KeyPart.hash(parts);
  }

  String label() {
    String what =
        switch (crate.work()) {
          case CHECK, CHECK_TEST -> "check";
          case TEST -> "test";
          default ->
              crate.kind() == Crate.Kind.SCRIPT
                  ? "build script"
                  : crate.kind() == Crate.Kind.BIN ? "bin" : "";
        };
    String name =
        crate.kind() == Crate.Kind.LIB || crate.kind() == Crate.Kind.SCRIPT
            ? crate.pkg().name()
            : crate.name();
    return what.isEmpty() ? name : name + "(" + what + ")";
  }

  /**
   * Arguments as keys hold them: neither where this build lets rustc write nor the terminal's width
   * says anything of what it writes.
   */
  static List<String> keyed(Build build, List<String> arguments) {
    List<String> all = new ArrayList<>();
    boolean place = false;
    for (String argument : arguments) {
      if (!place && !argument.startsWith("--diagnostic-width=")) {
        all.add(build.text().general(argument));
      }
      place = argument.equals("--out-dir");
    }
    return all;
  }

  private List<KeyPart> key(ScriptArguments scripts) throws IOException {
    KeyText text = build.text();
    List<KeyPart> parts = new ArrayList<>();
    parts.add(KeyPart.form(VERSION));
    parts.add(build.toolchain().note());
    parts.add(build.toolchain().key());
    parts.add(
        new KeyPart(KeyPart.Kind.WRAPPER, "", build.toolchain().wrapping(crate.pkg().member())));
    parts.add(
        new KeyPart(
            KeyPart.Kind.DIRECTORY,
            "",
            text.general(build.arguments().directory(crate).toString())));
    for (String argument : keyed(build, arguments)) {
      parts.add(new KeyPart(KeyPart.Kind.ARGUMENT, "", argument));
    }
    variables.forEach((name, value) -> {
      // Only programs in front of rustc look at it, and who asks for a package must not matter.
      if (name.equals("CARGO_PRIMARY_PACKAGE") && !wrapped()) return;
      parts.add(KeyPart.form(name));
      parts.add(
          new KeyPart(
              KeyPart.Kind.VARIABLE, name, name.equals("CARGO") ? "" : text.general(value)));
    });
    String bootstrap = build.settings().environment().get("RUSTC_BOOTSTRAP");
    parts.add(
        new KeyPart(
            KeyPart.Kind.VARIABLE, "RUSTC_BOOTSTRAP", bootstrap == null ? "" : "=" + bootstrap));
    parts.addAll(closure);
    parts.addAll(GivenFiles.of(build, crate, build.arguments().given(crate, scripts), sources));
    parts.add(new KeyPart(KeyPart.Kind.PACKAGE, "", crate.pkg().content().orElse("")));
    parts.add(new KeyPart(KeyPart.Kind.RULES, "", build.settings().rules()));
    user.linking()
        .forEach((name, value) -> parts.add(new KeyPart(KeyPart.Kind.VARIABLE, name, value)));
    permits.words().forEach(word -> parts.add(new KeyPart(KeyPart.Kind.PERMISSIONS, "", word)));
    if (Processor.matters(arguments)) {
      parts.add(new KeyPart(KeyPart.Kind.SYSTEM, "processor", Processor.here()));
    }
    if (crate.requiresObjects()) {
      parts.add(build.toolchain().key(crate.triple()));
      parts.add(
          new KeyPart(KeyPart.Kind.SYSTEM, "libraries", build.settings().system().libraries()));
    }
    return List.copyOf(parts);
  }

  private boolean wrapped() {
    return build.toolchain().wrapper().isPresent()
        || (crate.pkg().member() && build.toolchain().workspaceWrapper().isPresent());
  }

  /**
   * Whether what a run says it read may be trusted only in the workspace where it ran: a proc macro
   * reads files and does not say so, and packages that can change may hold such files.
   */
  private boolean secretive() {
    return crate.pkg().content().isEmpty() && build.loadsProcMacros(crate.index());
  }

  /** What the key is made of. */
  List<KeyPart> parts() {
    return parts;
  }

  Optional<Memory.Found> find() throws IOException, InterruptedException {
    if (build.traces(crate)) {
      return Optional.empty();
    }
    // rustc alone does what it is told; what a macro does depends on how it is held
    SandboxLevel least =
        build.loadsProcMacros(crate.index())
            ? build.settings().trust().demanded()
            : SandboxLevel.PLAIN;
    return secretive()
        ? build.memory().findHere(base, build, crate, Observed.Answers.NONE, least)
        : build.memory().find(base, Observed.Answers.NONE, least);
  }

  Compiled compiled(Recorded recorded, boolean fresh) {
    return new Compiled(recorded, closureOf(recorded.products()), fresh);
  }

  /** The metadata's file, or the first file of a unit that has none. */
  Compiled.Metadata metadata(Recorded recorded) {
    String name = "lib" + build.names().stem(crate) + ".rmeta";
    Recorded.Product file =
        recorded
            .product(name)
            .or(() -> recorded.products().stream().findFirst())
            .orElseGet(() -> new Recorded.Product("", new Machine.Blob("", 0), false));
    return new Compiled.Metadata(file, closureOf(List.of(file)));
  }

  private String closureOf(List<Recorded.Product> products) {
    List<String> hashes = new ArrayList<>(closure.stream().map(KeyPart::value).toList());
    products.forEach(product -> hashes.add(product.blob().hash()));
    return KeyText.hash(hashes);
  }

  Compiled run(Context c, List<CompileUnit.Below> below, Consumer<? super Compiled.Metadata> first)
      throws Exception {
    for (CompileUnit.Below file : below) {
      build.placeOf(
          file.unit(),
          file.directory().resolve(file.product().name()),
          file.product().blob(),
          false);
    }
    Map<String, String> all =
        user.first(variables, new TreeSet<>(build.memory().watchedVariables(lists())));
    permits.home().ifPresent(home -> all.putIfAbsent("HOME", home.toString()));
    try {
      return run(c, all, below, first);
    } finally {
      // what is kept of it lies in the store
      build.machine().discard(build.places().written(crate));
    }
  }

  private Compiled run(
      Context c,
      Map<String, String> all,
      List<CompileUnit.Below> below,
      Consumer<? super Compiled.Metadata> first)
      throws Exception {
    Given given = new Given();
    Attempt attempt = attempt(c, all, given, first, true);
    boolean failed = attempt.exit().code() != 0;
    if (attempt.early() && given.get().isEmpty() && overtaken(attempt.started(), failed)) {
      attempt = attempt(c, all, given, first, false);
    }
    Set<String> missing =
        attempt.exit().code() == 0
            ? user.missing(dependencies(), all.keySet())
            : user.missing(attempt.lines(), all.keySet());
    if (!missing.isEmpty() && given.get().isEmpty()) {
      user.add(missing, all);
      attempt = attempt(c, all, given, first, false);
    }
    Compiled compiled = finish(attempt, all.keySet(), given.get(), first);
    note(attempt.command(), below, compiled.recorded());
    return compiled;
  }

  /** So that the next build can begin it early. */
  private void note(Machine.Command command, List<CompileUnit.Below> below, Recorded recorded) {
    if (crate.pkg().content().isPresent()) return; // its sources stay as they are
    // its own script mostly runs again with it, and then a macro may have seen half of its files
    if (secretive() && sources.stream().anyMatch(ScriptArguments.Source::own)) return;
    build.headStart().note(KnownRun.of(build, crate, base, lists(), command, below, recorded));
  }

  private boolean overtaken(long began, boolean failed) {
    try {
      return new SourcesRead(build, crate, dependencies(), outs())
          .overtaken(began, secretive(), failed);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Under which key the lists of what its runs observed are kept. */
  private String lists() {
    return secretive() ? Memory.here(base, build.places().workspace()) : base;
  }

  private List<Path> outs() {
    return sources.stream().map(source -> source.run().outDirectory()).toList();
  }

  /** The metadata that was handed on before the end, if it was. */
  private static final class Given {
    private Optional<Compiled.Metadata> value = Optional.empty();

    synchronized Optional<Compiled.Metadata> get() {
      return value;
    }

    synchronized void set(Compiled.Metadata metadata) {
      value = Optional.of(metadata);
    }
  }

  /** {@code started} by the clock of the file system. */
  private record Attempt(
      Machine.Command command,
      Machine.Exit exit,
      List<String> lines,
      long started,
      boolean early) {}

  /** {@code early}: one that was begun before may be taken. */
  private Attempt attempt(
      Context c,
      Map<String, String> all,
      Given given,
      Consumer<? super Compiled.Metadata> first,
      boolean early)
      throws Exception {
    Machine machine = build.machine();
    Path written = build.places().written(crate);
    if (crate.codegen().incremental()) {
      machine.directory(build.places().incremental(crate.triple()));
    }
    List<String> words = new ArrayList<>(build.toolchain().command(crate.pkg().member()));
    words.addAll(arguments);
    List<String> lines = new ArrayList<>();
    String metadata = "lib" + build.names().stem(crate) + ".rmeta";
    boolean pipelined = !crate.check() && !crate.requiresObjects();
    build.listener().started(crate.index(), label());
    build.tell(build.arguments().directory(crate), variables, words);
    var command =
        new Machine.Command(
            label(),
            words,
            all,
            build.arguments().directory(crate),
            build.urgency(crate.index()),
            rules(written),
            arguments.size());
    String unit = build.names().file(crate);
    Optional<EarlyRun> begun = Optional.empty();
    if (early && !build.traces(crate)) begun = build.headStart().take(unit, base, command);
    else build.headStart().drop(unit);
    long started = begun.isPresent() ? begun.get().moment() : machine.moment(written);
    boolean taken = begun.isPresent();
    Machine.Exit exit =
        build.run(
            c,
            crate,
            command,
            begun,
            line -> {
              if (line.startsWith("{\"$message_type\":\"artifact\"")) {
                if (pipelined
                    && given.get().isEmpty()
                    && line.contains(".rmeta\"")
                    // what was compiled without a variable that it asks for is not handed on;
                    // rustc writes what it read before the metadata
                    && user.missing(dependencies(), all.keySet()).isEmpty()
                    && !(taken && overtaken(started, false))) {
                  Compiled.Metadata metadataNow = publish(written, metadata);
                  given.set(metadataNow);
                  build.listener().metadata(crate.index());
                  first.accept(metadataNow);
                }
              } else {
                lines.add(line);
              }
            });
    return new Attempt(command, exit, lines, started, taken);
  }

  private Machine.Rules rules(Path written) throws IOException {
    List<Path> reads = new ArrayList<>(build.reads(crate));
    reads.addAll(permits.reads());
    Path incremental = build.places().incremental(crate.triple());
    List<Path> writes = new ArrayList<>();
    if (!written.startsWith(incremental)) writes.add(written);
    writes.add(incremental);
    writes.addAll(permits.writes());
    for (Path each : permits.writes()) build.machine().directory(each);
    return new Machine.Rules(reads, writes, permits.network(), true);
  }

  /** Only where procedural macros run, and only the network: rustc itself asks for nothing. */
  private Refusals refusals(Attempt attempt) {
    if (!build.loadsProcMacros(crate.index())) {
      return new Refusals(crate.pkg(), "", List.of());
    }
    List<Denied> network =
        attempt.exit().refused().stream().filter(each -> each instanceof Denied.Network).toList();
    return ScriptFailure.alsoNetwork(
        new Refusals(crate.pkg(), "a procedural macro in it", network),
        attempt.exit(),
        attempt.lines(),
        permits.network());
  }

  private Compiled.Metadata publish(Path written, String name) {
    try {
      Machine.Blob blob = build.machine().keep(written.resolve(name));
      build.linkOnce(written.resolve(name), build.places().linked(crate.triple()).resolve(name));
      Recorded.Product file = new Recorded.Product(name, blob, false);
      return new Compiled.Metadata(file, closureOf(List.of(file)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private DepInfo dependencies() {
    Path file = build.places().written(crate).resolve(build.names().stem(crate) + ".d");
    try {
      return DepInfo.parse(build.machine().readText(file).orElse(""));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Compiled finish(
      Attempt attempt,
      Set<String> had,
      Optional<Compiled.Metadata> given,
      Consumer<? super Compiled.Metadata> first)
      throws Exception {
    Machine machine = build.machine();
    List<String> lines = List.copyOf(attempt.lines());
    if (attempt.exit().code() != 0) {
      build.fail();
      build.ledger().note(crate, parts, Ledger.How.FAILED, Observed.NOTHING, List.of());
      build
          .listener()
          .finished(
              new BuildListener.UnitReport(
                  crate.index(), label(), false, true, lines, attempt.exit().nanos()));
      throw new UnitFailure(
          Diagnostics.couldNotCompile(crate, lines, attempt.exit()), refusals(attempt).lines());
    }
    Path written = build.places().written(crate);
    FutureTask<Boolean> mentioned = mentionsWorkspace(written);
    List<Recorded.Product> products = new ArrayList<>();
    for (String name : outputs(written)) {
      Optional<Recorded.Product> early =
          given.map(Compiled.Metadata::file).filter(file -> file.name().equals(name));
      Machine.Blob blob =
          early.isPresent() ? early.get().blob() : machine.keep(written.resolve(name));
      boolean executable = Stream.of(".rlib", ".rmeta", ".a", ".dwp").noneMatch(name::endsWith);
      products.add(new Recorded.Product(name, blob, executable));
      if (crate.linkable()
          && (crate.work() == Crate.Work.BUILD || crate.work() == Crate.Work.CHECK)) {
        build.linkOnce(written.resolve(name), build.places().linked(crate.triple()).resolve(name));
      }
    }
    DepInfo info = dependencies();
    SourcesRead files = new SourcesRead(build, crate, info, outs());
    Set<String> read = files.names();
    permits.reads().forEach(path -> read.add(build.text().general(path.toString())));
    Observed observed =
        Observed.of(read, user.observed(info, variables, had), places(files, mentioned));
    Recorded recorded =
        new Recorded(
            products, lines, observed, Optional.empty(), "", build.settings().trust().level());
    if (files.changedSince(attempt.started())) {
      build.ledger().note(crate, parts, Ledger.How.UNKEPT, observed, List.of());
    } else {
      List<String> values =
          secretive()
              ? build.memory().keepHere(base, build, crate, recorded, Observed.Answers.NONE)
              : build.memory().keep(base, recorded);
      build.ledger().note(crate, parts, Ledger.How.RAN, observed, values);
    }
    if (given.isEmpty()) {
      first.accept(metadata(recorded));
    }
    build
        .listener()
        .finished(
            new BuildListener.UnitReport(
                crate.index(), label(), false, false, lines, attempt.exit().nanos()));
    return compiled(recorded, false);
  }

  /**
   * Whether a path of this machine may stand in an output though the code did not ask for one: proc
   * macros write what they like, and so do words for the linker.
   */
  private boolean mayHoldPaths() {
    boolean links =
        crate.requiresObjects()
            && (crate.pkg().local()
                || crate.rustflags().stream()
                    .anyMatch(each -> !build.text().general(each).equals(each)));
    return links || secretive();
  }

  /**
   * The places that the outputs may hold: those in variables that the code looked at, and the
   * workspace where an output holds its path.
   */
  private Set<String> places(SourcesRead files, FutureTask<Boolean> mentioned)
      throws IOException, InterruptedException {
    Set<String> places = files.placesLookedAt(variables);
    boolean held;
    try {
      held = mentioned.get();
    } catch (ExecutionException e) {
      throw new IOException("cannot read what was compiled", e.getCause());
    }
    if (held) {
      places.addAll(build.text().marks(build.places().workspace().toString()));
    }
    return places;
  }

  /** What rustc wrote, without what it read. */
  private List<String> outputs(Path written) throws IOException {
    return build.machine().list(written).stream().filter(name -> !name.endsWith(".d")).toList();
  }

  /** Looked for while the files are taken in: both read all of them. */
  private FutureTask<Boolean> mentionsWorkspace(Path written) {
    String workspace = build.places().workspace().toString();
    var looking =
        new FutureTask<>(() -> {
          if (!mayHoldPaths()) return false;
          for (String name : outputs(written)) {
            if (build.machine().mentions(written.resolve(name), workspace)) return true;
          }
          return false;
        });
    Thread.ofVirtual().name("mentions").start(looking);
    return looking;
  }
}
