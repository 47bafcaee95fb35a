package heddle.fetch;

import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.List;

/** Runs the git command; whoever owns processes provides it. */
public interface Git {
  /**
   * Runs {@code git} with these arguments in a directory, without a terminal to ask at.
   *
   * @return its standard output
   * @throws ProblemException with what it wrote to standard error, if it fails
   */
  String run(List<String> arguments, Path directory) throws ProblemException, InterruptedException;
}
