package heddle.world;

import heddle.engine.Context;
import heddle.engine.Task;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The text of a file that means something by standing there; empty only where nothing stands. A
 * link that leads nowhere, a link in a circle, a directory or a pipe at its path is a problem:
 * somebody meant a file to be there.
 */
public record WrittenText(Path path) implements Task<Optional<Source>> {
  @Override
  public Optional<Source> run(Context c) throws Exception {
    Optional<Source> text = c.get(new ReadText(path));
    if (text.isPresent()) return text;
    String what =
        switch (c.get(new KindOf(path))) {
          case ABSENT -> "";
          case BROKEN_LINK -> "it is a symbolic link that leads to nothing";
          case DIRECTORY, DIRECTORY_LINK -> "it is a directory";
          case OTHER, FILE -> "it is no regular file";
        };
    if (what.isEmpty()) return text;
    throw new ProblemException(
        Problem.of("cannot read `" + path + "`: " + what)
            .withHelp("put a file there, or remove it"));
  }

  // Written out, as the other keys of every command: the JVM takes long to link what it makes
  // itself.
  @Override
  public boolean equals(Object other) {
    return other instanceof WrittenText that && path.equals(that.path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }
}
