package heddle.rules;

import heddle.engine.Context;
import heddle.engine.Handlers;
import heddle.process.Action;
import heddle.process.ActionOutcome;
import heddle.process.Ending;
import heddle.process.Mount;
import heddle.process.RunAction;
import heddle.process.SandboxLevel;
import heddle.store.ActionResult;
import heddle.store.Actions;
import heddle.store.Command;
import heddle.store.Digest;
import heddle.store.Directory;
import heddle.store.Store;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.world.Bytes;
import heddle.world.DigestOf;
import heddle.world.Kind;
import heddle.world.KindOf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The handlers of this room's intrinsics, over the store and the runner of actions. */
public final class Tools {
  private static final String SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin";
  private static final String WORK = "work";

  private final Store store;
  private final SandboxLevel level;
  private final String salt;

  /**
   * Of one build.
   *
   * @param level what results are made at, and demanded at least
   * @param salt {@link LoadedRules#salt}
   */
  public Tools(Store store, SandboxLevel level, String salt) {
    this.store = store;
    this.level = level;
    this.salt = salt;
  }

  /** The handlers; those of {@code world} and of {@link RunAction} must be bound beside them. */
  public Handlers handlers(Path root, Jdk.Home jdk) {
    return Handlers.none()
        .with(Run.class, this::run)
        .with(Imported.class, (file, _) -> imported(file.path()))
        .with(
            Kept.class,
            (kept, _) -> store.blobs().put(kept.text().getBytes(StandardCharsets.UTF_8)))
        .with(KeptBytes.class, (kept, _) -> store.blobs().put(kept.bytes().toArray()))
        .with(BytesOf.class, (file, _) -> new Bytes(bytes(file.digest())))
        .with(TextOf.class, (text, _) -> new String(bytes(text.digest()), StandardCharsets.UTF_8))
        .with(Jdk.class, (_, _) -> jdk)
        .with(WorkspaceRoot.class, (_, _) -> root)
        .traceable(Imported.KIND, key -> new Imported(Path.of(key)));
  }

  /** Lays a goal's files down below the directory, in place of what was there. */
  public void lay(Product product, Path directory) throws IOException {
    Digest tree = tree(product.files());
    remove(directory);
    store.trees().lay(tree, directory, heddle.store.Trees.Laying.COPIES);
  }

  private Optional<Digest> imported(Path path) throws IOException {
    Optional<Digest> digest = store.stats().digest(path);
    if (digest.isEmpty() || store.blobs().has(digest.get())) return digest;
    return Optional.of(store.blobs().copy(path));
  }

  private byte[] bytes(Digest digest) throws IOException, ProblemException {
    return store
        .blobs()
        .read(digest)
        .orElseThrow(
            () -> new ProblemException(Problem.of("the file " + digest + " is not in the store")));
  }

  /** The result from the store, or from a run in a new directory. */
  private Ran run(Run run, Context c) throws Exception {
    Path program = program(run, c);
    String identity =
        c.get(new DigestOf(program)).map(Digest::toString).orElseThrow(() -> missing(run));
    var argv = new ArrayList<>(run.argv());
    argv.set(0, program.toString());
    var env = new TreeMap<>(run.env());
    env.putIfAbsent("PATH", SYSTEM_PATH);
    Digest inputs = tree(run.inputs());
    Digest key =
        new Command(argv, env, run.outputs(), WORK, inputs, "program " + identity + " " + salt)
            .key();
    var known = store.actions().find(key, strictness(level));
    if (known.isPresent()) return ran(known.get().result());
    Path directory = store.scratch();
    try {
      store.trees().lay(inputs, directory, heddle.store.Trees.Laying.COPIES);
      var work = new Mount.Writable(WORK, directory);
      var outputs = run.outputs().stream().map(o -> work.placeholder() + "/" + plain(o)).toList();
      var mounts = new ArrayList<Mount>();
      mounts.add(work);
      home(program).ifPresent(h -> mounts.add(new Mount.Source("program", h)));
      ActionOutcome outcome =
          c.get(
              new RunAction(Action.of(argv, env, mounts, work.placeholder()).withOutputs(outputs)));
      if (outcome.ending() != Ending.EXITED) {
        throw new ProblemException(
            Problem.of(
                "`" + run.argv().getFirst() + "` did not end by itself: " + outcome.ending()));
      }
      var result = result(run, outcome, work.placeholder() + "/");
      if (outcome.success()) {
        store.actions().put(key, new Actions.Entry(result, strictness(outcome.level()), false));
      }
      return ran(result);
    } finally {
      remove(directory);
    }
  }

  private void remove(Path directory) throws IOException {
    try {
      store.delete(directory);
    } catch (NoSuchFileException _) {
      return; // never made, or gone already
    }
  }

  /** The level as the store counts: higher is stricter. */
  private static int strictness(SandboxLevel level) {
    return switch (level) {
      case PLAIN -> 0;
      case LANDLOCK -> 1;
      case NAMESPACES -> 2;
    };
  }

  /** A program outside the system's directories brings the folder it is installed in. */
  private static Optional<Path> home(Path program) {
    Path bin = program.getParent();
    return bin == null
            || bin.getParent() == null
            || program.startsWith("/usr")
            || program.startsWith("/bin")
        ? Optional.empty()
        : Optional.of(bin.endsWith("bin") ? bin.getParent() : bin);
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
        files,
        directories,
        outcome.exit(),
        store.blobs().put(outcome.stdout().bytes()),
        store.blobs().put(outcome.stderr().bytes()));
  }

  private Ran ran(ActionResult result) throws IOException, ProblemException {
    var outputs = new LinkedHashMap<String, Digest>();
    for (var each : result.files()) outputs.put(each.path(), each.digest());
    for (var each : result.directories()) flatten(each.path() + "/", each.root(), outputs);
    return new Ran(
        result.exit(),
        new String(bytes(result.stdout()), StandardCharsets.UTF_8),
        new String(bytes(result.stderr()), StandardCharsets.UTF_8),
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

  private Path program(Run run, Context c) throws Exception {
    String name = run.argv().getFirst();
    if (name.startsWith("/")) return Path.of(name);
    for (String each : run.env().getOrDefault("PATH", SYSTEM_PATH).split(":", -1)) {
      if (!each.startsWith("/")) continue;
      Path candidate = Path.of(each, name);
      if (c.get(new KindOf(candidate)) == Kind.FILE) return candidate;
    }
    throw missing(run);
  }

  private static ProblemException missing(Run run) {
    return new ProblemException(
        Problem.of("there is no program `" + run.argv().getFirst() + "`")
            .withHelp("install it, or name it by its absolute path"));
  }

  /** The files as a tree in the store. */
  private Digest tree(Map<String, Digest> files) throws IOException {
    var here = new ArrayList<Directory.FileNode>();
    var below = new TreeMap<String, Map<String, Digest>>();
    for (var each : files.entrySet()) {
      int slash = each.getKey().indexOf('/');
      if (slash < 0) {
        here.add(new Directory.FileNode(each.getKey(), each.getValue(), false));
      } else {
        below
            .computeIfAbsent(each.getKey().substring(0, slash), _ -> new TreeMap<>())
            .put(each.getKey().substring(slash + 1), each.getValue());
      }
    }
    var directories = new ArrayList<Directory.DirectoryNode>();
    for (var each : below.entrySet()) {
      directories.add(new Directory.DirectoryNode(each.getKey(), tree(each.getValue())));
    }
    return store.blobs().put(new Directory(here, directories, List.of()).encode());
  }
}
