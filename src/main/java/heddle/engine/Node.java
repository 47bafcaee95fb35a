package heddle.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * A task in the memo. {@code running} and {@code waits} are guarded by the node; the memo is
 * written under it and read freely. A node that is fresh in a revision stays as it is for that
 * revision.
 */
abstract sealed class Node permits Node.Whole, Node.Early {
  final Task<?> task;
  private volatile Memo memo = Memo.NONE;
  private boolean running;
  private List<Wait> waits = List.of();

  private Node(Task<?> task) {
    this.task = task;
  }

  static Whole of(Task<?> task) {
    return task instanceof Staged<?, ?> s ? new StagedWhole(s) : new Whole(task);
  }

  /** A task that runs. */
  static sealed class Whole extends Node permits StagedWhole {
    private Whole(Task<?> task) {
      super(task);
    }
  }

  /**
   * A task that gives a first result to a node of its own; that one is fresh no later than this.
   */
  static final class StagedWhole extends Whole {
    final Early early;

    private StagedWhole(Staged<?, ?> task) {
      super(task);
      this.early = new Early(new Staged.Early<>(task), this);
    }
  }

  /** The first result of a staged task, which its source settles. */
  static final class Early extends Node {
    final StagedWhole source;

    private Early(Task<?> task, StagedWhole source) {
      super(task);
      this.source = source;
    }
  }

  Memo memo() {
    return memo;
  }

  boolean fresh(int revision) {
    return memo.verified() == revision;
  }

  /** Adds the wait unless the node is fresh; true if it shall be started, or what settles it. */
  synchronized boolean await(Wait wait, int revision) {
    if (fresh(revision)) {
      return false;
    }
    wait.more();
    if (waits.isEmpty()) {
      waits = new ArrayList<>(2);
    }
    waits.add(wait);
    return this instanceof Early || claim();
  }

  /** True for the one who shall start it. */
  synchronized boolean start(int revision) {
    return !fresh(revision) && claim();
  }

  private boolean claim() {
    boolean first = !running;
    running = true;
    return first;
  }

  /** Sets the memo unless the node is fresh already, and gives those who waited. */
  synchronized List<Wait> settle(Memo next) {
    if (fresh(next.verified())) {
      return List.of();
    }
    memo = next;
    var released = waits;
    waits = List.of();
    running = false;
    return released;
  }

  /** Ends a run that came to nothing. */
  synchronized void abandon() {
    waits = List.of();
    running = false;
  }

  /** Forgets that the outcome holds; between evaluations only. */
  synchronized void lose() {
    memo = memo.withLoss();
  }

  /** Forgets all; between evaluations only. */
  synchronized void reset() {
    memo = Memo.NONE;
  }
}
