package heddle.cargo.resolve;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * The state of a search: which packages are active since when, with which features, who asked for
 * them, and which dependencies remain. Every change is written to a trail, so that {@link #back}
 * restores an earlier state; cargo keeps copies of persistent maps instead.
 */
final class Active {
  /** An active package and its age: later is greater. */
  record Entry(Candidate candidate, int age) {}

  /** A moment to which the state can go back. */
  record Mark(int changes, int age, int time) {}

  /**
   * The dependencies of a package that remain, from {@code next} on.
   *
   * @param failing kept only so that an error can tell more
   */
  record Frame(Candidate parent, boolean failing, List<Sibling> siblings, int next, int time) {
    int candidates() {
      return next < siblings.size() ? siblings.get(next).candidates().size() : 0;
    }

    List<Sibling> rest() {
      return siblings.subList(next, siblings.size());
    }
  }

  private static final Comparator<Frame> MOST_CONSTRAINED =
      (one, other) -> {
        int order = Boolean.compare(!one.failing, !other.failing);
        order = order == 0 ? Integer.compare(one.candidates(), other.candidates()) : order;
        return order == 0 ? Integer.compare(one.time(), other.time()) : order;
      };

  private final List<Runnable> undo = new ArrayList<>();
  private final Map<Pid.Slot, Entry> slots = new HashMap<>();
  private final Map<Pid, Set<String>> features = new HashMap<>();
  private final Map<String, Pid> links = new HashMap<>();
  private final Map<Pid, Map<Pid, Set<Wanted>>> parents = new LinkedHashMap<>();
  private final TreeSet<Frame> frames = new TreeSet<>(MOST_CONSTRAINED);
  private int age;
  private int time;

  Mark mark() {
    return new Mark(undo.size(), age, time);
  }

  void back(Mark mark) {
    while (undo.size() > mark.changes) {
      undo.removeLast().run();
    }
    age = mark.age;
    time = mark.time;
  }

  int age() {
    return age;
  }

  void grow() {
    age++;
  }

  Optional<Entry> at(Pid.Slot slot) {
    return Optional.ofNullable(slots.get(slot));
  }

  Optional<Pid> linking(String library) {
    return Optional.ofNullable(links.get(library));
  }

  Collection<Entry> entries() {
    return slots.values();
  }

  Set<String> features(Pid pid) {
    return features.getOrDefault(pid, Set.of());
  }

  /** Since when exactly this package is active. */
  OptionalInt age(Pid pid) {
    Entry entry = slots.get(pid.slot());
    return entry != null && entry.candidate.pid() == pid
        ? OptionalInt.of(entry.age)
        : OptionalInt.empty();
  }

  /** The age of the youngest, if all of them are active. */
  OptionalInt age(Pid parent, Collection<Pid> pids) {
    OptionalInt age = age(parent);
    for (Pid pid : pids) {
      OptionalInt other = age(pid);
      if (age.isEmpty() || other.isEmpty()) {
        return OptionalInt.empty();
      }
      age = OptionalInt.of(Math.max(age.getAsInt(), other.getAsInt()));
    }
    return age;
  }

  void link(Pid child, Pid parent, Wanted wanted) {
    Map<Pid, Set<Wanted>> known = parents.computeIfAbsent(child, _ -> new LinkedHashMap<>());
    Set<Wanted> edges = known.computeIfAbsent(parent, _ -> new LinkedHashSet<>());
    if (edges.add(wanted)) {
      undo.add(() -> {
        edges.remove(wanted);
        if (edges.isEmpty()) {
          known.remove(parent);
        }
        if (known.isEmpty()) {
          parents.remove(child);
        }
      });
    }
  }

  Map<Pid, Map<Pid, Set<Wanted>>> parents() {
    return parents;
  }

  Map<Pid, Set<Wanted>> parents(Pid child) {
    return parents.getOrDefault(child, Map.of());
  }

  /** Whether the search reached the child through the ancestor. */
  boolean isBelow(Pid child, Pid ancestor) {
    var seen = new HashSet<Pid>();
    var next = new ArrayDeque<Pid>();
    next.add(child);
    while (!next.isEmpty()) {
      Pid pid = next.remove();
      if (pid == ancestor) {
        return true;
      }
      if (seen.add(pid)) {
        next.addAll(parents(pid).keySet());
      }
    }
    return false;
  }

  /**
   * Makes the candidate active. True if it was, with all that is requested.
   *
   * @param wanted the dependency it is for, if it is for one
   */
  boolean activate(Candidate candidate, Requested requested, Optional<Wanted> wanted)
      throws Clash, ProblemException {
    Pid pid = candidate.pid();
    if (slots.containsKey(pid.slot())) {
      return !requested.root()
          && features(pid).containsAll(requested.features())
          && (!requested.defaultFeatures()
              || features(pid).contains("default")
              || !candidate.summary().features().containsKey("default"));
    }
    Optional<String> library = candidate.links();
    if (library.isPresent()) {
      Pid other = links.putIfAbsent(library.get(), pid);
      if (other != null) {
        throw new ProblemException(
            Problem.of("`" + other + "` and `" + pid + "` both link to `" + library.get() + "`"));
      }
      undo.add(() -> links.remove(library.get()));
    }
    put(pid.slot(), candidate);
    if (wanted.isPresent() && !wanted.get().source().equals(pid.id().source())) {
      // A patch holds the place of what it patches, too.
      var original = Pid.Slot.of(pid.id().name(), pid.id().version(), wanted.get().source());
      Entry previous = slots.get(original);
      put(original, candidate);
      if (previous != null) {
        throw new Clash(previous.candidate.pid(), new Reason.Compatible());
      }
    }
    return false;
  }

  private void put(Pid.Slot slot, Candidate candidate) {
    Optional<Entry> old = Optional.ofNullable(slots.put(slot, new Entry(candidate, age)));
    undo.add(() -> {
      if (old.isPresent()) {
        slots.put(slot, old.get());
      } else {
        slots.remove(slot);
      }
    });
  }

  void addFeatures(Pid pid, Set<String> more) {
    Set<String> old = features(pid);
    if (old.containsAll(more)) {
      return;
    }
    var all = new HashSet<>(old);
    all.addAll(more);
    features.put(pid, all);
    undo.add(() -> features.put(pid, old));
  }

  void push(Candidate parent, boolean failing, List<Sibling> siblings) {
    add(new Frame(parent, failing, siblings, 0, time));
    time++;
  }

  /** The frame whose next dependency has the fewest candidates; it stays with the rest of them. */
  Optional<Frame> pop() {
    while (!frames.isEmpty()) {
      Frame frame = frames.first();
      remove(frame);
      if (frame.next < frame.siblings.size()) {
        add(new Frame(frame.parent, frame.failing, frame.siblings, frame.next + 1, frame.time));
        return Optional.of(frame);
      }
    }
    return Optional.empty();
  }

  Collection<Frame> frames() {
    return frames;
  }

  private void add(Frame frame) {
    frames.add(frame);
    undo.add(() -> frames.remove(frame));
  }

  private void remove(Frame frame) {
    frames.remove(frame);
    undo.add(() -> frames.add(frame));
  }
}
