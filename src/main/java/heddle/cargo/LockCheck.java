package heddle.cargo;

import heddle.engine.Context;
import java.nio.file.Path;

/** Does what rests on a lock, with a check that the lock still is what the manifests ask for. */
interface LockCheck<V> {
  /** The work; {@code checked} says whether {@link StaleLock} shall be thrown for a stale lock. */
  V work(boolean checked) throws Exception;

  /** Works with the check, unless the lock was just made: then it cannot be more current. */
  static <V> V run(Context c, Path root, LockCheck<V> check) throws Exception {
    try {
      return check.work(true);
    } catch (StaleLock stale) {
      if (c.get(new LockIsFinal(root))) {
        return check.work(false);
      }
      throw stale;
    }
  }
}
