package heddle.text;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Bad input: one problem or several, never none. Equal by its problems, so that it can be compared
 * as a value.
 */
@SuppressWarnings("ThrowableEqualsHashCode") // failures are compared as values
public final class ProblemException extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial")
  private final List<Problem> problems;

  public ProblemException(Problem problem) {
    this(List.of(problem));
  }

  public ProblemException(List<Problem> problems) {
    super("", null, false, false);
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("no problem");
    }
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProblemException p && p.problems.equals(problems);
  }

  @Override
  public int hashCode() {
    return problems.hashCode();
  }

  /** The problems as they are shown to the user. */
  @Override
  public String getMessage() {
    return problems.stream().map(Problem::toString).collect(Collectors.joining("\n\n"));
  }
}
