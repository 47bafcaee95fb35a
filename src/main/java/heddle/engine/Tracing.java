package heddle.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** How a durable task's trace is made from the memo, and checked against it. */
final class Tracing {
  private Tracing() {}

  /** Whether the inputs, which are fresh, have the values that the trace was made for. */
  static boolean holds(Trace trace, List<Node> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      var seen = trace.observations().get(i);
      if (!digest(inputs.get(i)).filter(seen.digest()::equals).isPresent()) {
        return false;
      }
    }
    return true;
  }

  /** The value of the trace, unless its text is damaged or of another version. */
  static Optional<Object> decode(Durable<?> task, Trace trace) {
    try {
      return Optional.of(task.decode(trace.value()));
    } catch (Exception _) {
      return Optional.empty();
    }
  }

  /** Keeps a trace of the value, if all that it came from can be named. */
  static void keep(Traces traces, Durable<?> task, Object value, List<List<Node>> requests) {
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
      observations.add(new Trace.Observation(input.kind(), input.key(), digest.get()));
    }
    traces.keep(task.key(), new Trace(observations, encode(task, value)));
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
