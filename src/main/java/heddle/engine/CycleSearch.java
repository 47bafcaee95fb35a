package heddle.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a cycle when every thread of an evaluation waits: following the first unfinished requests
 * from the root ends in one, and from any live task if the root is done, for threads remain behind
 * a cycle that was cut.
 */
record CycleSearch(Map<Node, Context> contexts, Node root, int revision) {
  /** The cycle, each task requesting the next; it begins with the one whose text is the least. */
  List<Task<?>> find() {
    Node n = root.fresh(revision) ? leastLive() : root;
    var path = new LinkedHashMap<Node, Integer>();
    while (path.putIfAbsent(n, path.size()) == null) {
      n = blocker(n);
    }
    var cycle = new ArrayList<Task<?>>();
    int from = path.get(n);
    path.forEach((node, at) -> {
      if (at >= from && node instanceof Node.Whole) {
        cycle.add(node.task);
      }
    });
    Task<?> least = Collections.min(cycle, Comparator.comparing(TaskName::of));
    Collections.rotate(cycle, -cycle.indexOf(least));
    return List.copyOf(cycle);
  }

  private Node leastLive() {
    return Collections.min(contexts.keySet(), Comparator.comparing(n -> TaskName.of(n.task)));
  }

  private Node blocker(Node n) {
    if (n instanceof Node.Early early) {
      return early.source;
    }
    Context c = contexts.get(n);
    if (c == null) {
      throw new IllegalStateException("nothing runs " + TaskName.of(n.task));
    }
    return blocker(c)
        .orElseThrow(() -> new IllegalStateException("nothing holds up " + TaskName.of(n.task)));
  }

  private Optional<Node> blocker(Context c) {
    for (Node wanted : c.waiting().wanted) {
      if (!wanted.fresh(revision)) {
        return Optional.of(wanted);
      }
    }
    for (Context branch : c.branches()) {
      var found = blocker(branch);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
