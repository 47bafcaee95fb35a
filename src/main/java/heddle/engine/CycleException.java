package heddle.engine;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Tasks that wait for each other, each requesting the next and the last the first; always fails the
 * evaluation.
 */
@SuppressWarnings("ThrowableEqualsHashCode") // a failure that repeats is compared with the last
public final class CycleException extends Exception {
  private final List<Task<?>> tasks;
  private final int hash;

  CycleException(List<Task<?>> tasks) {
    super("", null, false, false);
    this.tasks = List.copyOf(tasks);
    this.hash = this.tasks.hashCode();
  }

  /** The cycle, beginning with the task whose text is the least. */
  public List<Task<?>> tasks() {
    return tasks;
  }

  @Override
  public String getMessage() {
    return "cycle: "
        + tasks.stream().map(TaskName::of).collect(Collectors.joining(" -> ", "", " -> "))
        + TaskName.of(tasks.getFirst());
  }

  @Override
  public boolean equals(Object o) {
    return this == o || (o instanceof CycleException other && other.tasks.equals(tasks));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
