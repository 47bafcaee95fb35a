package heddle.rust;

import heddle.process.FileLock;
import heddle.process.SandboxLevel;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Begins the compilations that an edit calls for while the build still reads manifests, plans and
 * looks at every unit: those runs of rustc whose sources changed since they were last made for the
 * same order, and that rest on no other such run. The build decides as ever what is to run; where
 * it comes to a run that is word for word the one that was begun, on the same key, it takes that
 * one. What it does not come to is killed. So nothing of the result depends on this, only the time.
 *
 * <p>What the store knows is not begun: a file that was only touched, or changed back. The locks of
 * the target directory are taken first, and only if nobody has them.
 */
final class HeadStart implements AutoCloseable {
  private static final String HEAD = "heddle-runs/1";
  private static final String END = "\0";

  /** How many runs of one order are known; the latest. */
  private static final int MOST = 64;

  private final Machine machine;
  private final String key;
  private final Map<String, KnownRun> noted = new ConcurrentHashMap<>();
  private final Map<String, EarlyRun> begun = new ConcurrentHashMap<>();
  private final Map<Path, FileLock> locks = new HashMap<>();
  private final Map<Path, Machine.Blob> given = new HashMap<>();
  private List<String> known = List.of();
  private Optional<Places> places = Optional.empty();

  private HeadStart(Machine machine, String key) {
    this.machine = machine;
    this.key = key;
  }

  /** One that begins and keeps nothing. */
  static HeadStart none(Machine machine) {
    return new HeadStart(machine, "");
  }

  /** {@code goal} is the name of the command line, in its directory and environment. */
  static HeadStart begin(Equipment with, String goal) {
    var start = new HeadStart(with.machine(), KeyText.hash(List.of(HEAD, goal)));
    if (with.interchange().actions()) return start; // a rule may stand for the run
    try {
      start.begin(with);
    } catch (IOException | ProblemException _) {
      start.giveUp(); // the build says what is wrong, if it is
    } catch (InterruptedException _) {
      start.giveUp();
      Thread.currentThread().interrupt();
    }
    return start;
  }

  private void begin(Equipment with) throws IOException, InterruptedException, ProblemException {
    Optional<byte[]> bytes = machine.recall(key);
    if (bytes.isEmpty()) return;
    String[] parts = new String(bytes.get(), StandardCharsets.UTF_8).split(END, -1);
    if (!parts[0].equals(HEAD) || parts.length < 9) return;
    known = List.of(parts).subList(9, parts.length - 1);
    Places then = places(List.of(parts).subList(1, 9));
    List<KnownRun> wanted = wanted(with, then);
    if (wanted.isEmpty() || !lock(then, wanted)) return;
    places = Optional.of(then);
    with.depot().enter(then.scratch());
    for (KnownRun run : wanted.subList(0, Math.min(wanted.size(), with.jobs()))) {
      for (KnownRun.Given each : run.given()) {
        if (given.putIfAbsent(each.path(), each.blob()) == null) {
          machine.place(each.blob(), each.path(), false, true);
        }
      }
      long moment = machine.moment(run.written());
      for (Path each : run.command().rules().writes()) machine.directory(each);
      begun.put(run.unit(), EarlyRun.begin(run, moment, machine));
    }
  }

  /** The runs that changed sources call for, without those that rest on others of them. */
  private List<KnownRun> wanted(Equipment with, Places then)
      throws IOException, InterruptedException {
    var memory =
        new Memory(
            machine,
            KeyText.of(then),
            with.order().environment(),
            with.queries().named(),
            then.ours());
    Map<String, KnownRun> changed = new LinkedHashMap<>();
    for (String unit : known) {
      Optional<KnownRun> run = run(unit);
      if (run.isPresent() && !run.get().sources().changed().isEmpty()) changed.put(unit, run.get());
    }
    List<KnownRun> wanted = new ArrayList<>();
    for (KnownRun run : changed.values()) {
      if (run.below().stream().anyMatch(changed::containsKey)) continue;
      if (!knows(memory, run.list())
          && knowsAll(memory, run.scripts())
          && run.given().stream().allMatch(each -> machine.seems(each.blob()))) {
        wanted.add(run);
      }
    }
    return wanted;
  }

  /** Whether the store has a result for the present state. */
  private static boolean knows(Memory memory, String list)
      throws IOException, InterruptedException {
    return memory.find(list, Observed.Answers.NONE, SandboxLevel.PLAIN).isPresent();
  }

  private static boolean knowsAll(Memory memory, List<String> lists)
      throws IOException, InterruptedException {
    for (String list : lists) if (!knows(memory, list)) return false;
    return true;
  }

  private Optional<KnownRun> run(String unit) throws IOException {
    return machine
        .recall(key(unit))
        .flatMap(bytes -> KnownRun.decode(new String(bytes, StandardCharsets.UTF_8)));
  }

  private String key(String unit) {
    return KeyText.hash(List.of(key, unit));
  }

  private boolean lock(Places then, List<KnownRun> wanted) throws IOException, ProblemException {
    Set<String> triples = new HashSet<>(Set.of(""));
    for (KnownRun run : wanted) triples.add(triple(run));
    for (Path file : then.locks(triples)) {
      FileLock lock = FileLock.open(file);
      locks.put(file, lock);
      if (!lock.own()) {
        release();
        return false;
      }
    }
    return true;
  }

  private static String triple(KnownRun run) {
    List<String> words = run.command().words();
    int at = words.indexOf("--target");
    return at < 0 || at + 1 == words.size() ? "" : words.get(at + 1);
  }

  /** The build works in these places; what was begun in others ends. Gives the locks it has now. */
  Map<Path, FileLock> enter(Places now) throws IOException {
    if (places.isPresent() && !places.get().equals(now)) {
      endAll();
      machine.delete(places.get().scratch());
      release();
      given.clear();
      places = Optional.empty();
    }
    var held = Map.copyOf(locks);
    locks.clear();
    return held;
  }

  /** Whether the scratch directory is in use already, and must not be emptied. */
  boolean inside() {
    return places.isPresent();
  }

  /** Whether the file lies there as it would be placed. */
  boolean placed(Path to, Machine.Blob blob) {
    return blob.equals(given.get(to));
  }

  /**
   * The run of this key and command, if it was begun; nobody else gets it. One of the same unit
   * that is another run ends.
   */
  Optional<EarlyRun> take(String unit, String base, Machine.Command command) throws IOException {
    EarlyRun early = begun.remove(unit);
    if (early == null) return Optional.empty();
    if (early.run().base().equals(base) && early.run().command().equals(command)) {
      return Optional.of(early);
    }
    end(early);
    return Optional.empty();
  }

  /** A unit will not run, or must not be taken from here. */
  void drop(String unit) throws IOException {
    EarlyRun early = begun.remove(unit);
    if (early != null) end(early);
  }

  private void end(EarlyRun early) throws IOException {
    early.end();
    machine.delete(early.run().written());
  }

  /** Notes a run that was made; one that is not kept is not begun early the next time. */
  void note(KnownRun run) {
    if (!key.isEmpty()) noted.put(run.unit(), run);
  }

  /** Keeps what was noted, for the next build of the order. */
  void save(Places now) throws IOException {
    if (noted.isEmpty()) return;
    List<String> all = new ArrayList<>();
    for (KnownRun run : noted.values()) {
      Optional<String> text = run.encode();
      if (text.isEmpty() || all.size() == MOST) continue;
      machine.remember(key(run.unit()), text.get().getBytes(StandardCharsets.UTF_8));
      all.add(run.unit());
    }
    for (String each : known) {
      if (all.size() < MOST && !noted.containsKey(each)) all.add(each);
    }
    var text = new StringBuilder(HEAD).append(END);
    fields(now).forEach(field -> text.append(field).append(END));
    all.forEach(unit -> text.append(unit).append(END));
    machine.remember(key, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> fields(Places places) {
    return List.of(
        places.workspace().toString(),
        places.target().toString(),
        places.intermediate().toString(),
        places.profile(),
        places.scratch().toString(),
        places.kept().toString(),
        Integer.toString(places.crates().size()),
        places.crates().stream().map(Path::toString).collect(Collectors.joining("\n")));
  }

  private static Places places(List<String> fields) {
    List<Path> crates = new ArrayList<>();
    if (!fields.get(6).equals("0")) {
      for (String each : fields.get(7).split("\n", -1)) crates.add(Path.of(each));
    }
    return new Places(
        Path.of(fields.get(0)),
        Path.of(fields.get(1)),
        Path.of(fields.get(2)),
        fields.get(3),
        Path.of(fields.get(4)),
        Path.of(fields.get(5)),
        crates);
  }

  private void endAll() throws IOException {
    for (String unit : Set.copyOf(begun.keySet())) drop(unit);
  }

  private void release() {
    locks.values().forEach(FileLock::close);
    locks.clear();
  }

  private void giveUp() {
    try {
      close();
    } catch (IOException _) {
      // what lies there is removed by whoever uses the place
    }
    given.clear();
    places = Optional.empty();
  }

  /** Ends what nobody took. */
  @Override
  public void close() throws IOException {
    endAll();
    release();
  }
}
