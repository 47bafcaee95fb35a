package heddle.cli;

import heddle.cargo.BuildRequest.Intent;
import heddle.cargo.Workspace;
import heddle.cargo.resolve.LockChanges;
import heddle.cargo.resolve.Locking;
import heddle.cargo.resolve.Resolved;
import heddle.rust.Locks;
import heddle.rust.Workshop;
import java.io.IOException;
import java.util.List;

/** What the commands around Cargo.lock share: opening it, writing, telling. */
final class LockSession implements AutoCloseable {
  private final Session session;
  private final Workshop shop;
  private final Locks locks;

  private LockSession(Session session, Workshop shop, Locks locks) {
    this.session = session;
    this.shop = shop;
    this.locks = locks;
  }

  static List<Option> options() {
    return List.of(
        Option.value("manifest-path", "PATH", "The Cargo.toml of the workspace"),
        Option.value("config", "KEY=VALUE|PATH", "Override a configuration value").repeated(),
        Option.value("directory", 'C', "DIRECTORY", "Go to this directory first"),
        Option.flag("locked", "Fail if Cargo.lock would change"),
        Option.flag("offline", "Use no network"),
        Option.flag("frozen", "The same as --locked and --offline"),
        Option.flag("ignore-rust-version", "Ignore `rust-version` of packages"),
        Option.flag("quiet", 'q', "Say less"),
        Option.flag("verbose", 'v', "Say more").repeated(),
        Option.choice("color", List.of("auto", "always", "never"), "When to use colours"));
  }

  static LockSession open(Session session, Arguments given) throws Exception {
    Workshop shop = Workshops.look(session, given, BuildOptions.request(Intent.BUILD, given));
    return new LockSession(session, shop, shop.locks());
  }

  Locks locks() {
    return locks;
  }

  Workspace workspace() {
    return locks.workspace();
  }

  /** Chooses anew and writes; tells what changed, and of more than one how many. */
  void renew(boolean keep, Locking.Change change, boolean one, boolean dryRun) throws Exception {
    Resolved resolved = locks.choose(keep, change);
    LockChanges changes = locks.changes(resolved);
    LockChanges.Line head = locks.headline(changes);
    if (!one) {
      session.terminal().status(head.verb(), head.about());
    }
    if (locks.found().lock().isPresent()) {
      changes.lines().forEach(line -> session.terminal().status(line.verb(), line.about()));
    }
    if (dryRun) {
      session.terminal().warning("not updating lockfile due to dry run");
    } else {
      locks.write(resolved, keep);
    }
  }

  /** Makes the lock suit manifests that were just written. */
  void relock(boolean told) throws Exception {
    shop.relock(told);
  }

  @Override
  public void close() throws IOException {
    shop.close();
  }
}
