package heddle.rules;

import heddle.engine.Context;
import heddle.engine.LostValue;
import heddle.process.Action;
import heddle.process.ActionOutcome;
import heddle.process.Captured;
import heddle.process.Ending;
import heddle.process.Limits;
import heddle.process.Mount;
import heddle.process.RunAction;
import heddle.process.SandboxLevel;
import heddle.process.SystemView;
import heddle.store.ActionResult;
import heddle.store.Actions;
import heddle.store.Command;
import heddle.store.Digest;
import heddle.store.Directory;
import heddle.store.Store;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.world.DigestOf;
import heddle.world.Kind;
import heddle.world.KindOf;
import heddle.world.TreeDigest;
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

/** The rule of {@link Run}: its result from the store, or from a process in a new directory. */
final class Running {
  private static final String SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin";
  private static final String WORK = "work";

  private final Shelf shelf;
  private final Store store;
  private final SandboxLevel level;
  private final String salt;

  Running(Shelf shelf, SandboxLevel level, String salt) {
    this.shelf = shelf;
    this.store = shelf.store();
    this.level = level;
    this.salt = salt;
  }

  /** Where the program lies, and what it is: a file of this machine, or one of the inputs. */
  private record Program(String word, String identity, Optional<Path> home) {}

  Ran run(Run run, Context c) throws Exception {
    var work = Path.of(WORK);
    Program program = program(run, c);
    var argv = new ArrayList<>(run.argv());
    argv.set(0, program.word());
    var env = new TreeMap<>(run.env());
    env.putIfAbsent("PATH", SYSTEM_PATH);
    Digest inputs = shelf.tree(run.inputs(), run.programs());
    // What runs may start other programs of the system, and read its headers and libraries.
    String system = c.get(new SystemFiles()).headers();
    var salted = new StringBuilder("program " + program.identity() + " " + salt);
    salted.append("\nsystem ").append(system);
    for (Path each : run.folders()) {
      Digest folder = c.get(new TreeDigest(each, Set.of())).orElseThrow(() -> missing(each));
      salted.append("\nfolder ").append(each).append(' ').append(folder);
    }
    Digest key =
        new Command(argv, env, run.outputs(), work.toString(), inputs, salted.toString()).key();
    var known = store.actions().find(key, strictness(level));
    if (known.isPresent()) return ran(known.get().result(), run);
    Path directory = store.scratch();
    try {
      shelf.lay(run.inputs(), run.programs(), directory);
      var result = started(run, c, program, argv, env, directory, key);
      return ran(result, run);
    } finally {
      shelf.remove(directory);
    }
  }

  private ActionResult started(
      Run run,
      Context c,
      Program program,
      List<String> argv,
      Map<String, String> env,
      Path directory,
      Digest key)
      throws Exception {
    var work = new Mount.Writable(WORK, directory);
    var words = new ArrayList<>(argv);
    if (program.word().startsWith("./")) {
      words.set(0, work.placeholder() + program.word().substring(1));
    }
    var outputs = run.outputs().stream().map(o -> work.placeholder() + "/" + plain(o)).toList();
    var mounts = new ArrayList<Mount>();
    mounts.add(work);
    program.home().ifPresent(h -> mounts.add(new Mount.Source("program", h)));
    for (Path each : run.folders()) {
      mounts.add(new Mount.Source("folder-" + mounts.size(), each));
    }
    ActionOutcome outcome =
        c.get(
            new RunAction(Action.of(words, env, mounts, work.placeholder()).withOutputs(outputs)));
    if (outcome.ending() != Ending.EXITED) {
      throw new ProblemException(
          Problem.of(
              "`" + run.argv().getFirst() + "` was " + outcome.ending().text(Limits.DEFAULT)));
    }
    var result = result(run, outcome, work.placeholder() + "/");
    if (outcome.success()) {
      store.actions().put(key, new Actions.Entry(result, strictness(outcome.level()), false));
    }
    return result;
  }

  /** The level as the store counts: higher is stricter. */
  private static int strictness(SandboxLevel level) {
    return switch (level) {
      case PLAIN -> 0;
      case LANDLOCK -> 1;
      case NAMESPACES -> 2;
    };
  }

  /**
   * A program outside the system's directories brings the folder that it lies in, no more: what
   * else it needs, a run names.
   */
  private static Optional<Path> home(Path program) {
    return Optional.ofNullable(program.getParent()).filter(folder -> !SystemView.covers(folder));
  }

  private ActionResult result(Run run, ActionOutcome outcome, String prefix) throws IOException {
    var files = new ArrayList<ActionResult.OutputFile>();
    var directories = new ArrayList<ActionResult.OutputDirectory>();
    for (String each : run.outputs()) {
      Path made = outcome.outputs().get(prefix + plain(each));
      if (made == null) continue;
      if (each.endsWith("/")) {
        directories.add(new ActionResult.OutputDirectory(plain(each), store.trees().put(made)));
      } else {
        files.add(new ActionResult.OutputFile(each, store.blobs().copy(made), false));
      }
    }
    return new ActionResult(
        files, directories, outcome.exit(), kept(outcome.stdout()), kept(outcome.stderr()));
  }

  private Digest kept(Captured stream) throws IOException {
    return stream.file().isPresent()
        ? store.blobs().copy(stream.file().get())
        : store.blobs().put(stream.bytes());
  }

  private Ran ran(ActionResult result, Run run) throws IOException, ProblemException, LostValue {
    var outputs = new LinkedHashMap<String, Digest>();
    for (var each : result.files()) outputs.put(each.path(), each.digest());
    for (var each : result.directories()) flatten(each.path() + "/", each.root(), outputs);
    outputs.values().forEach(each -> shelf.made(each, run));
    return new Ran(
        result.exit(),
        new String(shelf.bytes(result.stdout()), StandardCharsets.UTF_8),
        new String(shelf.bytes(result.stderr()), StandardCharsets.UTF_8),
        outputs);
  }

  private void flatten(String prefix, Digest root, Map<String, Digest> into) throws IOException {
    Directory listed = store.trees().read(root);
    for (var each : listed.files()) into.put(prefix + each.name(), each.digest());
    for (var each : listed.directories()) flatten(prefix + each.name() + "/", each.digest(), into);
  }

  private static String plain(String output) {
    return output.endsWith("/") ? output.substring(0, output.length() - 1) : output;
  }

  private static Program program(Run run, Context c) throws Exception {
    String name = run.argv().getFirst();
    if (name.startsWith("./")) {
      return new Program(name, "input " + run.inputs().get(name.substring(2)), Optional.empty());
    }
    Path path = name.startsWith("/") ? Path.of(name).normalize() : found(run, name, c);
    Digest digest = c.get(new DigestOf(path)).orElseThrow(() -> missing(run));
    return new Program(path.toString(), digest.toString(), home(path));
  }

  private static Path found(Run run, String name, Context c) throws Exception {
    for (String each : run.env().getOrDefault("PATH", SYSTEM_PATH).split(":", -1)) {
      if (!each.startsWith("/")) continue;
      Path candidate = Path.of(each, name);
      if (c.get(new KindOf(candidate)) == Kind.FILE) return candidate;
    }
    throw missing(run);
  }

  private static ProblemException missing(Path folder) {
    return new ProblemException(
        Problem.of("a run reads the directory `" + folder + "`, which is not there"));
  }

  private static ProblemException missing(Run run) {
    return new ProblemException(
        Problem.of("there is no program `" + run.argv().getFirst() + "`")
            .withHelp("install it, or name it by its absolute path"));
  }
}
