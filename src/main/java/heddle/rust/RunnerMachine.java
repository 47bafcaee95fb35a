package heddle.rust;

import heddle.engine.Handlers;
import heddle.process.FileLock;
import heddle.process.Runner;
import heddle.process.Traced;
import heddle.store.Depot;
import heddle.store.Digest;
import heddle.text.ProblemException;
import heddle.world.Observation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** This machine: processes through the runners, files through the depot. */
final class RunnerMachine implements Machine, AutoCloseable {
  private final Depot depot;
  private final Observation observation;
  private final Processes processes;
  private final Map<Path, FileLock> uses = new ConcurrentHashMap<>();

  public RunnerMachine(
      Depot depot, Runner runner, Runner free, Observation observation, int slots) {
    this.depot = depot;
    this.observation = observation;
    this.processes = new Processes(runner, free, depot, slots);
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
    return processes.run(command, errorLine);
  }

  @Override
  public Exit run(Command command, Asked asked, Consumer<String> errorLine) throws Exception {
    return processes.run(command, asked, errorLine);
  }

  @Override
  public Exit trace(
      Command command, Consumer<String> errorLine, Consumer<List<Traced.Touch>> touches)
      throws IOException, InterruptedException, ProblemException {
    return processes.trace(command, errorLine, touches);
  }

  /** Runs actions that are asked for as tasks, in the slots and the sandbox of all others. */
  Handlers handlers() {
    return processes.handlers();
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
    return depot.survey().digestBelow(directory, excluded);
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
    return depot.survey().files(path);
  }

  @Override
  public List<Path> below(Path directory, Set<Path> excluded) throws IOException {
    return depot.survey().below(directory, excluded);
  }

  @Override
  public Optional<Boolean> regular(Path path) {
    return depot.survey().regular(path);
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
    for (Path each : depot.survey().all(path, excluded)) {
      observation.look(each, false);
    }
    return depot.survey().digest(path, excluded);
  }

  @Override
  public long moment(Path directory) throws IOException {
    return depot.moment(directory);
  }

  @Override
  public Optional<String> fileDigest(Path file) throws IOException {
    observation.look(file, false);
    return depot.survey().fileDigest(file);
  }

  @Override
  public boolean changedSince(Path path, long moment, Set<Path> excluded) throws IOException {
    return depot.survey().changedSince(path, moment, excluded);
  }

  @Override
  public List<Path> changedBelow(Path directory, long moment, Set<Path> excluded)
      throws IOException {
    return depot.survey().changedBelow(directory, moment, excluded);
  }

  @Override
  public String inventory(Path directory) throws IOException {
    return depot.survey().inventory(directory);
  }

  @Override
  public boolean mentions(Path place, String text) throws IOException {
    return depot.survey().mentions(place, text);
  }

  @Override
  public void look(Path path, boolean ours) {
    observation.look(path, ours);
  }
}
