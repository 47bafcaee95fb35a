package heddle.cli;

import heddle.cargo.resolve.Locking;

/** {@code heddle generate-lockfile}: chooses every version anew and writes Cargo.lock. */
final class GenerateLockfileCommand implements Command {
  @Override
  public Usage usage() {
    return new Usage("", 0, 0, false, LockSession.options());
  }

  @Override
  public int run(Session session, Arguments given) throws Exception {
    try (LockSession locks = LockSession.open(session, given)) {
      locks.renew(false, Locking.Change.NONE, false, false);
      return 0;
    }
  }
}
