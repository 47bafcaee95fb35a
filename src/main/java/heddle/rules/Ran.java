package heddle.rules;

import heddle.store.Digest;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a {@link Run} ended: its exit code (128 plus the signal, if one ended it), what it printed,
 * and those of its outputs that exist.
 */
public record Ran(int exit, String stdout, String stderr, Map<String, Digest> outputs) {
  public Ran {
    outputs = Collections.unmodifiableMap(new TreeMap<>(outputs));
  }

  /**
   * What it printed to standard output, if the run ended well.
   *
   * @throws ProblemException with all that it printed, if it did not
   */
  public String printed() throws ProblemException {
    succeeded();
    return stdout;
  }

  /**
   * The output, if the run ended well.
   *
   * @throws ProblemException with what it printed, if it did not, or left no such file
   */
  public Digest output(String path) throws ProblemException {
    succeeded();
    if (!outputs.containsKey(path)) {
      throw new ProblemException(withPrinted(Problem.of("a run left no `" + path + "`")));
    }
    return outputs.get(path);
  }

  /**
   * The outputs below a directory, by their path in it, if the run ended well.
   *
   * @throws ProblemException with what it printed, if it did not
   */
  public Map<String, Digest> directory(String path) throws ProblemException {
    succeeded();
    String prefix = path.endsWith("/") ? path : path + "/";
    var below = new TreeMap<String, Digest>();
    outputs.forEach((name, digest) -> {
      if (name.startsWith(prefix)) below.put(name.substring(prefix.length()), digest);
    });
    return below;
  }

  private void succeeded() throws ProblemException {
    if (exit != 0) {
      throw new ProblemException(withPrinted(Problem.of("a run ended with exit code " + exit)));
    }
  }

  private Problem withPrinted(Problem problem) {
    String printed = (stdout + stderr).strip();
    return printed.isEmpty() ? problem : problem.withNote("it printed:\n" + printed);
  }
}
