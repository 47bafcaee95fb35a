package heddle.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One evaluation of one task in one revision. Each task has a virtual thread while it is brought up
 * to date; only when all of them wait is a cycle looked for.
 *
 * <p>A task is up to date if each group of its recorded requests, checked in order, has not changed
 * since the task was last verified. A group is checked only after those before it held, so a
 * request is repeated only where the task itself would repeat it: checking finds no cycle that
 * running would not.
 */
final class Evaluation {
  private final Engine engine;
  private final int revision;
  private final boolean useTraces;
  private final Node.Whole root;
  private final Quiescence threads = new Quiescence(this::cutCycle);
  private final ConcurrentHashMap<Node, Context> contexts = new ConcurrentHashMap<>();
  private final FailureList fatal = new FailureList();
  private final FailureList lost = new FailureList();

  Evaluation(Engine engine, int revision, boolean useTraces, Node.Whole root) {
    this.engine = engine;
    this.revision = revision;
    this.useTraces = useTraces;
    this.root = root;
  }

  /** Evaluates the root and waits until every thread has ended; true unless it was interrupted. */
  boolean run() {
    if (!root.start(revision)) {
      return true;
    }
    launch(root);
    while (threads.lasts()) {
      try {
        threads.join();
      } catch (InterruptedException _) {
        interrupt();
      }
    }
    return !threads.ended(); // an interruption becomes the InterruptedException of evaluate
  }

  /** The tasks whose threads have not ended. */
  List<Task<?>> running() {
    var tasks = new ArrayList<Task<?>>();
    contexts.keySet().forEach(n -> tasks.add(n.task));
    return List.copyOf(tasks);
  }

  /**
   * What failed the evaluation, whatever the root came to: cycles, and staged tasks that failed
   * late; in order of their text.
   */
  List<BuildException.Failed> fatal() {
    return fatal.sorted();
  }

  /** The values found lost. */
  List<BuildException.Failed> lost() {
    return lost.sorted();
  }

  void interrupt() {
    threads.end();
    contexts.values().forEach(Context::interrupt);
  }

  void checkRunning() throws InterruptedException {
    threads.checkRunning();
  }

  Handlers handlers() {
    return engine.handlers();
  }

  Node node(Task<?> task) {
    return task instanceof Staged.Early<?>(Staged<?, ?> of) ? early(of) : engine.node(task);
  }

  Node early(Staged<?, ?> task) {
    return ((Node.StagedWhole) engine.node(task)).early;
  }

  /** Starts what is not up to date and waits for all. */
  void demand(Context from, List<Node> wanted) throws InterruptedException {
    checkRunning();
    int at = 0;
    while (at < wanted.size() && wanted.get(at).fresh(revision)) {
      at++;
    }
    if (at == wanted.size()) {
      return;
    }
    var wait = new Wait(wanted);
    from.waitsFor(wait);
    for (; at < wanted.size(); at++) {
      Node n = wanted.get(at);
      if (n.await(wait, revision)) {
        start(n);
      }
    }
    threads.await(wait, true);
    from.waitsFor(Wait.NONE);
  }

  private void start(Node n) {
    switch (n) {
      case Node.Whole whole -> launch(whole);
      case Node.Early early -> {
        if (early.source.start(revision)) {
          launch(early.source);
        }
      }
    }
  }

  private void launch(Node.Whole n) {
    var c = new Context(this, n);
    threads.enter(1);
    contexts.put(n, c);
    c.thread().start();
  }

  /**
   * Runs the branches of a map; the caller waits for them even when interrupted, so that none
   * outlives it.
   */
  void runBranches(List<Thread> branches, Wait rest) throws InterruptedException {
    checkRunning();
    threads.enter(branches.size());
    branches.forEach(Thread::start);
    threads.await(rest, false);
  }

  Memo.Outcome branch(Callable<?> body) {
    try {
      checkRunning();
      return new Memo.Outcome.Value(Objects.requireNonNull(body.call(), "a branch gave null"));
    } catch (Throwable t) { // also errors: a thread that dies unheard would leave its task waiting
      return failure(BuildException.in(t), t);
    }
  }

  /** A branch ends. */
  void leave(Wait rest) {
    threads.release(rest);
    threads.leave();
  }

  /** Every thread waits, so there is a cycle; the least of it by text fails. */
  private void cutCycle() {
    var cycle = new CycleSearch(contexts, root, revision).find();
    Task<?> least = cycle.getFirst();
    var failure = new Memo.Outcome.Failure(BuildException.of(least, new CycleException(cycle)));
    fatal.add(failure.failed());
    settle((Node.Whole) node(least), failure, List.of(), 0, false);
  }

  /** The body of a task's thread. */
  void bringUpToDate(Context c) {
    Node.Whole n = c.owner();
    try {
      checkRunning();
      var stale = stale(n, c);
      if (stale.isEmpty()) {
        release(n.settle(n.memo().confirmed(revision)));
        engine.listener().confirmed(n.task);
      } else if (!restored(n, c, stale.get())) {
        run(n, c, stale.get());
      }
    } catch (InterruptedException _) {
      // the evaluation has ended
    } catch (Throwable t) { // a bug, of a listener or ours: heard rather than waited for
      settle(n, failure(BuildException.of(n.task, t), t), List.of(), 0, false);
    } finally {
      c.close();
      contexts.remove(n);
      if (threads.ended()) {
        n.abandon();
        if (n instanceof Node.StagedWhole s) {
          s.early.abandon();
        }
      }
      threads.leave();
    }
  }

  /**
   * Why the task must run; empty if its value holds. A staged task's first result is confirmed as
   * soon as it holds.
   */
  private Optional<Reason> stale(Node.Whole n, Context c) throws InterruptedException {
    Memo memo = n.memo();
    if (memo.lost()) {
      return Optional.of(new Reason.Lost());
    }
    if (memo.outcome() instanceof Memo.Outcome.None) {
      return Optional.of(new Reason.First());
    }
    if (memo.outcome() instanceof Memo.Outcome.Failure) {
      return Optional.of(new Reason.Failed());
    }
    if (n.task instanceof Input) {
      return Optional.of(new Reason.Observe());
    }
    var requests = memo.requests();
    for (int at = 0; ; at++) {
      if (n instanceof Node.StagedWhole s && at == memo.beforeFirst()) {
        release(s.early.settle(s.early.memo().confirmed(revision)));
      }
      if (at == requests.size()) {
        return Optional.empty();
      }
      c.demand(requests.get(at));
      for (Node request : requests.get(at)) {
        if (request.memo().changed() > memo.verified()) {
          return Optional.of(new Reason.Changed(request.task));
        }
      }
    }
  }

  private boolean restored(Node.Whole n, Context c, Reason reason) throws InterruptedException {
    if (!useTraces || reason instanceof Reason.Lost || !(n.task instanceof Durable<?> durable)) {
      return false;
    }
    Optional<Tracing.Kept> kept = new Tracing(engine, durable).find(c);
    if (kept.isPresent()) {
      // Those that only their stamp was asked of are not fresh: the next revision asks again.
      var value = new Memo.Outcome.Value(kept.get().value());
      settle(n, value, List.of(kept.get().inputs()), 0, true);
      engine.listener().confirmed(n.task);
    }
    return kept.isPresent();
  }

  private void run(Node.Whole n, Context c, Reason reason) throws InterruptedException {
    engine.listener().started(n.task, reason);
    long began = System.nanoTime();
    Memo.Outcome outcome;
    try {
      outcome =
          new Memo.Outcome.Value(
              Objects.requireNonNull(
                  n.task instanceof Staged<?, ?> s
                      ? runStaged(s, (Node.StagedWhole) n, c)
                      : n.task.run(c),
                  "a task gave null"));
    } catch (Throwable t) {
      if (threads.ended()) {
        engine
            .listener()
            .finished(
                n.task, Listener.End.INTERRUPTED, Duration.ofNanos(System.nanoTime() - began));
        throw new InterruptedException();
      }
      outcome = failure(BuildException.of(n.task, t), t);
    }
    var requests = c.requests();
    if (outcome instanceof Memo.Outcome.Value(Object value)
        && n.task instanceof Durable<?> durable) {
      new Tracing(engine, durable).keep(value, requests);
    }
    var end = settle(n, outcome, requests, c.beforeFirst(), false);
    engine.listener().finished(n.task, end, Duration.ofNanos(System.nanoTime() - began));
  }

  private <E, V> V runStaged(Staged<E, V> task, Node.StagedWhole n, Context c) throws Exception {
    return task.run(
        c,
        value -> {
          var outcome =
              new Memo.Outcome.Value(Objects.requireNonNull(value, "a first result is null"));
          var requests = c.first();
          release(n.early.settle(n.early.memo().next(outcome, revision, requests, 0, false)));
          engine.listener().first(task);
        });
  }

  private Memo.Outcome.Failure failure(List<BuildException.Failed> failed, Throwable t) {
    if (t instanceof LostValue) {
      lost.add(failed);
    }
    return new Memo.Outcome.Failure(failed);
  }

  /** Makes the outcome known, then lets those who wait for it go on. */
  private Listener.End settle(
      Node.Whole n,
      Memo.Outcome outcome,
      List<List<Node>> requests,
      int beforeFirst,
      boolean fromTrace) {
    Memo.Outcome whole = outcome;
    List<Wait> early = List.of();
    if (n instanceof Node.StagedWhole s) {
      if (!s.early.fresh(revision)) {
        if (outcome instanceof Memo.Outcome.Value) {
          var none =
              new IllegalStateException(TaskName.of(n.task) + " ended without its first result");
          whole = new Memo.Outcome.Failure(BuildException.of(n.task, none));
        }
        early = s.early.settle(s.early.memo().next(whole, revision, requests, 0, false));
      } else if (outcome instanceof Memo.Outcome.Failure(var failed)
          && s.early.memo().outcome() instanceof Memo.Outcome.Value) {
        fatal.add(failed);
      }
    }
    Memo next = n.memo().next(whole, revision, requests, beforeFirst, fromTrace);
    var last = n.settle(next);
    release(early); // none goes on before both are settled: it would race with a cut
    release(last);
    if (whole instanceof Memo.Outcome.Failure) {
      return Listener.End.FAILED;
    }
    return next.changed() == revision ? Listener.End.CHANGED : Listener.End.UNCHANGED;
  }

  private void release(List<Wait> waits) {
    waits.forEach(threads::release);
  }
}
