package heddle.rust;

import heddle.engine.Context;
import heddle.engine.LostValue;
import heddle.process.SandboxLevel;
import heddle.process.SandboxMode;
import heddle.store.LostBlob;
import heddle.world.SystemImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One build of one graph: what all its tasks share. Equal only to itself, so that tasks of two
 * builds never meet. It holds no result; the only state is which files already lie in the scratch
 * directory, and whether the build has failed and starts nothing more.
 */
final class Build {
  private final List<Crate> crates;
  private final List<Integer> roots;
  private final UnitNames names;
  private final Places places;
  private final Toolchain toolchain;
  private final RustcArguments arguments;
  private final RustcVariables variables;
  private final Machine machine;
  private final HeadStart headStart;
  private final BuildListener listener;
  private final Settings settings;
  private final KeyText text;
  private final Memory memory;
  private final Journal journal;
  private final List<List<ScriptEdge>> scripts;
  private final List<List<Integer>> plugins;
  private final List<BitSet> closures;
  private final int[] urgency;
  private final Map<Path, FutureTask<Boolean>> placed = new ConcurrentHashMap<>();
  private final Map<String, Lock> making = new ConcurrentHashMap<>();
  private final AtomicBoolean failed = new AtomicBoolean();
  private final Optional<Tracing> tracing;
  private final Ledger ledger;
  private final boolean looks;

  /**
   * What the command line and the environment decide for all units; {@code rules} is {@link
   * Interchange#key}, and {@code asked} its {@link Interchange#actions}.
   */
  record Settings(
      boolean keepGoing,
      boolean forTools,
      boolean compileTimeOnly,
      int jobs,
      Map<String, String> environment,
      Map<String, String> configured,
      NamedTools named,
      Contracts contracts,
      SystemImage system,
      String rules,
      boolean asked,
      CargoAnswers cargo,
      Optional<Path> ruleBase,
      Trust trust) {
    Settings {
      environment = Map.copyOf(environment);
      configured = Map.copyOf(configured);
    }
  }

  /**
   * How strongly the processes of this build are held, and how strongly those of an earlier one
   * must have been whose results it takes.
   */
  record Trust(SandboxLevel level, SandboxLevel demanded) {
    /** What a machine cannot do is not demanded, unless the user does. */
    static Trust of(SandboxMode mode, SandboxLevel level) {
      return new Trust(
          level,
          switch (mode) {
            case NONE -> SandboxLevel.PLAIN;
            case STRICT -> SandboxLevel.NAMESPACES;
            case AUTO -> level == SandboxLevel.PLAIN ? level : SandboxLevel.LANDLOCK;
          });
    }
  }

  /** A script's run that a unit's link must know; {@code own} if it is of the unit's package. */
  record ScriptEdge(int run, boolean own) {}

  Build(
      List<Crate> crates,
      List<Integer> roots,
      UnitNames names,
      Places places,
      Toolchain toolchain,
      RustcArguments arguments,
      RustcVariables variables,
      Machine machine,
      HeadStart headStart,
      BuildListener listener,
      Settings settings) {
    this(
        crates,
        roots,
        names,
        places,
        toolchain,
        arguments,
        variables,
        machine,
        headStart,
        listener,
        settings,
        Optional.empty(),
        false);
  }

  private Build(
      List<Crate> crates,
      List<Integer> roots,
      UnitNames names,
      Places places,
      Toolchain toolchain,
      RustcArguments arguments,
      RustcVariables variables,
      Machine machine,
      HeadStart headStart,
      BuildListener listener,
      Settings settings,
      Optional<Tracing> tracing,
      boolean looks) {
    this.tracing = tracing;
    this.looks = looks;
    this.crates = List.copyOf(crates);
    this.roots = List.copyOf(roots);
    this.names = names;
    this.places = places;
    this.toolchain = toolchain;
    this.arguments = arguments;
    this.variables = variables;
    this.machine = machine;
    this.headStart = headStart;
    this.listener = listener;
    this.settings = settings;
    this.text = KeyText.of(places);
    this.memory =
        new Memory(machine, text, settings.environment(), settings.named(), places.built());
    this.journal = new Journal(machine, places.workspace());
    this.ledger = new Ledger(machine, names, places);
    this.scripts = new ArrayList<>();
    this.plugins = new ArrayList<>();
    this.closures = new ArrayList<>();
    for (int i = 0; i < crates.size(); i++) {
      scripts.add(List.of());
      plugins.add(List.of());
      closures.add(new BitSet());
    }
    boolean[] done = new boolean[crates.size()];
    for (int i = 0; i < crates.size(); i++) {
      relate(i, done);
    }
    this.urgency = urgencies();
  }

  /** The same build, in which one unit runs under strace even if the store knows its result. */
  Build tracing(Tracing unit) {
    return new Build(
        crates,
        roots,
        names,
        places,
        toolchain,
        arguments,
        variables,
        machine,
        headStart,
        listener,
        settings,
        Optional.of(unit),
        false);
  }

  /** The same build, in which nothing runs: a unit that would run says so and fails. */
  Build looking() {
    return new Build(
        crates,
        roots,
        names,
        places,
        toolchain,
        arguments,
        variables,
        machine,
        headStart,
        new Unheard(),
        settings,
        Optional.empty(),
        true);
  }

  boolean looks() {
    return looks;
  }

  /** What the keys of units were made of when they were last built. */
  Ledger ledger() {
    return ledger;
  }

  /** Whether the unit must run, to be looked at. */
  boolean traces(Crate crate) {
    return tracing.isPresent() && tracing.get().unit() == crate.index();
  }

  /** Runs the process of a unit; as a task of its own where a rule may stand for it. */
  Machine.Exit run(Context c, Crate crate, Machine.Command command, Consumer<String> errorLine)
      throws Exception {
    return run(c, crate, command, Optional.empty(), errorLine);
  }

  /** As the other; what was {@code begun} already is only waited for. */
  Machine.Exit run(
      Context c,
      Crate crate,
      Machine.Command command,
      Optional<EarlyRun> begun,
      Consumer<String> errorLine)
      throws Exception {
    Machine.Exit exit =
        begun.isPresent()
            ? begun.get().await(errorLine)
            : traces(crate)
                ? tracing.orElseThrow().run(machine, command, errorLine)
                : settings.asked
                    ? machine.run(command, c::get, errorLine)
                    : machine.run(command, errorLine);
    listener.ran(crate.index(), exit.began(), exit.nanos());
    return exit;
  }

  /** Tells of a command that runs: with {@code -vv} with all variables that are set for it. */
  void tell(Path directory, Map<String, String> variables, List<String> words) {
    listener.runs(
        arguments.verbose()
            ? CommandLine.whole(directory, variables, words)
            : CommandLine.text(directory, variables, words));
  }

  List<Crate> crates() {
    return crates;
  }

  Crate crate(int index) {
    return crates.get(index);
  }

  List<Integer> roots() {
    return roots;
  }

  UnitNames names() {
    return names;
  }

  Places places() {
    return places;
  }

  Toolchain toolchain() {
    return toolchain;
  }

  RustcArguments arguments() {
    return arguments;
  }

  RustcVariables variables() {
    return variables;
  }

  Machine machine() {
    return machine;
  }

  HeadStart headStart() {
    return headStart;
  }

  BuildListener listener() {
    return listener;
  }

  Settings settings() {
    return settings;
  }

  KeyText text() {
    return text;
  }

  Journal journal() {
    return journal;
  }

  Memory memory() {
    return memory;
  }

  /** The script runs that a unit's link must know, in cargo's order. */
  List<ScriptEdge> scripts(int index) {
    return scripts.get(index);
  }

  /** The script runs behind the proc macros that a unit loads. */
  List<Integer> plugins(int index) {
    return plugins.get(index);
  }

  /** The units whose files rustc may look for while it compiles this one, without itself. */
  BitSet closure(int index) {
    return closures.get(index);
  }

  int urgency(int index) {
    return urgency[index];
  }

  /** The directories that actions of this unit may read. */
  List<Path> reads(Crate crate) throws IOException {
    List<Path> reads =
        new ArrayList<>(
            List.of(
                toolchain.probe("").sysroot(),
                places.workspace(),
                places.scratch(),
                places.kept()));
    Path programs = toolchain.rustc().resolveSibling("").normalize();
    if (!programs.startsWith(toolchain.probe("").sysroot())) reads.add(programs);
    toolchain.nativeTools(crate.triple()).ifPresent(tools -> reads.addAll(tools.reads()));
    for (Path each : places.built()) {
      // elsewhere than in the workspace, the OUT_DIRs of members are not shown with that
      if (!machine.real(each).orElse(each).startsWith(places.workspace())) reads.add(each);
    }
    reads.addAll(places.crates());
    reads.add(crate.pkg().root());
    reads.addAll(outside(crate));
    return reads;
  }

  /**
   * Where the manifest puts a target's source outside of package and workspace, as trybuild does:
   * the folder of the source, and the packages of this build that it lies in.
   */
  private List<Path> outside(Crate crate) {
    Path source = crate.source().normalize();
    if (source.startsWith(places.workspace()) || source.startsWith(crate.pkg().root())) {
      return List.of();
    }
    List<Path> folders = new ArrayList<>();
    Path folder = source.resolveSibling("").normalize();
    folders.add(folder.getNameCount() < 2 ? source : folder); // not all of /tmp
    for (Crate each : crates) {
      Path root = each.pkg().root();
      if (each.pkg().local() && source.startsWith(root) && !folders.contains(root)) {
        folders.add(root);
      }
    }
    return folders;
  }

  /**
   * Puts a file of the store into the scratch directory, unless it is there; returns when it is.
   */
  void placeOnce(Path to, Machine.Blob blob, boolean executable) throws IOException {
    // one that a run begun early was given must not go away for a moment
    if (!headStart.placed(to, blob)) once(to, () -> machine.place(blob, to, executable, true));
  }

  /** As {@link #placeOnce}, of a file that this unit made: it makes it again if it is lost. */
  void placeOf(int producer, Path to, Machine.Blob blob, boolean executable)
      throws IOException, LostValue {
    try {
      placeOnce(to, blob, executable);
    } catch (LostBlob lost) {
      throw new LostValue(new CompileUnit(this, producer), String.valueOf(lost.getMessage()));
    }
  }

  /** Gives a file that rustc wrote its second name, unless it has it. */
  void linkOnce(Path from, Path to) throws IOException {
    once(to, () -> machine.link(from, to));
  }

  /** Something done to files. */
  private interface Placing {
    void run() throws IOException;
  }

  private void once(Path to, Placing placing) throws IOException {
    FutureTask<Boolean> task =
        new FutureTask<>(() -> {
          placing.run();
          return true;
        });
    FutureTask<Boolean> known = placed.putIfAbsent(to, task);
    try {
      if (known == null) {
        task.run();
        task.get();
      } else {
        known.get();
      }
    } catch (ExecutionException e) {
      placed.remove(to, known == null ? task : known);
      if (e.getCause() instanceof LostBlob lost) {
        throw lost;
      }
      throw new IOException("cannot place " + to, e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while placing " + to);
    }
  }

  /** One at a time of those that make the same thing in this process. */
  Lock making(String key) {
    return making.computeIfAbsent(key, _ -> new ReentrantLock());
  }

  /** Notes a failure; unless the build keeps going, nothing is started after it. */
  void fail() {
    if (!settings.keepGoing()) {
      failed.set(true);
    }
  }

  boolean hasFailed() {
    return failed.get();
  }

  /**
   * Whether rustc loads a proc macro while it compiles this unit: then it may read what it does not
   * name.
   */
  boolean loadsProcMacros(int index) {
    return closures.get(index).stream().anyMatch(other -> crates.get(other).procMacro());
  }

  private void relate(int index, boolean[] done) {
    if (done[index]) {
      return;
    }
    done[index] = true;
    Crate crate = crates.get(index);
    Set<ScriptEdge> linked = new LinkedHashSet<>();
    Set<Integer> loaded = new LinkedHashSet<>();
    BitSet closure = new BitSet();
    if (crate.kind() != Crate.Kind.SCRIPT) {
      for (Crate.Dependency dependency : crate.dependencies()) {
        Crate other = crates.get(dependency.index());
        if (other.work() == Crate.Work.RUN_SCRIPT && other.pkg().equals(crate.pkg())) {
          linked.add(new ScriptEdge(dependency.index(), true));
        }
      }
    }
    List<Crate.Dependency> sorted = new ArrayList<>(crate.dependencies());
    sorted.sort(
        Comparator.comparing(
            dependency -> crates.get(dependency.index()).pkg(), CratePackage.BY_IDENTITY));
    for (Crate.Dependency dependency : sorted) {
      int at = dependency.index();
      relate(at, done);
      Crate other = crates.get(at);
      if (other.forHost()) {
        scripts.get(at).forEach(edge -> loaded.add(edge.run()));
      } else if (other.linkable()) {
        for (ScriptEdge edge : scripts.get(at)) {
          ScriptEdge foreign = new ScriptEdge(edge.run(), false);
          if (!linked.contains(new ScriptEdge(edge.run(), true))) {
            linked.add(foreign);
          }
        }
      }
      if (other.linkable() && other.work() != Crate.Work.RUN_SCRIPT) {
        closure.set(at);
        if (!other.procMacro()) {
          closure.or(closures.get(at));
        }
      }
    }
    scripts.set(index, List.copyOf(linked));
    plugins.set(index, List.copyOf(loaded));
    closures.set(index, closure);
  }

  /**
   * The length of the longest way from a unit up to a root, each unit counted by what waits for it.
   */
  private int[] urgencies() {
    int[] ranks = new int[crates.size()];
    List<Integer> order = new ArrayList<>();
    boolean[] seen = new boolean[crates.size()];
    for (int i = 0; i < crates.size(); i++) {
      postOrder(i, seen, order);
    }
    for (int at = order.size() - 1; at >= 0; at--) {
      int index = order.get(at);
      for (Crate.Dependency dependency : crates.get(index).dependencies()) {
        int weight = crates.get(dependency.index()).work() == Crate.Work.RUN_SCRIPT ? 2 : 10;
        ranks[dependency.index()] = Math.max(ranks[dependency.index()], ranks[index] + weight);
      }
    }
    return ranks;
  }

  private void postOrder(int index, boolean[] seen, List<Integer> order) {
    if (!seen[index]) {
      seen[index] = true;
      for (Crate.Dependency dependency : crates.get(index).dependencies()) {
        postOrder(dependency.index(), seen, order);
      }
      order.add(index);
    }
  }
}
