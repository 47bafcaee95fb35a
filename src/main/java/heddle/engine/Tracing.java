package heddle.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** The traces of a durable task: made from the memo, and checked against what is observed now. */
record Tracing(Engine engine, Durable<?> task) {
  /** A value whose trace holds, and the inputs that it came from. */
  record Kept(Object value, List<Node> inputs) {}

  /** The value of the first trace that holds; what that takes a look at is asked for. */
  Optional<Kept> find(Context c) throws InterruptedException {
    for (Trace trace : engine.traces().find(task.key())) {
      var inputs = nodes(trace.observations());
      if (inputs.size() < trace.observations().size()) {
        continue;
      }
      var moved = unstamped(trace);
      var looked = nodes(moved);
      c.demand(looked);
      Optional<Object> value = holds(moved, looked) ? decode(trace) : Optional.empty();
      if (value.isPresent()) {
        if (!moved.isEmpty()) {
          stamp(trace);
        }
        return Optional.of(new Kept(value.get(), inputs));
      }
    }
    return Optional.empty();
  }

  private List<Node> nodes(List<Trace.Observation> observations) {
    var nodes = new ArrayList<Node>(observations.size());
    for (var seen : observations) {
      engine.handlers().input(seen).ifPresent(i -> nodes.add(engine.node(i)));
    }
    return nodes;
  }

  /** What in the trace has another stamp than now, or none, so that its value must be looked at. */
  private List<Trace.Observation> unstamped(Trace trace) {
    var all = new ArrayList<Trace.Observation>();
    for (var seen : trace.observations()) {
      if (seen.stamp().isEmpty() || !engine.handlers().stamp(seen).equals(seen.stamp())) {
        all.add(seen);
      }
    }
    return all;
  }

  /** Whether the inputs, which are fresh, have the values of these observations. */
  private static boolean holds(List<Trace.Observation> observations, List<Node> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      var seen = observations.get(i);
      if (!digest(inputs.get(i)).filter(seen.digest()::equals).isPresent()) {
        return false;
      }
    }
    return true;
  }

  /** The value of the trace, unless its text is damaged or of another version. */
  private Optional<Object> decode(Trace trace) {
    try {
      return Optional.of(task.decode(trace.value()));
    } catch (Exception _) {
      return Optional.empty();
    }
  }

  /** Keeps the trace, which was found to hold, with the stamps of now, if they are others. */
  private void stamp(Trace trace) {
    var observations = new ArrayList<Trace.Observation>();
    for (var seen : trace.observations()) {
      String stamp = engine.handlers().stamp(seen);
      observations.add(new Trace.Observation(seen.kind(), seen.key(), seen.digest(), stamp));
    }
    if (!observations.equals(trace.observations())) {
      engine.traces().keep(task.key(), new Trace(observations, trace.value()));
    }
  }

  /** Keeps a trace of the value, if all that it came from can be named. */
  void keep(Object value, List<List<Node>> requests) {
    var reached = reach(requests);
    if (!reached.whole()) {
      return;
    }
    var observations = new ArrayList<Trace.Observation>();
    for (Node n : reached.inputs().keySet()) {
      var digest = digest(n);
      if (digest.isEmpty() || !(n.task instanceof Traceable<?> input)) {
        return;
      }
      String stamp = engine.handlers().stamp(input);
      observations.add(new Trace.Observation(input.kind(), input.key(), digest.get(), stamp));
    }
    engine.traces().keep(task.key(), new Trace(observations, encode(task, value)));
  }

  /**
   * The inputs reached, in the order of requests, and whether they tell the whole: no failure and
   * no first result was.
   */
  record Reached(SequencedMap<Node, Input<?>> inputs, boolean whole) {}

  static Reached reach(List<List<Node>> requests) {
    var inputs = new LinkedHashMap<Node, Input<?>>();
    var seen = new HashSet<Node>();
    var open = new ArrayDeque<Node>();
    boolean whole = true;
    push(open, requests);
    while (!open.isEmpty()) {
      Node n = open.pop();
      if (!seen.add(n)) {
        continue;
      }
      whole &= n instanceof Node.Whole && n.memo().outcome() instanceof Memo.Outcome.Value;
      if (n.task instanceof Input<?> input) {
        inputs.put(n, input);
      } else {
        push(open, n.memo().requests());
      }
    }
    return new Reached(inputs, whole);
  }

  private static void push(ArrayDeque<Node> open, List<List<Node>> requests) {
    for (var group : requests.reversed()) {
      for (Node n : group.reversed()) {
        open.push(n);
      }
    }
  }

  private static Optional<String> digest(Node n) {
    return n.task instanceof Traceable<?> input
            && n.memo().outcome() instanceof Memo.Outcome.Value(Object value)
        ? Optional.of(digest(input, value))
        : Optional.empty();
  }

  @SuppressWarnings("unchecked") // a node's value is what its task gave
  private static <V> String digest(Traceable<V> input, Object value) {
    return input.digest((V) value);
  }

  @SuppressWarnings("unchecked")
  private static <V> String encode(Durable<V> task, Object value) {
    return task.encode((V) value);
  }
}
