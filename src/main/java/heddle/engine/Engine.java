package heddle.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Evaluates tasks on demand, each at most once per revision, in parallel. It remembers what each
 * gave and requested, and runs a task again only if something it requested has changed. One
 * evaluation at a time; when one ends, nothing of it runs any more.
 */
public final class Engine implements AutoCloseable {
  /** How often an evaluation is begun again because a value was lost. */
  private static final int AGAIN = 3;

  private final Handlers handlers;
  private final Traces traces;
  private final Listener listener;
  private final ConcurrentHashMap<Task<?>, Node.Whole> nodes = new ConcurrentHashMap<>();

  /** Guards what follows. */
  private final Object state = new Object();

  private int revision = 1;
  private boolean evaluating;
  private boolean interrupted;
  private boolean closed;
  private Optional<Evaluation> current = Optional.empty();

  public Engine(Handlers handlers) {
    this(handlers, Traces.none(), Listener.none());
  }

  public Engine(Handlers handlers, Traces traces, Listener listener) {
    this.handlers = handlers;
    this.traces = traces;
    this.listener = listener;
  }

  /**
   * The value of the task in this revision.
   *
   * @throws BuildException if it failed; if there was a cycle, or a staged task failed after its
   *     first result, also where a task caught that
   * @throws InterruptedException if the engine was interrupted or closed, or the calling thread was
   *     interrupted
   * @throws IllegalStateException if the engine is evaluating already
   */
  @SuppressWarnings("unchecked") // a node's value is what its task gave
  public <V> V evaluate(Task<V> task) throws BuildException, InterruptedException {
    synchronized (state) {
      if (evaluating) {
        throw new IllegalStateException("one evaluation at a time");
      }
      evaluating = true;
      interrupted = false;
    }
    try {
      for (int begun = 0; ; begun++) {
        var result = evaluate(node(task), begun);
        if (result.isPresent()) {
          return (V) value(result.get());
        }
      }
    } finally {
      synchronized (state) {
        current = Optional.empty();
        evaluating = false;
        state.notifyAll();
      }
    }
  }

  /** Empty if it shall be begun again. */
  private Optional<Memo.Outcome> evaluate(Node.Whole root, int begun) throws InterruptedException {
    Evaluation evaluation;
    synchronized (state) {
      if (interrupted || closed) {
        throw new InterruptedException();
      }
      evaluation = new Evaluation(this, revision, begun == 0, root);
      current = Optional.of(evaluation);
    }
    boolean whole = evaluation.run();
    var fatal = evaluation.fatal();
    var lost = evaluation.lost();
    if (!whole || !fatal.isEmpty() || !lost.isEmpty()) {
      advanceNow(); // some fresh nodes may rest on what did not come true
    }
    if (!whole) {
      throw new InterruptedException();
    }
    if (!lost.isEmpty() && begun < AGAIN) {
      lost.forEach(this::forget);
      return Optional.empty();
    }
    var failed = new ArrayList<BuildException.Failed>();
    if (root.memo().outcome() instanceof Memo.Outcome.Failure(var own)) {
      failed.addAll(own);
    }
    failed.addAll(fatal);
    failed.addAll(lost);
    return Optional.of(failed.isEmpty() ? root.memo().outcome() : new Memo.Outcome.Failure(failed));
  }

  /** The producer runs again; so does what came from a trace, for it hides its producers. */
  private void forget(BuildException.Failed lost) {
    if (lost.cause() instanceof LostValue value) {
      node(value.producer()).lose();
    }
    for (Node n : nodes.values()) {
      if (n.memo().restored()) {
        n.reset();
      }
    }
  }

  private static Object value(Memo.Outcome outcome) throws BuildException {
    return switch (outcome) {
      case Memo.Outcome.Value(Object value) -> value;
      case Memo.Outcome.Failure(var failed) -> throw BuildException.join(failed);
      case Memo.Outcome.None() ->
          throw new IllegalStateException("an evaluation ended without an outcome");
    };
  }

  /** A new revision: inputs are observed anew by the next evaluation. */
  public void advance() {
    synchronized (state) {
      if (evaluating) {
        throw new IllegalStateException("a revision does not end while it is evaluated");
      }
    }
    advanceNow();
  }

  private void advanceNow() {
    synchronized (state) {
      revision++;
    }
  }

  /**
   * Ends the evaluation, if there is one: its threads are interrupted, and {@code evaluate} throws
   * when all have ended.
   */
  public void interrupt() {
    synchronized (state) {
      interrupted = true;
      current.ifPresent(Evaluation::interrupt);
    }
  }

  /**
   * Interrupts, waits until nothing runs, and lets nothing begin any more. Not to be called by a
   * task.
   */
  @Override
  public void close() {
    boolean waitedInVain = false;
    synchronized (state) {
      closed = true;
      current.ifPresent(Evaluation::interrupt);
      while (evaluating) {
        try {
          state.wait();
        } catch (InterruptedException _) {
          waitedInVain = true;
        }
      }
    }
    if (waitedInVain) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The inputs that the task's value came from, with what they gave, in the order of requests;
   * those that failed are left out.
   */
  public SequencedMap<Input<?>, Object> inputs(Task<?> task) {
    var values = new LinkedHashMap<Input<?>, Object>();
    Tracing.reach(List.of(List.of(node(task))))
        .inputs()
        .forEach((n, input) -> {
          if (n.memo().outcome() instanceof Memo.Outcome.Value(Object value)) {
            values.put(input, value);
          }
        });
    return values;
  }

  /**
   * The tasks that the engine has not seen end: in an evaluation that cannot be interrupted, those
   * that go on.
   */
  public List<Task<?>> running() {
    synchronized (state) {
      return current.map(Evaluation::running).orElse(List.of());
    }
  }

  Handlers handlers() {
    return handlers;
  }

  Traces traces() {
    return traces;
  }

  Listener listener() {
    return listener;
  }

  Node.Whole node(Task<?> task) {
    Node.Whole n = nodes.get(task);
    return n == null ? nodes.computeIfAbsent(task, Node::of) : n;
  }
}
