package heddle.cli;

import heddle.cargo.BuildRequest.Intent;
import heddle.cargo.Workspace;
import heddle.cargo.resolve.Available;
import heddle.cargo.resolve.LockChanges;
import heddle.cargo.resolve.Locking;
import heddle.cargo.resolve.Resolved;
import heddle.fetch.Http;
import heddle.rust.Locks;
import heddle.rust.Workshop;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the commands around Cargo.lock share: opening it, writing, telling. */
final class LockSession implements AutoCloseable {
  private final Session session;
  private final Workshop shop;
  private Locks locks;
  private final boolean quiet;
  private final boolean verbose;
  private final boolean ignoringRust;

  private LockSession(Session session, Workshop shop, Locks locks, Arguments given) {
    this.quiet = given.has("quiet");
    this.verbose = given.has("verbose");
    this.ignoringRust = given.has("ignore-rust-version");
    this.session = session;
    this.shop = shop;
    this.locks = locks;
  }

  static List<Option> options() {
    var options =
        new ArrayList<>(
            List.of(
                Option.value("manifest-path", "PATH", "The Cargo.toml of the workspace"),
                Option.value("config", "KEY=VALUE|PATH", "Override a configuration value")
                    .repeated(),
                Unstable.option(),
                Option.value("directory", "DIRECTORY", "Go to this directory first"),
                Option.flag("locked", "Fail if Cargo.lock would change"),
                Option.flag("offline", "Use no network"),
                Option.flag("frozen", "The same as --locked and --offline"),
                Option.flag("ignore-rust-version", "Ignore `rust-version` of packages")));
    options.addAll(Option.saying());
    return options;
  }

  static LockSession open(Session session, Arguments given) throws Exception {
    if (!given.has("offline") && !given.has("frozen")) {
      Http.rehearse();
    }
    Workshop shop = Workshops.look(session, given, BuildOptions.request(Intent.BUILD, given));
    return new LockSession(session, shop, shop.locks(given.has("ignore-rust-version")), given);
  }

  Locks locks() {
    return locks;
  }

  /** Goes on as if there were the lock that would be made. */
  void suppose() throws Exception {
    locks = locks.supposing();
  }

  Workspace workspace() {
    return locks.workspace();
  }

  /** Chooses anew and writes; tells what changed, and of more than one how many. */
  void renew(boolean keep, Locking.Change change, boolean one, boolean dryRun) throws Exception {
    Resolved resolved = locks.choose(keep, change);
    var warnings = new ArrayList<>(workspace().tables().idleInPatches());
    warnings.addAll(resolved.warnings());
    for (Problem warning : warnings) {
      session.terminal().warningLines(warning).forEach(session.terminal().err()::println);
    }
    if (!quiet) {
      if (keep && locks.found().lock().isPresent()) {
        tellMoves(resolved, change, one);
      } else {
        tellAdded(resolved, change);
      }
    }
    if (dryRun) {
      session.terminal().warning("not updating lockfile due to dry run");
    } else {
      locks.write(resolved, keep);
    }
  }

  /** What is new, where that is behind something. */
  private void tellAdded(Resolved resolved, Locking.Change change) throws Exception {
    LockChanges changes = locks.added(resolved);
    if (changes.chosen() == 0) {
      return;
    }
    say(locks.headline(changes));
    Available available = locks.available(resolved, change);
    for (LockChanges.Line line : changes.lines()) {
      Optional<Available.Note> note = available.note(line.now().orElseThrow());
      if (note.isPresent()) {
        say(line.with(note));
      }
    }
  }

  private void tellMoves(Resolved resolved, Locking.Change change, boolean one) throws Exception {
    LockChanges changes = locks.changes(resolved, true);
    if (!one) {
      say(locks.headline(changes));
    }
    Available available = locks.available(resolved, change);
    int behind = 0;
    for (LockChanges.Line line : changes.lines()) {
      Optional<Available.Note> note =
          line.now().isPresent() ? available.note(line.now().get()) : Optional.empty();
      if (!line.isUnchanged() || (verbose && note.isPresent())) {
        say(line.with(note));
      }
      if (line.isUnchanged() && note.isPresent() && note.get().behind()) {
        behind++;
      }
    }
    if (verbose) {
      session
          .terminal()
          .note("to see how you depend on a package, run `heddle tree --invert <dep>@<ver>`");
    } else if (behind > 0) {
      session
          .terminal()
          .note("pass `--verbose` to see " + behind + " unchanged dependencies behind latest");
    }
  }

  private void say(LockChanges.Line line) {
    session.terminal().status(line.verb(), line.about());
  }

  /** What would be chosen for the manifests as they are, where the lock does not suit them. */
  void tellWhatIsMissing() throws Exception {
    if (!quiet) {
      locks.report(locks.choose(true, Locking.Change.NONE)).forEach(this::say);
    }
  }

  /** Makes the lock suit manifests that were just written. */
  void relock(boolean told) throws Exception {
    shop.relock(told, ignoringRust);
  }

  @Override
  public void close() throws IOException, ProblemException {
    try (shop) {
      locks.keep();
    }
  }
}
