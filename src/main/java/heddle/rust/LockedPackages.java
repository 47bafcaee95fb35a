package heddle.rust;

import heddle.cargo.FeaturePolicy;
import heddle.cargo.Lock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The packages of a lock that its path packages reach, for whatever platform and features, without
 * what the root's policy drops.
 */
record LockedPackages(Lock lock, FeaturePolicy policy) {
  List<Lock.Locked> all() {
    var seen = new TreeSet<Integer>();
    var open = new ArrayDeque<Integer>();
    for (int i = 0; i < lock.packages().size(); i++) {
      if (lock.packages().get(i).source().isEmpty()) open.add(i);
    }
    while (!open.isEmpty()) {
      int index = open.poll();
      if (!seen.add(index)) continue;
      Lock.Locked each = lock.packages().get(index);
      List<String> dropped = policy.dropped(each.name(), each.version().toString());
      for (Lock.Reference reference : each.dependencies()) {
        if (dropped.contains(reference.name())) continue;
        for (int to = 0; to < lock.packages().size(); to++) {
          if (answers(lock.packages().get(to), reference)) open.add(to);
        }
      }
    }
    var all = new ArrayList<Lock.Locked>();
    for (int index : seen) all.add(lock.packages().get(index));
    return all;
  }

  private static boolean answers(Lock.Locked each, Lock.Reference reference) {
    return each.name().equals(reference.name())
        && (reference.version().isEmpty() || reference.version().get().equals(each.version()))
        && (reference.source().isEmpty() || reference.source().equals(each.source()));
  }
}
