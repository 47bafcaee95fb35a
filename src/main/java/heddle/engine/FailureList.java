package heddle.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Failures that threads add as they come, and that are told in the order of their text. */
final class FailureList {
  private final ConcurrentLinkedQueue<BuildException.Failed> failed = new ConcurrentLinkedQueue<>();

  void add(Collection<BuildException.Failed> more) {
    failed.addAll(more);
  }

  List<BuildException.Failed> sorted() {
    var list = new ArrayList<>(failed);
    if (list.size() > 1) list.sort(Comparator.comparing(f -> f.cause() + " " + f.where()));
    return List.copyOf(list);
  }
}
