package heddle.rust;

import heddle.cargo.StaleLock;
import heddle.cargo.resolve.LockChanges;
import heddle.cargo.resolve.Locking;
import heddle.cargo.resolve.Resolved;
import heddle.engine.BuildException;
import heddle.engine.Task;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;

/**
 * The lock of the order's workspace, made as cargo would make it where it turns out to be missing
 * or stale.
 *
 * @param anyRust whether a lock that must be made is to suit no version of Rust, for that was asked
 *     for
 */
record SuitableLock(Equipment with, Progress progress, boolean anyRust) {
  /**
   * The value of a task; if the lock turns out to be missing or stale, it is made as cargo would
   * make it, and all is looked at anew: what comes rests on the new lock only.
   */
  <V> V evaluate(Task<V> task) throws InterruptedException, ProblemException, BuildException {
    try {
      return with.evaluate(task);
    } catch (BuildException failed) {
      if (failed.causes().stream().noneMatch(cause -> cause instanceof StaleLock)) {
        throw failed;
      }
    }
    lock(true, anyRust);
    with.engine().advance();
    try {
      return with.evaluate(task);
    } catch (BuildException failed) {
      for (Exception cause : failed.causes()) {
        if (cause instanceof StaleLock stale) throw new ProblemException(stale.problem());
      }
      throw failed;
    }
  }

  /** Makes the lock suit manifests that this command has just written; tells of it or does not. */
  void relock(boolean told, boolean ignoringRust)
      throws InterruptedException, ProblemException, BuildException {
    with.engine().advance();
    lock(told, ignoringRust);
  }

  private void lock(boolean told, boolean ignoringRust)
      throws InterruptedException, ProblemException, BuildException {
    Locks locks = Locks.open(with, ignoringRust);
    try {
      Resolved chosen = locks.choose(true, Locking.Change.NONE);
      if (told) {
        chosen.warnings().forEach(each -> with.settled().said(each, progress.warned(each)));
      }
      if (locks.write(chosen, true) && told) {
        for (LockChanges.Line line : locks.report(chosen)) {
          progress.status(line.verb(), line.about());
        }
      }
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of("the lock file cannot be written: " + locks.found().lockFile())
              .withNote(String.valueOf(e.getMessage())));
    } finally {
      locks.keep();
    }
    with.settled().add(locks.workspace().root());
  }
}
