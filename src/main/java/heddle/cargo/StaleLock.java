package heddle.cargo;

import heddle.text.Problem;

/**
 * A lock file that is not there, or that is not what the manifests ask for any more: whoever may
 * write it makes it anew and asks again. Equal by its problem.
 */
@SuppressWarnings("ThrowableEqualsHashCode") // failures are compared as values
public final class StaleLock extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial")
  private final Problem problem;

  StaleLock(Problem problem) {
    super("", null, false, false);
    this.problem = problem;
  }

  /** What tells that the lock is stale. */
  public Problem problem() {
    return problem;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StaleLock stale && stale.problem.equals(problem);
  }

  @Override
  public int hashCode() {
    return problem.hashCode();
  }

  @Override
  public String getMessage() {
    return problem.toString();
  }
}
