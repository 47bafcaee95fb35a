package heddle.rust;

import heddle.engine.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The runs of rustc for one unit, until one stands: one that was begun early and was overtaken does
 * not, nor does one that asks for a variable which it was not given. The metadata of a library is
 * handed on as soon as it is written.
 */
final class RustcRun {
  private final Compilation what;
  private final String base;
  private final Build build;
  private final Crate crate;
  private final Map<String, String> variables;
  private final Consumer<? super Compiled.Metadata> first;
  private final Given given = new Given();

  /**
   * @param base the key of the compilation
   * @param variables all that are set in it; more may be added
   * @param first is told of the metadata, if it is written before the end
   */
  RustcRun(
      Compilation what,
      String base,
      Map<String, String> variables,
      Consumer<? super Compiled.Metadata> first) {
    this.what = what;
    this.base = base;
    this.build = what.build();
    this.crate = what.crate();
    this.variables = variables;
    this.first = first;
  }

  /** One run that ended; {@code started} by the clock of the file system. */
  record Attempt(
      Machine.Command command, Machine.Exit exit, List<String> lines, long started, boolean early) {
    Attempt {
      lines = List.copyOf(lines);
    }

    boolean failed() {
      return exit.code() != 0;
    }

    /** What is shown of it: its diagnostics, and what it printed besides. */
    List<String> said() {
      List<String> all = new ArrayList<>(lines);
      exit.output().lines().forEach(each -> all.add(Messages.printed(each)));
      return all;
    }
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

  Optional<Compiled.Metadata> given() {
    return given.get();
  }

  /** The names of the variables that it was given in the end. */
  Set<String> had() {
    return variables.keySet();
  }

  /** The run that stands, whether it failed or not. */
  Attempt run(Context c) throws Exception {
    Attempt attempt = attempt(c, true);
    if (attempt.early()
        && given.get().isEmpty()
        && overtaken(attempt.started(), attempt.failed())) {
      attempt = attempt(c, false);
    }
    Set<String> missing =
        attempt.failed()
            ? what.user().missing(attempt.lines(), had())
            : what.user().missing(what.dependencies(), had());
    if (!missing.isEmpty() && given.get().isEmpty()) {
      what.user().add(missing, variables);
      attempt = attempt(c, false);
    }
    return attempt;
  }

  private boolean overtaken(long began, boolean failed) {
    try {
      return what.read().overtaken(began, what.secretive(), failed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code early}: one that was begun before may be taken. */
  private Attempt attempt(Context c, boolean early) throws Exception {
    Machine machine = build.machine();
    Path written = what.written();
    if (crate.codegen().incremental()) {
      machine.directory(build.places().incremental(crate.triple()));
    }
    Path directory = build.arguments().directory(crate);
    List<String> words = new ArrayList<>(build.toolchain().command(crate.pkg().member()));
    words.addAll(what.arguments());
    build.listener().started(crate.index(), what.label());
    build.tell(directory, what.variables(), words);
    var command =
        new Machine.Command(
            what.label(),
            words,
            variables,
            directory,
            build.relations().urgency(crate.index()),
            rules(written),
            what.arguments().size());
    String unit = build.names().file(crate);
    Optional<EarlyRun> begun = Optional.empty();
    if (early && !build.traces(crate)) begun = build.headStart().take(unit, base, command);
    else build.headStart().drop(unit);
    long started = begun.isPresent() ? begun.get().moment() : machine.moment(written);
    boolean taken = begun.isPresent();
    List<String> lines = new ArrayList<>();
    Machine.Exit exit =
        build.run(
            c,
            crate,
            command,
            begun,
            line -> {
              if (!line.startsWith("{\"$message_type\":\"artifact\"")) lines.add(line);
              else if (line.contains(".rmeta\"")) written(started, taken);
            });
    return new Attempt(command, exit, lines, started, taken);
  }

  /** The metadata is there: it is handed on, if whoever waits for it may have it. */
  private void written(long started, boolean early) {
    boolean pipelined = !crate.check() && !crate.requiresObjects();
    if (!pipelined || given.get().isPresent()) return;
    // what was compiled without a variable that it asks for is not handed on; rustc writes what it
    // read before the metadata
    if (!what.user().missing(what.dependencies(), had()).isEmpty()) return;
    if (early && overtaken(started, false)) return;
    Compiled.Metadata metadata = publish();
    given.set(metadata);
    build.listener().metadata(crate.index());
    first.accept(metadata);
  }

  private Compiled.Metadata publish() {
    String name = what.metadata();
    Path file = what.written().resolve(name);
    try {
      Machine.Blob blob = build.machine().keep(file);
      build.placed().link(file, build.places().linked(crate.triple()).resolve(name));
      Recorded.Product product = new Recorded.Product(name, blob, false);
      return new Compiled.Metadata(product, what.closureOf(List.of(product)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Machine.Rules rules(Path written) throws IOException {
    List<Path> reads = new ArrayList<>(build.reads(crate));
    reads.addAll(what.permits().reads());
    Path incremental = build.places().incremental(crate.triple());
    List<Path> writes = new ArrayList<>();
    if (!written.startsWith(incremental)) writes.add(written);
    writes.add(incremental);
    writes.addAll(what.permits().writes());
    for (Path each : what.permits().writes()) build.machine().directory(each);
    return new Machine.Rules(reads, writes, what.permits().network(), true);
  }
}
