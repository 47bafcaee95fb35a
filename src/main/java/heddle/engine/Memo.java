package heddle.engine;

import java.util.List;
import java.util.Objects;

/**
 * What is known of a task. {@code verified}: the last revision in which the outcome was found or
 * confirmed; {@code changed}: the revision in which it last became another. {@code requests}: the
 * tasks requested, those of one group together. {@code beforeFirst}: for a staged task, how many of
 * the groups came before its first result. {@code restored}: from a trace, not from a run. {@code
 * lost}: what the value stands for is gone, so the task must run.
 */
record Memo(
    Outcome outcome,
    int verified,
    int changed,
    List<List<Node>> requests,
    int beforeFirst,
    boolean restored,
    boolean lost) {
  static final Memo NONE = new Memo(new Outcome.None(), 0, 0, List.of(), 0, false, false);

  /** What a task came to. */
  sealed interface Outcome {
    record None() implements Outcome {}

    record Value(Object value) implements Outcome {}

    record Failure(List<BuildException.Failed> failed) implements Outcome {}

    /** Equal values, or failures with equal causes whatever their paths. */
    default boolean same(Outcome other) {
      return switch (this) {
        case None() -> false;
        case Value(Object mine) -> other instanceof Value(Object its) && Objects.equals(mine, its);
        case Failure(var mine) -> other instanceof Failure(var its) && sameCauses(mine, its);
      };
    }

    private static boolean sameCauses(
        List<BuildException.Failed> mine, List<BuildException.Failed> its) {
      if (mine.size() != its.size()) {
        return false;
      }
      for (int i = 0; i < mine.size(); i++) {
        if (!mine.get(i).cause().equals(its.get(i).cause())) {
          return false;
        }
      }
      return true;
    }
  }

  /** This outcome in this revision, by these requests. */
  Memo next(Outcome found, int revision, List<List<Node>> by, int first, boolean fromTrace) {
    boolean same = found.same(outcome);
    return new Memo(
        same ? outcome : found, revision, same ? changed : revision, by, first, fromTrace, false);
  }

  Memo confirmed(int revision) {
    return new Memo(outcome, revision, changed, requests, beforeFirst, restored, false);
  }

  Memo withLoss() {
    return new Memo(outcome, 0, changed, List.of(), 0, false, true);
  }
}
