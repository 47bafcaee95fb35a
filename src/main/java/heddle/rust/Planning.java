package heddle.rust;

import heddle.cargo.BuildPlan;
import heddle.cargo.BuildRequest;
import heddle.cargo.BuildWarnings;
import heddle.cargo.LockSuits;
import heddle.cargo.MembersToPack;
import heddle.cargo.Metadata;
import heddle.cargo.Package;
import heddle.cargo.ReadWorkspace;
import heddle.cargo.Tree;
import heddle.cargo.TreeOptions;
import heddle.cargo.UnitGraph;
import heddle.cargo.Workspace;
import heddle.cargo.resolve.UnusedPatches;
import heddle.engine.BuildException;
import heddle.engine.Context;
import heddle.engine.Task;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What the order's plan is, as graphs and texts; nothing is built. */
public final class Planning {
  private final Equipment with;
  private final SuitableLock lock;
  private final Preparation preparation;
  private final Progress progress;

  Planning(Equipment with, SuitableLock lock, Preparation preparation, Progress progress) {
    this.with = with;
    this.lock = lock;
    this.preparation = preparation;
    this.progress = progress;
  }

  /** How the plan is asked for. */
  BuildPlan task() throws InterruptedException, ProblemException, BuildException {
    return new BuildPlan(with.manifest(), with.reading(), policed());
  }

  private BuildRequest policed() throws InterruptedException, ProblemException, BuildException {
    return lock.evaluate(new PolicedRequest(with));
  }

  /** The graph of units of the order; nothing is built. */
  public UnitGraph graph() throws InterruptedException, ProblemException, BuildException {
    return lock.evaluate(task());
  }

  /** What a build of the order would warn of before it compiles. */
  public List<String> warnings() throws InterruptedException, ProblemException, BuildException {
    var all = new ArrayList<String>();
    for (Problem each : unusedPatches()) {
      all.add(String.join("\n", each.lines("warning")).substring("warning: ".length()));
    }
    all.addAll(lock.evaluate(new BuildWarnings(with.manifest(), with.reading(), policed())));
    return all;
  }

  /** What is to be warned of the lock's unused patches, where it was not when it was made. */
  public List<Problem> unusedPatches()
      throws InterruptedException, ProblemException, BuildException {
    return lock.evaluate(new UnusedPatches(with.manifest(), with.reading())).stream()
        .filter(each -> with.settled().said(each).isEmpty())
        .toList();
  }

  /** What reading the workspace and its configuration warns of. */
  public List<Problem> remarks() throws InterruptedException, ProblemException, BuildException {
    var all = new ArrayList<>(with.config().warnings());
    all.addAll(lock.evaluate(new ReadWorkspace(with.manifest(), with.reading())).warnings());
    return List.copyOf(all);
  }

  /**
   * The files of each package of the order, as they would be packaged; a lock that is there and
   * stale is made anew first.
   *
   * @param metadata whether to warn where a manifest says too little for people
   * @param dirty whether files may differ from the last commit
   * @param locked whether the lock file is packaged
   */
  public void pack(boolean metadata, boolean dirty, boolean locked, Consumer<PackageList> each)
      throws InterruptedException, ProblemException, BuildException {
    Workspace workspace = with.evaluate(new ReadWorkspace(with.manifest(), with.reading()));
    if (locked && with.depot().exists(workspace.lockFile())) {
      lock.evaluate(new LockSuits(with.manifest(), with.reading()));
    }
    var wanted = new PackageLists.Wanted(metadata, dirty, locked);
    var lists = new PackageLists(with, workspace, wanted, progress::warned);
    var asked = new MembersToPack(with.manifest(), with.reading(), with.order().request());
    for (Package pkg : with.evaluate(asked)) each.accept(lists.of(pkg));
  }

  /** What {@code cargo tree} prints. */
  public String tree(TreeOptions options)
      throws InterruptedException, ProblemException, BuildException {
    return lock.evaluate(new Tree(with.manifest(), with.reading(), policed(), options));
  }

  /**
   * What {@code cargo metadata --format-version 1} prints; without dependencies no lock is read.
   */
  public String metadata(boolean dependencies)
      throws InterruptedException, ProblemException, BuildException {
    return lock.evaluate(
        new Metadata(with.manifest(), with.reading(), dependencies, with.order().request()));
  }

  /**
   * The command line and the variables of every compilation of the order, in the order of the
   * units, as known before any build script runs; a script's words join them later.
   */
  public List<String> commands() throws InterruptedException, ProblemException, BuildException {
    return lock.evaluate(new ListCommands(preparation));
  }

  private record ListCommands(Preparation preparation) implements Task<List<String>> {
    @Override
    public List<String> run(Context c) throws Exception {
      Build build = preparation.prepare(c);
      var all = new ArrayList<String>();
      for (Crate crate : build.crates()) {
        if (crate.work() == Crate.Work.RUN_SCRIPT || crate.work() == Crate.Work.DOC_TEST) continue;
        ScriptArguments scripts = ScriptArguments.of(crate, List.of());
        var words = new ArrayList<String>();
        words.add(build.toolchain().rustc().toString());
        words.addAll(build.arguments().of(crate, scripts));
        Path directory = build.arguments().directory(crate);
        all.add(
            CommandLine.whole(
                directory, build.variables().ofCompilation(crate, scripts, ""), words));
      }
      return List.copyOf(all);
    }

    @Override
    public String toString() {
      return "commands";
    }
  }
}
