package heddle.cargo;

import heddle.engine.Context;
import heddle.engine.Task;
import heddle.text.Problem;
import heddle.text.Source;
import heddle.world.ReadText;
import java.nio.file.Path;
import java.util.Optional;

/** The lock file at this path; {@link StaleLock} if there is none. */
public record ReadLock(Path file) implements Task<Lock> {
  @Override
  public Lock run(Context c) throws Exception {
    Optional<Source> source = c.get(new ReadText(file));
    if (source.isEmpty()) {
      throw new StaleLock(
          Problem.of("the lock file `" + file + "` does not exist")
              .withHelp("make it with `heddle generate-lockfile`"));
    }
    return Lock.parse(source.get());
  }
}
