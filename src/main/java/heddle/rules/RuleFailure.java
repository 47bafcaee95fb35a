package heddle.rules;

import heddle.engine.BuildException;
import heddle.engine.CycleException;
import heddle.engine.Task;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * A failed goal in the words of who wrote the rules: problems as they are, a cycle task by task,
 * and of a rule that threw its own frames and the requests that led to it, not Heddle's.
 */
public final class RuleFailure {
  /** More are not told. */
  private static final int FRAMES = 12;

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

  /**
   * What a rule's own code threw outside the engine: making a goal's task from words, or its
   * value's text; empty if it was not the rule's.
   */
  public static Optional<Problem> outside(Throwable thrown, LoadedRules rules) {
    return failed(thrown, List.of(), rules);
  }

  /** What is wrong where tasks form a cycle or a rule threw; empty otherwise. */
  public static Optional<Problem> thrown(
      Exception cause, BuildException failure, LoadedRules rules) {
    return switch (cause) {
      case ProblemException _ -> Optional.empty();
      case CycleException cycle -> Optional.of(cycle(cycle));
      default -> failed(cause, failure.path(cause), rules);
    };
  }

  private static Problem cycle(CycleException cycle) {
    var problem = Problem.of("tasks request each other in a cycle");
    for (Task<?> each : cycle.tasks()) problem = problem.withNote(shown(each) + " requests");
    return problem.withNote(shown(cycle.tasks().getFirst()) + " again");
  }

  /** A rule's own text of a task, or its class where that throws. */
  private static String shown(Task<?> task) {
    try {
      return task.toString();
    } catch (RuntimeException | StackOverflowError _) {
      return task.getClass().getName();
    }
  }

  /** A frame that is a rule's own. */
  private record Frame(StackTraceElement at, Source source) {
    String text() {
      String method = at.getClassName().replace('$', '.') + "." + at.getMethodName();
      return method + " (" + source.name() + ":" + at.getLineNumber() + ")";
    }
  }

  private static Optional<Problem> failed(Throwable thrown, List<Task<?>> path, LoadedRules rules) {
    Throwable shown = thrown;
    // The engine and the JVM wrap what is no exception, or came while a class was made ready.
    while (shown.getCause() != null
        && (shown instanceof ExceptionInInitializerError || shown.getCause() instanceof Error)) {
      shown = shown.getCause();
    }
    var frames = new LinkedHashMap<String, Frame>();
    for (Throwable each = shown; each != null; each = each.getCause()) {
      for (StackTraceElement at : each.getStackTrace()) {
        rules
            .source(at)
            .map(source -> new Frame(at, source))
            .ifPresent(frame -> frames.putIfAbsent(frame.text(), frame));
      }
    }
    if (frames.isEmpty()) return Optional.empty();
    boolean plain = shown.getClass().equals(Exception.class);
    String message = "a rule failed: " + (plain ? shown.getMessage() : shown.toString());
    Frame first = frames.firstEntry().getValue();
    int line = first.at().getLineNumber();
    var problem =
        line > 0 ? Problem.at(Lines.place(first.source(), line), message) : Problem.of(message);
    int told = 0;
    for (String each : frames.keySet()) {
      problem = problem.withNote(told < FRAMES ? "at " + each : "…");
      if (told++ == FRAMES) break;
    }
    for (Task<?> each : path) problem = problem.withNote("requested: " + shown(each));
    return Optional.of(problem);
  }
}
