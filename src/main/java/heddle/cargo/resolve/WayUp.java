package heddle.cargo.resolve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The ways from active packages up to the roots that brought them. */
record WayUp(Active active) {
  /** Who wants what on the way from a package up to a root, one a line. */
  String chain(Pid start) {
    List<Pid> way = way(start);
    var lines = new StringBuilder();
    for (int i = 1; i < way.size(); i++) {
      Pid above = way.get(i);
      String asked =
          active.parents(way.get(i - 1)).getOrDefault(above, Set.of()).stream()
              .map(Wanted::toString)
              .findFirst()
              .orElse("");
      lines.append("\n  which is there for `" + asked + "` of `" + above.id() + "`");
    }
    return lines.toString();
  }

  /** The shortest way from a package up to a root, both included. */
  List<Pid> way(Pid start) {
    var below = new HashMap<Pid, Pid>();
    var next = new ArrayDeque<Pid>();
    next.add(start);
    Optional<Pid> root = Optional.empty();
    while (!next.isEmpty() && root.isEmpty()) {
      Pid pid = next.remove();
      if (active.parents(pid).isEmpty()) {
        root = Optional.of(pid);
      }
      for (Pid above : active.parents(pid).keySet()) {
        if (above != start && below.putIfAbsent(above, pid) == null) {
          next.add(above);
        }
      }
    }
    var way = new ArrayList<Pid>();
    for (Pid pid = root.orElse(start); pid != start; pid = below.getOrDefault(pid, start)) {
      way.add(pid);
    }
    way.add(start);
    return way.reversed();
  }
}
