package heddle.rust;

import heddle.engine.Handlers;
import heddle.process.Action;
import heddle.process.ActionOutcome;
import heddle.process.Ending;
import heddle.process.FileLock;
import heddle.process.Limits;
import heddle.process.Mount;
import heddle.process.Permissions;
import heddle.process.RunAction;
import heddle.process.Runner;
import heddle.process.Traced;
import heddle.process.TracedRun;
import heddle.process.Watcher;
import heddle.store.Depot;
import heddle.store.Digest;
import heddle.text.ProblemException;
import heddle.world.Observation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * This machine: processes through the runners, confined ones and free ones, files through the
 * depot.
 */
public final class RunnerMachine implements Machine, AutoCloseable {
  private final Depot depot;
  private final Runner runner;
  private final Runner free;
  private final Observation observation;
  private final Turn turn;
  private final Map<Path, FileLock> uses = new ConcurrentHashMap<>();
  private final Map<Long, Integer> urgencies = new ConcurrentHashMap<>();
  private final AtomicLong runs = new AtomicLong();

  public RunnerMachine(
      Depot depot, Runner runner, Runner free, Observation observation, int slots) {
    this.depot = depot;
    this.runner = runner;
    this.free = free;
    this.observation = observation;
    this.turn = new Turn(slots);
  }

  @Override
  public boolean own(Path directory) throws IOException, ProblemException {
    return use(directory).own();
  }

  @Override
  public void share(Path directory) throws IOException, ProblemException {
    use(directory).share();
  }

  private FileLock use(Path directory) throws IOException, ProblemException {
    FileLock known = uses.get(directory);
    if (known == null) {
      FileLock opened = FileLock.open(directory.resolveSibling("lock"));
      depot.used(directory.resolveSibling("lock"));
      known = uses.putIfAbsent(directory, opened);
      if (known == null) {
        return opened;
      }
      opened.close();
    }
    return known;
  }

  /** Lets go of the directories that this build uses. */
  @Override
  public void close() {
    uses.values().forEach(FileLock::close);
  }

  @Override
  public Exit run(Command command, Consumer<String> errorLine)
      throws IOException, InterruptedException, ProblemException {
    turn.take(command.urgency());
    try {
      AtomicLong began = new AtomicLong(System.nanoTime());
      return exit(runner(command).run(action(command), watcher(errorLine, began)), began);
    } finally {
      turn.give();
    }
  }

  @Override
  public Exit run(Command command, Asked asked, Consumer<String> errorLine) throws Exception {
    long number = runs.incrementAndGet();
    urgencies.put(number, command.urgency());
    try {
      ActionOutcome outcome = asked.of(new RunAction(action(command), number));
      outcome.stderr().lines().forEach(errorLine);
      // what stood for the run does not say when it began
      return exit(outcome, new AtomicLong(System.nanoTime() - outcome.wall().toNanos()));
    } finally {
      urgencies.remove(number);
    }
  }

  /** Runs actions that are asked for as tasks, in the slots and the sandbox of all others. */
  Handlers handlers() {
    return Handlers.none()
        .<Optional<Path>, ActionOutcome, RunAction>staged(
            RunAction.class,
            (run, _, first) -> {
              turn.take(urgencies.getOrDefault(run.number(), 0));
              try {
                ActionOutcome outcome = runner.run(run.action(), Watcher.NONE);
                first.accept(Optional.empty());
                return outcome;
              } finally {
                turn.give();
              }
            });
  }

  @Override
  public Exit trace(
      Command command, Consumer<String> errorLine, Consumer<List<Traced.Touch>> touches)
      throws IOException, InterruptedException, ProblemException {
    turn.take(command.urgency());
    try {
      AtomicLong began = new AtomicLong(System.nanoTime());
      TracedRun traced = runner(command).trace(action(command), watcher(errorLine, began));
      touches.accept(traced.touches());
      return exit(traced.outcome(), began);
    } finally {
      turn.give();
    }
  }

  private Runner runner(Command command) {
    return command.rules().confined() ? runner : free;
  }

  private Action action(Command command) throws IOException {
    return new Action(
        command.words(),
        command.variables(),
        Map.of(),
        command.rules().confined() ? mounts(command) : List.of(),
        command.directory().toString(),
        List.of(),
        Optional.empty(),
        Limits.DEFAULT,
        new Permissions(command.rules().network(), List.of(), List.of()),
        command.foldable());
  }

  private static Watcher watcher(Consumer<String> errorLine, AtomicLong began) {
    return new Watcher() {
      @Override
      public void started() {
        began.set(System.nanoTime());
      }

      @Override
      public void line(String line) {
        errorLine.accept(line);
      }
    };
  }

  private static Exit exit(ActionOutcome outcome, AtomicLong began) {
    String problem = outcome.ending().text(Limits.DEFAULT);
    if (problem.isEmpty() && outcome.exit() > 128) {
      problem = "ended by signal " + (outcome.exit() - 128);
    }
    int code = outcome.ending() == Ending.EXITED || outcome.exit() != 0 ? outcome.exit() : 1;
    return new Exit(
        code,
        new Printed(outcome.stdout().bytes()),
        problem,
        outcome.wall().toNanos(),
        outcome.denied(),
        began.get());
  }

  private List<Mount> mounts(Command command) throws IOException {
    Set<Path> shown = new LinkedHashSet<>(command.rules().reads());
    shown.addAll(command.rules().writes());
    Set<Path> writes = new LinkedHashSet<>();
    for (Path each : command.rules().writes()) writes.add(place(each, shown));
    Set<Path> reads = new LinkedHashSet<>();
    for (Path each : command.rules().reads()) reads.add(place(each, shown));
    reads.removeAll(writes);
    command.rules().discarded().ifPresent(reads::remove);
    List<Mount> mounts = new ArrayList<>();
    for (Path path : reads) {
      if (depot.exists(path)) {
        mounts.add(new Mount.Source("r" + mounts.size(), path));
      }
    }
    command
        .rules()
        .discarded()
        .ifPresent(path -> mounts.add(new Mount.Discarded("d" + mounts.size(), path)));
    for (Path path : writes) {
      if (depot.exists(path)) {
        mounts.add(new Mount.Writable("w" + mounts.size(), path));
      }
    }
    return mounts;
  }

  /**
   * Where a directory is shown: what lies behind a symbolic link in another directory that is shown
   * ({@code target}, on another disk) at its own place, since the link is followed there, too.
   */
  private Path place(Path path, Set<Path> shown) throws IOException {
    for (Path each : shown) {
      if (path.startsWith(each) && !path.equals(each)) return depot.real(path).orElse(path);
    }
    return path;
  }

  private static Digest content(Blob blob) {
    return new Digest(blob.hash(), blob.size());
  }

  private static Blob blob(Digest content) {
    return new Blob(content.hash(), content.size());
  }

  @Override
  public Blob keep(Path file) throws IOException {
    return blob(depot.keep(file));
  }

  @Override
  public Blob keep(byte[] content) throws IOException {
    return blob(depot.keep(content));
  }

  @Override
  public byte[] read(Blob blob) throws IOException {
    return depot.read(content(blob));
  }

  @Override
  public void place(Blob blob, Path to, boolean executable, boolean shared) throws IOException {
    depot.place(content(blob), to, executable, shared);
  }

  @Override
  public boolean shows(Path file, Blob blob) throws IOException {
    return depot.shows(file, content(blob));
  }

  @Override
  public boolean seems(Blob blob) {
    return depot.seems(content(blob));
  }

  @Override
  public Optional<String> digestBelow(Path directory, Set<Path> excluded) throws IOException {
    return depot.digestBelow(directory, excluded);
  }

  @Override
  public Blob keepTree(Path directory) throws IOException {
    return blob(depot.keepTree(directory));
  }

  @Override
  public void placeTree(Blob tree, Path directory) throws IOException {
    depot.placeTree(content(tree), directory);
  }

  @Override
  public boolean holds(Path directory, Optional<Blob> tree) throws IOException {
    return tree.isPresent() && depot.holds(directory, content(tree.get()));
  }

  @Override
  public Optional<byte[]> recall(String key) throws IOException {
    return depot.recall(key);
  }

  @Override
  public void remember(String key, byte[] record) throws IOException {
    depot.remember(key, record);
  }

  @Override
  public void emptyDirectory(Path directory) throws IOException {
    depot.emptyDirectory(directory);
  }

  @Override
  public void delete(Path path) throws IOException {
    depot.delete(path);
  }

  @Override
  public void discard(Path directory) throws IOException {
    depot.discard(directory);
  }

  @Override
  public void directory(Path directory) throws IOException {
    depot.directory(directory);
  }

  @Override
  public void link(Path from, Path to) throws IOException {
    depot.link(from, to);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return new ArrayList<>(depot.list(directory));
  }

  @Override
  public Optional<Path> real(Path path) throws IOException {
    return depot.real(path);
  }

  @Override
  public List<Path> files(Path path) throws IOException {
    return depot.files(path);
  }

  @Override
  public List<Path> below(Path directory, Set<Path> excluded) throws IOException {
    return depot.below(directory, excluded);
  }

  @Override
  public Optional<Boolean> regular(Path path) {
    return depot.regular(path);
  }

  @Override
  public boolean exists(Path path) {
    return depot.exists(path);
  }

  @Override
  public void write(Path file, String text) throws IOException {
    depot.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Optional<String> readText(Path file) throws IOException {
    return depot.readText(file);
  }

  @Override
  public Optional<String> digest(Path path, Set<Path> excluded) throws IOException {
    for (Path each : depot.all(path, excluded)) {
      observation.look(each, false);
    }
    return depot.digest(path, excluded);
  }

  @Override
  public long moment(Path directory) throws IOException {
    return depot.moment(directory);
  }

  @Override
  public Optional<String> fileDigest(Path file) throws IOException {
    observation.look(file, false);
    return depot.fileDigest(file);
  }

  @Override
  public boolean changedSince(Path path, long moment, Set<Path> excluded) throws IOException {
    return depot.changedSince(path, moment, excluded);
  }

  @Override
  public List<Path> changedBelow(Path directory, long moment, Set<Path> excluded)
      throws IOException {
    return depot.changedBelow(directory, moment, excluded);
  }

  @Override
  public String inventory(Path directory) throws IOException {
    return depot.inventory(directory);
  }

  @Override
  public boolean mentions(Path place, String text) throws IOException {
    return depot.mentions(place, text);
  }

  @Override
  public void look(Path path, boolean ours) {
    observation.look(path, ours);
  }
}
