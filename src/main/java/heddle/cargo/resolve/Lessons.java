package heddle.cargo.resolve;

import heddle.text.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a search learns from its failures: the packages that together leave a dependency without a
 * candidate. Held against the packages that are active, they say that a choice cannot work before
 * it is tried to the end.
 */
final class Lessons {
  private final Active active;
  private final Candidates candidates;
  private final Conflicts past = new Conflicts();

  Lessons(Active active, Candidates candidates) {
    this.active = active;
    this.candidates = candidates;
  }

  /** Whether what is active is known to leave nothing for the dependency. */
  boolean isHopeless(Wanted wanted) {
    return conflict(wanted, Optional.empty()).isPresent();
  }

  private Optional<SortedMap<Pid, Reason>> conflict(Wanted wanted, Optional<Pid> must) {
    return past.find(wanted, active::age, must, Integer.MAX_VALUE);
  }

  /**
   * Whether a known conflict says that one of these, or one that remains, cannot be satisfied once
   * the package is active. What else has a part in it is noted.
   */
  boolean isDoomed(Pid pid, List<Sibling> siblings, SortedMap<Pid, Reason> conflicting) {
    for (Sibling sibling : siblings) {
      Optional<SortedMap<Pid, Reason>> known = conflict(sibling.wanted(), Optional.empty());
      if (known.isPresent()) {
        addOthers(known.get(), pid, conflicting);
        return true;
      }
    }
    Set<Wanted> related = past.involving(pid);
    if (related.isEmpty()) {
      return false;
    }
    for (Active.Frame frame : active.frames()) {
      for (Sibling sibling : frame.rest()) {
        if (related.contains(sibling.wanted())) {
          Optional<SortedMap<Pid, Reason>> known = conflict(sibling.wanted(), Optional.of(pid));
          if (known.isPresent()) {
            Reason reason = known.get().getOrDefault(pid, new Reason.Compatible());
            addOthers(known.get(), pid, conflicting);
            conflicting.put(frame.parent().pid(), reason);
            return true;
          }
        }
      }
    }
    return false;
  }

  private static void addOthers(
      SortedMap<Pid, Reason> known, Pid pid, SortedMap<Pid, Reason> conflicting) {
    known.forEach((other, reason) -> {
      if (other != pid) {
        conflicting.put(other, reason);
      }
    });
  }

  /**
   * Keeps that these left nothing for the parent's dependency; gives the wider conflict, if any.
   */
  SortedMap<Pid, Reason> learn(Candidate parent, Wanted wanted, SortedMap<Pid, Reason> conflicting)
      throws ProblemException, InterruptedException {
    past.add(wanted, conflicting);
    return generalized(parent, wanted, conflicting).orElse(conflicting);
  }

  /**
   * A conflict that holds without its youngest package: if everything that could have been chosen
   * instead of it is known to conflict too, the blame is with who wanted it.
   */
  private Optional<SortedMap<Pid, Reason>> generalized(
      Candidate parent, Wanted wanted, SortedMap<Pid, Reason> conflicting)
      throws ProblemException, InterruptedException {
    Optional<Pid> youngest = youngest(conflicting.keySet());
    if (youngest.isEmpty() || active.isBelow(parent.pid(), youngest.get())) {
      return Optional.empty();
    }
    Pid critical = youngest.get();
    int limit = active.age(critical).orElseThrow();
    Reason reason = conflicting.getOrDefault(critical, new Reason.Compatible());
    var wanters = new TreeMap<>(active.parents(critical));
    for (var wanter : wanters.entrySet()) {
      if (active.age(wanter.getKey()).orElse(limit) >= limit) {
        continue;
      }
      for (Wanted other : List.copyOf(wanter.getValue())) {
        List<Candidate> instead = candidates.of(other);
        Optional<SortedMap<Pid, Reason>> all = allConflict(wanted, instead, limit);
        if (all.isPresent()) {
          var general = new TreeMap<>(conflicting);
          general.putAll(all.get());
          instead.forEach(candidate -> general.remove(candidate.pid()));
          general.put(wanter.getKey(), reason);
          past.add(wanted, general);
          return Optional.of(general);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The known conflicts of the dependency with each of the candidates, if there is one with each.
   */
  private Optional<SortedMap<Pid, Reason>> allConflict(
      Wanted wanted, List<Candidate> instead, int limit) {
    var all = new TreeMap<Pid, Reason>();
    for (Candidate candidate : instead.reversed()) {
      Pid pid = candidate.pid();
      Optional<SortedMap<Pid, Reason>> known =
          past.find(
              wanted,
              id -> id == pid ? OptionalInt.of(limit) : active.age(id),
              Optional.of(pid),
              limit);
      if (known.isEmpty()) {
        return Optional.empty();
      }
      all.putAll(known.get());
    }
    return Optional.of(all);
  }

  private Optional<Pid> youngest(Set<Pid> pids) {
    Optional<Pid> youngest = Optional.empty();
    for (Pid pid : pids) {
      OptionalInt age = active.age(pid);
      if (age.isEmpty()) {
        return Optional.empty();
      }
      if (youngest.isEmpty() || age.getAsInt() >= active.age(youngest.get()).orElseThrow()) {
        youngest = Optional.of(pid);
      }
    }
    return youngest;
  }
}
