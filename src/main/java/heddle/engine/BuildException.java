package heddle.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a requested task has no value: the exceptions that tasks below it threw, in the order of the
 * requests, equal ones once. Equal by its causes, so that a failure which repeats cuts off.
 */
public final class BuildException extends Exception {
  private final List<Failed> failed;

  /**
   * An exception, and the requests from the task that was asked for down to the one that threw it.
   */
  record Failed(Exception cause, Path path) {
    /** The first task of the path, as text. */
    String where() {
      return path instanceof Path.Step(Task<?> task, _) ? TaskName.of(task) : "";
    }
  }

  /**
   * A task and what it requested; shared by all that a failure passes, so that a deep one is not
   * copied at each level.
   */
  sealed interface Path {
    record Step(Task<?> task, Path below) implements Path {}

    record End() implements Path {}
  }

  BuildException(List<Failed> failed) {
    super("", null, false, false);
    this.failed = failed;
  }

  /** What the task's run threw, as the failure of that task. */
  static List<Failed> of(Task<?> task, Throwable thrown) {
    var failed = new ArrayList<Failed>();
    for (Failed each : in(thrown)) {
      failed.add(new Failed(each.cause, new Path.Step(task, each.path)));
    }
    return List.copyOf(failed);
  }

  /** What a part of a task threw, its task not yet named. */
  static List<Failed> in(Throwable thrown) {
    return switch (thrown) {
      case BuildException passed -> passed.failed;
      case Exception own -> List.of(new Failed(own, new Path.End()));
      default ->
          List.of(new Failed(new IllegalStateException(thrown.toString(), thrown), new Path.End()));
    };
  }

  /** All the failures in order, each cause once, by its first path. */
  static BuildException join(List<Failed> all) {
    var first = new LinkedHashMap<Exception, Failed>();
    for (Failed each : all) {
      first.putIfAbsent(each.cause, each);
    }
    return new BuildException(List.copyOf(first.values()));
  }

  List<Failed> failed() {
    return failed;
  }

  /** What was thrown, in the order of the requests; never a BuildException, never empty. */
  public List<Exception> causes() {
    return failed.stream().map(Failed::cause).toList();
  }

  /**
   * The requests that led to this one of the causes: the task asked for first, the one that threw
   * last.
   */
  public List<Task<?>> path(Exception cause) {
    var tasks = new ArrayList<Task<?>>();
    for (Failed each : failed) {
      if (each.cause.equals(cause)) {
        for (Path at = each.path; at instanceof Path.Step(Task<?> task, Path below); at = below) {
          tasks.add(task);
        }
        break;
      }
    }
    return tasks;
  }

  @Override
  public String getMessage() {
    return failed.stream()
        .map(f -> Optional.ofNullable(f.cause.getMessage()).orElse(f.cause.toString()))
        .collect(Collectors.joining("\n"));
  }
}
