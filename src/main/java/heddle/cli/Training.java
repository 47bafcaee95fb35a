package heddle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import heddle.rust.LastBuild;
import heddle.store.Depot;
import heddle.store.Store;
import heddle.world.Shortcut;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The runs that the AOT caches are made from, each in one process, printing nowhere: every instant
 * path once, or a small workspace built with a stand-in for rustc, or one locked. Called by the
 * bootstrap only.
 */
final class Training {
  private Training() {}

  /**
   * Gives 0 if every path ended well; the workspace is the word after {@code --train}, if any;
   * {@code locking} is the run of {@link LockTraining}.
   */
  static int run(Invocation invocation) {
    List<String> words = invocation.arguments();
    if (words.size() != 2) {
      return instant(invocation);
    }
    return words.get(1).equals("locking")
        ? locking(invocation)
        : building(invocation, words.get(1));
  }

  private static int building(Invocation invocation, String workspace) {
    int exit = 0;
    try (Store store = Store.open(invocation.home());
        Depot depot = new Depot(invocation.home(), store)) {
      var environment = Path.of(workspace, "environment");
      depot.write(environment, new byte[0]);
      var kept = new Shortcut(Path.of(workspace, "repeat"), environment);
      exit = build(invocation, workspace, Optional.of(kept));
      // An edit: what it calls for begins while the rest is looked at.
      depot.write(Path.of(workspace, "src/main.rs"), "// Nor this.\n".getBytes(UTF_8));
      exit = Math.max(exit, build(invocation, workspace, Optional.empty()));
    } catch (IOException _) {
      return 1;
    }
    for (List<String> words :
        List.of(
            List.of("plan"),
            List.of("plan", "--unit-graph"),
            List.of("build"),
            List.of("build", "--target-dir", "elsewhere"),
            List.of("test", "--no-run"),
            List.of("check", "--workspace"),
            List.of("tree"),
            List.of("metadata"))) {
      var all = new ArrayList<>(words);
      all.addAll(List.of("--directory", workspace));
      exit = Math.max(exit, Main.run(session(invocation, all)));
    }
    try {
      exit = Math.max(exit, PlanTraining.run(invocation, Training::command));
    } catch (IOException _) {
      return 1;
    }
    return exit;
  }

  private static int build(Invocation invocation, String workspace, Optional<Shortcut> kept) {
    var session =
        new Session(
            new Invocation(
                List.of("build", "--directory", workspace),
                invocation.environment(),
                invocation.directory(),
                invocation.home(),
                invocation.classPath(),
                invocation.root(),
                0,
                invocation.program(),
                kept),
            silent(invocation));
    session.endOnSignal();
    return Main.run(session);
  }

  private static int locking(Invocation invocation) {
    try {
      return LockTraining.run(invocation, Training::command);
    } catch (IOException _) {
      return 1;
    }
  }

  private static int instant(Invocation invocation) {
    int exit = 0;
    for (List<String> words :
        List.of(
            List.of("version"),
            List.of("help"),
            List.of("help", "version"),
            List.of("help", "build"),
            List.of("completion", "bash"))) {
      exit = Math.max(exit, Main.run(session(invocation, words)));
    }
    // What is looked at when there is nothing to do; the stamp of `/usr` is a wrong one.
    LastBuild.unchanged(
        "heddle-last/1\nu 1\n.\nheddle-snapshot/1\0p\0/absent\0absent\0p\0/usr\0none\0");
    unchanged(invocation);
    return exit;
  }

  /**
   * The path of a build that would do nothing: one that looked at a directory, and one that found
   * nothing where it looked.
   */
  private static void unchanged(Invocation invocation) {
    LastBuild.find(
        invocation.home(),
        LastBuild.goal(List.of("build"), invocation.directory(), invocation.environment(), "", ""));
    String said = "heddle-last/1\no out\ne err\np profile\nu 1\n.\nheddle-snapshot/1\0p\0";
    LastBuild.unchanged(said + invocation.directory() + "\0absent\0");
    LastBuild.unchanged(said + invocation.directory().resolve("absent") + "\0absent\0");
  }

  private static int command(Invocation invocation) {
    var session = new Session(invocation, silent(invocation));
    session.endOnSignal();
    return Main.run(session);
  }

  private static Session session(Invocation invocation, List<String> words) {
    var session = new Session(invocation.with(words), silent(invocation));
    session.endOnSignal();
    return session;
  }

  private static Terminal silent(Invocation invocation) {
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
    HostSystem.refusal(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    return Main.terminal(invocation, nowhere, nowhere);
  }
}
