package heddle.rust;

import heddle.engine.Context;
import heddle.process.SandboxLevel;
import heddle.process.SandboxMode;
import heddle.world.SystemImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Base base;
  private final Relations relations;
  private final Placed placed;
  private final KeyText text;
  private final Memory memory;
  private final Journal journal;
  private final Ledger ledger;
  private final Map<String, Lock> making = new ConcurrentHashMap<>();
  private final AtomicBoolean failed = new AtomicBoolean();
  private final Optional<Tracing> tracing;
  private final boolean looks;

  /** Where OUT_DIRs of members lie that are not shown with the workspace. */
  private final List<Path> elsewhere;

  /** What a build is made of. */
  record Base(
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
    Base {
      crates = List.copyOf(crates);
      roots = List.copyOf(roots);
    }

    private Base heardBy(BuildListener other) {
      return new Base(
          crates, roots, names, places, toolchain, arguments, variables, machine, headStart, other,
          settings);
    }
  }

  /**
   * What the command line and the environment decide for all units; {@code rules} is {@link
   * Interchange#key}, and {@code asked} its {@link Interchange#actions}; {@code newTarget} says
   * that the target directory was not there, and {@code severalPackages} that the same command
   * needs {@code -p} to mean one package.
   */
  record Settings(
      boolean keepGoing,
      boolean forTools,
      boolean newTarget,
      Collisions collisions,
      boolean severalPackages,
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

  Build(Base base) throws IOException {
    this(base, new Relations(base.crates), Optional.empty(), false);
  }

  private Build(Base base, Relations relations, Optional<Tracing> tracing, boolean looks)
      throws IOException {
    this.base = base;
    this.relations = relations;
    this.tracing = tracing;
    this.looks = looks;
    this.placed = new Placed(base.machine, base.headStart);
    this.text = KeyText.of(base.places);
    Settings settings = base.settings;
    this.memory =
        new Memory(
            base.machine, text, settings.environment(), settings.named(), base.places.ours());
    this.journal = new Journal(base.machine, base.places.workspace());
    this.ledger = new Ledger(base.machine, base.names, base.places);
    this.elsewhere = elsewhere(base);
  }

  private static List<Path> elsewhere(Base base) throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path each : base.places.built()) {
      Path real = base.machine.real(each).orElse(each);
      if (!real.startsWith(base.places.workspace())) all.add(each);
    }
    return List.copyOf(all);
  }

  /** The same build, in which one unit runs under strace even if the store knows its result. */
  Build tracing(Tracing unit) throws IOException {
    return new Build(base, relations, Optional.of(unit), false);
  }

  /** The same build, in which nothing runs: a unit that would run says so and fails. */
  Build looking() throws IOException {
    return new Build(base.heardBy(new Unheard()), relations, Optional.empty(), true);
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
                ? tracing.orElseThrow().run(base.machine, command, errorLine)
                : base.settings.asked
                    ? base.machine.run(command, c::get, errorLine)
                    : base.machine.run(command, errorLine);
    base.listener.ran(crate.index(), exit.began(), exit.nanos());
    return exit;
  }

  /** Tells of a command that runs: with {@code -vv} with all variables that are set for it. */
  void tell(Path directory, Map<String, String> variables, List<String> words) {
    base.listener.runs(
        base.arguments.verbose()
            ? CommandLine.whole(directory, variables, words)
            : CommandLine.text(directory, variables, words));
  }

  List<Crate> crates() {
    return base.crates;
  }

  Crate crate(int index) {
    return base.crates.get(index);
  }

  List<Integer> roots() {
    return base.roots;
  }

  UnitNames names() {
    return base.names;
  }

  Places places() {
    return base.places;
  }

  Toolchain toolchain() {
    return base.toolchain;
  }

  RustcArguments arguments() {
    return base.arguments;
  }

  RustcVariables variables() {
    return base.variables;
  }

  Machine machine() {
    return base.machine;
  }

  HeadStart headStart() {
    return base.headStart;
  }

  BuildListener listener() {
    return base.listener;
  }

  Settings settings() {
    return base.settings;
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

  Relations relations() {
    return relations;
  }

  /** What lies in the scratch directory. */
  Placed placed() {
    return placed;
  }

  /** The directories that actions of this unit may read. */
  List<Path> reads(Crate crate) {
    List<Path> reads =
        new ArrayList<>(
            List.of(
                base.toolchain.probe("").sysroot(),
                base.places.workspace(),
                base.places.scratch(),
                base.places.kept()));
    Path programs = base.toolchain.rustc().resolveSibling("").normalize();
    if (!programs.startsWith(base.toolchain.probe("").sysroot())) reads.add(programs);
    base.toolchain.nativeTools(crate.triple()).ifPresent(tools -> reads.addAll(tools.reads()));
    reads.addAll(elsewhere);
    reads.addAll(base.places.crates());
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
    if (source.startsWith(base.places.workspace()) || source.startsWith(crate.pkg().root())) {
      return List.of();
    }
    List<Path> folders = new ArrayList<>();
    Path folder = source.resolveSibling("").normalize();
    folders.add(folder.getNameCount() < 2 ? source : folder); // not all of /tmp
    for (Crate each : base.crates) {
      Path root = each.pkg().root();
      if (each.pkg().local() && source.startsWith(root) && !folders.contains(root)) {
        folders.add(root);
      }
    }
    return folders;
  }

  /** One at a time of those that make the same thing in this process. */
  Lock making(String key) {
    return making.computeIfAbsent(key, _ -> new ReentrantLock());
  }

  /** Notes a failure; unless the build keeps going, nothing is started after it. */
  void fail() {
    if (!base.settings.keepGoing()) {
      failed.set(true);
    }
  }

  boolean hasFailed() {
    return failed.get();
  }
}
