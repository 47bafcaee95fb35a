package heddle.rust;

import heddle.engine.LostValue;
import heddle.store.LostBlob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The files that lie in a build's scratch directory: each is put there once, by whoever needs it
 * first, and the others wait for it.
 */
final class Placed {
  private final Machine machine;
  private final HeadStart headStart;
  private final Map<Path, FutureTask<Boolean>> placed = new ConcurrentHashMap<>();

  Placed(Machine machine, HeadStart headStart) {
    this.machine = machine;
    this.headStart = headStart;
  }

  /**
   * Puts a file of the store into the scratch directory, unless it is there; returns when it is.
   */
  void put(Path to, Machine.Blob blob, boolean executable) throws IOException {
    // one that a run begun early was given must not go away for a moment
    if (!headStart.placed(to, blob)) once(to, () -> machine.place(blob, to, executable, true));
  }

  /** As {@link #put}, of a file that this unit made: it makes it again if it is lost. */
  void putOf(CompileUnit producer, Path to, Machine.Blob blob, boolean executable)
      throws IOException, LostValue {
    try {
      put(to, blob, executable);
    } catch (LostBlob lost) {
      throw new LostValue(producer, String.valueOf(lost.getMessage()));
    }
  }

  /** Gives a file that rustc wrote its second name, unless it has it. */
  void link(Path from, Path to) throws IOException {
    once(to, () -> machine.link(from, to));
  }

  /** Something done to files. */
  private interface Placing {
    void run() throws IOException;
  }

  private void once(Path to, Placing placing) throws IOException {
    FutureTask<Boolean> task =
        new FutureTask<>(() -> {
          placing.run();
          return true;
        });
    FutureTask<Boolean> known = placed.putIfAbsent(to, task);
    try {
      if (known == null) {
        task.run();
        task.get();
      } else {
        known.get();
      }
    } catch (ExecutionException e) {
      placed.remove(to, known == null ? task : known);
      if (e.getCause() instanceof LostBlob lost) {
        throw lost;
      }
      throw new IOException("cannot place " + to, e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while placing " + to);
    }
  }
}
