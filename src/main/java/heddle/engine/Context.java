package heddle.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * What a running task may ask of the engine. Belongs to the one thread that runs the task, or a
 * branch of it, for as long as that runs; every request is recorded. Requests made by one call are
 * one group: they run in parallel.
 */
public final class Context {
  /** A function over one element of a parallel map, with the context of its own branch. */
  @FunctionalInterface
  public interface Branch<T, R> {
    R apply(Context c, T each) throws Exception;
  }

  private final Evaluation evaluation;
  private final Node.Whole owner;
  private final Thread thread;

  /** Guarded by this, as are the two below: a first result may come from another thread. */
  private final List<List<Node>> groups = new ArrayList<>();

  private int beforeFirst = -1;
  private boolean closed;

  /** What the thread waits for, for the search of cycles. */
  private volatile Wait wait = Wait.NONE;

  private volatile List<Context> branches = List.of();

  Context(Evaluation evaluation, Node.Whole owner) {
    this.evaluation = evaluation;
    this.owner = owner;
    this.thread = Thread.ofVirtual().unstarted(() -> evaluation.bringUpToDate(this));
  }

  private Context(Context parent, Runnable body) {
    this.evaluation = parent.evaluation;
    this.owner = parent.owner;
    this.thread = Thread.ofVirtual().unstarted(body);
  }

  /** The value of the task. */
  @SuppressWarnings("unchecked") // a node's value is what its task gave
  public <V> V get(Task<V> task) throws BuildException, InterruptedException {
    return (V) value(evaluation.node(task));
  }

  /** The first result of the staged task, which goes on to its last while the caller runs. */
  @SuppressWarnings("unchecked") // a node's value is what its task gave
  public <E> E early(Staged<E, ?> task) throws BuildException, InterruptedException {
    return (E) value(evaluation.early(task));
  }

  /**
   * The values in the order of the tasks, which run in parallel; if some fail, all failures in that
   * order.
   */
  @SuppressWarnings("unchecked") // a node's value is what its task gave
  public <V> List<V> all(List<? extends Task<? extends V>> tasks)
      throws BuildException, InterruptedException {
    if (tasks.isEmpty()) {
      return List.of();
    }
    var group = new ArrayList<Node>(tasks.size());
    for (Task<? extends V> task : tasks) {
      group.add(evaluation.node(task));
    }
    request(group);
    var values = new ArrayList<V>(group.size());
    var failed = new ArrayList<BuildException.Failed>();
    for (Node n : group) {
      switch (n.memo().outcome()) {
        case Memo.Outcome.Value(Object value) -> values.add((V) value);
        case Memo.Outcome.Failure(var causes) -> failed.addAll(causes);
        case Memo.Outcome.None() ->
            throw new IllegalStateException("settled without an outcome: " + n.task);
      }
    }
    if (!failed.isEmpty()) {
      throw BuildException.join(failed);
    }
    return List.copyOf(values);
  }

  /**
   * The results of the function on each element, in order, each in a thread and context of its own.
   * If some throw, all that they threw, in order. The k-th requests of all branches are one group.
   */
  @SuppressWarnings("unchecked") // a node's value is what its task gave
  public <T, R> List<R> map(List<T> each, Branch<? super T, ? extends R> f)
      throws BuildException, InterruptedException {
    check();
    if (each.isEmpty()) {
      return List.of();
    }
    var results = new Memo.Outcome[each.size()];
    var children = new ArrayList<Context>(each.size());
    var rest = new Wait(List.of());
    for (int i = 0; i < results.length; i++) {
      int at = i;
      rest.more();
      children.add(
          new Context(
              this,
              () -> {
                try {
                  results[at] = evaluation.branch(() -> f.apply(children.get(at), each.get(at)));
                } finally {
                  children.get(at).close();
                  evaluation.leave(rest);
                }
              }));
    }
    branches = List.copyOf(children);
    evaluation.runBranches(children.stream().map(c -> c.thread).toList(), rest);
    synchronized (this) {
      merge(children);
    }
    branches = List.of();
    evaluation.checkRunning();
    var values = new ArrayList<R>(results.length);
    var failed = new ArrayList<BuildException.Failed>();
    for (Memo.Outcome result : results) {
      switch (result) {
        case Memo.Outcome.Value(Object value) -> values.add((R) value);
        case Memo.Outcome.Failure(var causes) -> failed.addAll(causes);
        case Memo.Outcome.None() ->
            throw new IllegalStateException("a branch ended without an outcome");
      }
    }
    if (!failed.isEmpty()) {
      throw BuildException.join(failed);
    }
    return List.copyOf(values);
  }

  private void merge(List<Context> children) {
    for (int k = 0; ; k++) {
      var group = new ArrayList<Node>();
      for (Context child : children) {
        synchronized (child) {
          if (k < child.groups.size()) {
            group.addAll(child.groups.get(k));
          }
        }
      }
      if (group.isEmpty()) {
        return;
      }
      groups.add(List.copyOf(group));
    }
  }

  private Object value(Node n) throws BuildException, InterruptedException {
    request(List.of(n));
    return switch (n.memo().outcome()) {
      case Memo.Outcome.Value(Object value) -> value;
      case Memo.Outcome.Failure(var causes) -> throw new BuildException(causes);
      case Memo.Outcome.None() ->
          throw new IllegalStateException("settled without an outcome: " + n.task);
    };
  }

  private void request(List<Node> group) throws InterruptedException {
    check();
    synchronized (this) {
      groups.add(group);
    }
    demand(group);
  }

  /** Waits until all are fresh, without recording them. */
  void demand(List<Node> group) throws InterruptedException {
    evaluation.demand(this, group);
  }

  private void check() {
    if (Thread.currentThread() != thread) {
      throw new IllegalStateException(
          "the context belongs to another thread, of " + TaskName.of(owner.task));
    }
  }

  Handlers handlers() {
    return evaluation.handlers();
  }

  Node.Whole owner() {
    return owner;
  }

  Thread thread() {
    return thread;
  }

  List<Context> branches() {
    return branches;
  }

  Wait waiting() {
    return wait;
  }

  void waitsFor(Wait next) {
    wait = next;
  }

  synchronized List<List<Node>> requests() {
    return List.copyOf(groups);
  }

  /** How many groups came before the first result. */
  synchronized int beforeFirst() {
    return beforeFirst;
  }

  /** Notes that the first result comes now, and gives the requests it may depend on. */
  synchronized List<List<Node>> first() {
    if (closed || beforeFirst >= 0) {
      throw new IllegalStateException(
          TaskName.of(owner.task) + (closed ? " has ended" : " has given its first result"));
    }
    if (!branches
        .isEmpty()) { // what it depends on would not be known until all branches have ended
      throw new IllegalStateException(
          TaskName.of(owner.task) + " gives its first result while branches run");
    }
    beforeFirst = groups.size();
    return List.copyOf(groups);
  }

  synchronized void close() {
    closed = true;
  }

  void interrupt() {
    thread.interrupt();
    branches.forEach(Context::interrupt);
  }
}
