package heddle.engine;

/** A task as text, for messages and their order: its record's, or its class where that throws. */
final class TaskName {
  private TaskName() {}

  static String of(Task<?> task) {
    try {
      return String.valueOf(task);
    } catch (RuntimeException | StackOverflowError _) {
      return task.getClass().getName();
    }
  }
}
