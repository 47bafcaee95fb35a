package heddle.rules;

import heddle.engine.BuildException;
import heddle.engine.CycleException;
import heddle.engine.Task;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A failed goal in the words of who wrote the rules: problems as they are, a cycle task by task,
 * and of a rule that threw its own frames and the requests that led to it, not Heddle's.
 */
public final class RuleFailure {
  private RuleFailure() {}

  /** Throws what is to be shown instead; the exception itself if Heddle's own code threw. */
  public static ProblemException of(BuildException failure, LoadedRules rules)
      throws BuildException {
    var problems = new ArrayList<Problem>();
    for (Exception cause : failure.causes()) {
      switch (cause) {
        case ProblemException known -> problems.addAll(known.problems());
        default -> problems.add(thrown(cause, failure, rules).orElseThrow(() -> failure));
      }
    }
    return new ProblemException(problems);
  }

  /** What is wrong where tasks form a cycle or a rule threw; empty otherwise. */
  public static Optional<Problem> thrown(
      Exception cause, BuildException failure, LoadedRules rules) {
    return switch (cause) {
      case ProblemException _ -> Optional.empty();
      case CycleException cycle -> Optional.of(cycle(cycle));
      default -> {
        var frames = frames(cause, rules);
        yield frames.isEmpty()
            ? Optional.empty()
            : Optional.of(thrown(cause, frames, failure.path(cause)));
      }
    };
  }

  private static Problem cycle(CycleException cycle) {
    var problem = Problem.of("tasks request each other in a cycle");
    for (Task<?> each : cycle.tasks()) problem = problem.withNote(each + " requests");
    return problem.withNote(cycle.tasks().getFirst() + " again");
  }

  private static Problem thrown(Exception cause, List<String> frames, List<Task<?>> path) {
    String message = String.valueOf(cause.getMessage());
    var problem =
        Problem.of(
            "a rule failed: "
                + (cause.getClass().equals(Exception.class) ? message : cause.toString()));
    for (String each : frames) problem = problem.withNote("at " + each);
    for (Task<?> each : path) problem = problem.withNote("requested: " + each);
    return problem;
  }

  private static List<String> frames(Exception cause, LoadedRules rules) {
    var frames = new ArrayList<String>();
    for (Throwable each : List.of(cause, cause.getCause() == null ? cause : cause.getCause())) {
      for (StackTraceElement frame : each.getStackTrace()) {
        if (rules.owns(frame)) {
          frames.add(
              frame.getClassName().replace('$', '.')
                  + "."
                  + frame.getMethodName()
                  + " ("
                  + frame.getFileName()
                  + ":"
                  + frame.getLineNumber()
                  + ")");
        }
      }
    }
    return frames.stream().distinct().toList();
  }
}
