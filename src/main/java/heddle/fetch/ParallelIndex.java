package heddle.fetch;

import heddle.text.ProblemException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An index that fetches in the background what it was told to expect, so that a search which asks
 * for one crate after another waits for few of them. What fails, fails when it is asked for.
 */
public final class ParallelIndex implements Index {
  private final Index index;
  private final Map<String, Later<Optional<IndexFile>>> tasks = new ConcurrentHashMap<>();

  public ParallelIndex(Index index) {
    this.index = index;
  }

  @Override
  public void expect(String crate) {
    if (index.begins(crate)) {
      return;
    }
    var unknown = new Later<>(() -> index.versions(crate));
    if (tasks.putIfAbsent(crate, unknown) == null) {
      unknown.begin("index of " + crate);
    }
  }

  @Override
  public Optional<IndexFile> kept(String crate) {
    return index.kept(crate);
  }

  @Override
  public void settle() throws ProblemException {
    index.settle();
  }

  @Override
  public Optional<IndexFile> versions(String crate) throws ProblemException, InterruptedException {
    Later<Optional<IndexFile>> task = tasks.get(crate);
    return task == null ? index.versions(crate) : task.await();
  }
}
