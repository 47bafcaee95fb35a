package heddle.platform.toolchain;

import heddle.engine.BuildException;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * The machine for one who wants to know all that is there: a tool that gives no answer, or a folder
 * that may not be read, hides nothing else. What was wrong is noted.
 */
record Tolerant(Surroundings inner, Set<String> broken) implements Surroundings {
  /** What a tool that gave no answer is taken to have ended with. */
  private static final int NO_ANSWER = 127;

  @Override
  public Optional<String> variable(String name) throws Exception {
    return inner.variable(name);
  }

  @Override
  public Optional<String> read(Path file) throws Exception {
    return tolerate(() -> inner.read(file), Optional.empty());
  }

  @Override
  public Optional<Path> real(Path path) throws Exception {
    return inner.real(path);
  }

  @Override
  public List<String> list(Path directory) throws Exception {
    return tolerate(() -> inner.list(directory), List.of());
  }

  @Override
  public boolean executable(Path file) throws Exception {
    return inner.executable(file);
  }

  @Override
  public Optional<String> digest(Path file) throws Exception {
    return tolerate(() -> inner.digest(file), Optional.empty());
  }

  @Override
  public Answer ask(String digest, List<String> command) throws Exception {
    return tolerate(() -> inner.ask(digest, command), new Answer(NO_ANSWER, "", ""));
  }

  private <T> T tolerate(Callable<T> question, T otherwise) throws Exception {
    try {
      return question.call();
    } catch (ProblemException e) {
      note(e);
      return otherwise;
    } catch (BuildException e) {
      for (Exception cause : e.causes()) {
        if (!(cause instanceof ProblemException problems)) throw e;
        note(problems);
      }
      return otherwise;
    }
  }

  private void note(ProblemException e) {
    for (Problem each : e.problems()) broken.add(each.message());
  }
}
