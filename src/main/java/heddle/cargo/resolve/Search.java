package heddle.cargo.resolve;

import heddle.cargo.PackageId;
import heddle.cargo.PackageIdSpec;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The depth-first search for a version of everything, in cargo's order: the dependency with the
 * fewest candidates first, its candidates by preference, and after a failure back to the last
 * choice that can have to do with it ({@code core/resolver/mod.rs}). Conflicts once learnt prune
 * later branches. The number of steps is bounded, so that no graph keeps it for ever.
 */
final class Search {
  /** How many dependencies are satisfied or found wanting before a search gives up. */
  static final int STEPS = 1_000_000;

  /** A choice that can be changed: the state before it, and what is left to choose. */
  private record Choice(
      Active.Mark before,
      Alternatives alternatives,
      Candidate parent,
      Sibling sibling,
      SortedMap<Pid, Reason> conflicting) {}

  private record Key(Pid candidate, Requested requested) {

    // Written out, as the other keys of every command: the JVM takes long to link what it makes
    // itself.
    @Override
    public boolean equals(Object other) {
      return other instanceof Key that
          && candidate.equals(that.candidate)
          && requested.equals(that.requested);
    }

    @Override
    public int hashCode() {
      return 31 * candidate.hashCode() + requested.hashCode();
    }
  }

  private record Needs(Set<String> features, List<Sibling> siblings) {}

  private final int steps;
  private final Registry registry;
  private final Preferences preferences;
  private final List<Replace> replacements;
  private final Pid.Known pids = new Pid.Known();
  private final Map<Wanted, List<Candidate>> queries = new HashMap<>();
  private final Map<Key, Needs> needs = new HashMap<>();
  private final Map<Pid, Candidate> replaced = new HashMap<>();
  private final Active active = new Active();
  private final Conflicts past = new Conflicts();
  private Deque<Choice> choices = new ArrayDeque<>();
  private List<Remedy.Suspect> suspects = List.of();

  /** An entry of {@code [replace]}. */
  record Replace(PackageIdSpec spec, Wanted by) {}

  Search(Registry registry, Preferences preferences, List<Replace> replacements, int steps) {
    this.steps = steps;
    this.registry = registry;
    this.preferences = preferences;
    this.replacements = List.copyOf(replacements);
  }

  Resolved run(List<Summary> roots) throws ProblemException, InterruptedException {
    for (Summary root : roots) {
      try {
        activate(new Candidate(Offer.of(root, false), pids), Requested.ALL, Optional.empty());
      } catch (Clash e) {
        throw new IllegalStateException("a root clashes with " + e.with(), e);
      }
    }
    int taken = 0;
    for (Optional<Active.Frame> frame = active.pop(); frame.isPresent(); frame = active.pop()) {
      if (++taken > steps) {
        throw new ProblemException(
            Problem.of("no choice of versions was found in " + steps + " steps")
                .withNote("the last dependency looked at: " + last(frame.get()))
                .withHelp("narrow the requirements, or keep a lock file that works"));
      }
      satisfy(frame.get());
    }
    return Resolved.of(active, replaced, pids, registry.patches());
  }

  /** After a failure: the requirements of roots that have a part in it. */
  List<Remedy.Suspect> suspects() {
    return suspects;
  }

  private static String last(Active.Frame frame) {
    return "`"
        + frame.siblings().get(frame.next()).wanted()
        + "` of `"
        + frame.parent().pid()
        + "`";
  }

  private void satisfy(Active.Frame frame) throws ProblemException, InterruptedException {
    Candidate parent = frame.parent();
    Sibling sibling = frame.siblings().get(frame.next());
    boolean failing = frame.failing() && conflict(sibling.wanted(), Optional.empty()).isPresent();
    var alternatives = new Alternatives(sibling.candidates());
    SortedMap<Pid, Reason> conflicting = new TreeMap<>();
    boolean backtracked = false;
    while (true) {
      Optional<Alternatives.Next> next = alternatives.next(active, conflicting);
      if (next.isEmpty()) {
        SortedMap<Pid, Reason> cause = conflicting;
        if (!failing && !backtracked) {
          past.add(sibling.wanted(), conflicting);
          cause = generalized(parent, sibling.wanted(), conflicting).orElse(conflicting);
        }
        Optional<Choice> choice = back(parent, backtracked, cause);
        if (choice.isEmpty()) {
          var unsolvable = new Unsolvable(active, registry, parent, sibling, conflicting);
          suspects = unsolvable.suspects();
          throw unsolvable.problem();
        }
        parent = choice.get().parent;
        sibling = choice.get().sibling;
        alternatives = choice.get().alternatives;
        conflicting = choice.get().conflicting;
        backtracked = true;
        next = alternatives.next(active, conflicting);
      }
      Candidate candidate = next.orElseThrow().candidate();
      boolean another = next.orElseThrow().another();
      if (failing && !backtracked && another) {
        continue;
      }
      Optional<Choice> choice =
          another
              ? Optional.of(
                  new Choice(
                      active.mark(),
                      alternatives.copy(),
                      parent,
                      sibling,
                      new TreeMap<>(conflicting)))
              : Optional.empty();
      if (tried(parent, sibling, candidate, another, failing, backtracked, conflicting)) {
        choice.ifPresent(choices::push);
        return;
      }
      choice.ifPresent(c -> active.back(c.before));
    }
  }

  /** Activates a candidate, unless that, or what it brings, cannot work. */
  private boolean tried(
      Candidate parent,
      Sibling sibling,
      Candidate candidate,
      boolean another,
      boolean failing,
      boolean backtracked,
      SortedMap<Pid, Reason> conflicting)
      throws ProblemException, InterruptedException {
    var requested = new Requested(false, sibling.features(), sibling.wanted().defaultFeatures());
    Optional<Activated> activated;
    try {
      activated = activate(candidate, requested, Optional.of(new Parent(parent, sibling.wanted())));
    } catch (Clash clash) {
      conflicting.put(clash.with(), clash.reason());
      return false;
    }
    if (activated.isEmpty()) {
      return true;
    }
    boolean doomed = failing || isDoomed(candidate.pid(), activated.get().siblings, conflicting);
    boolean forMessage =
        doomed && !another && (failing || !canGoBack(parent, backtracked, conflicting));
    if (forMessage) {
      // There is no way back: go on only to find what to tell.
      choices = new ArrayDeque<>();
    }
    if (!doomed || forMessage) {
      active.push(activated.get().candidate, doomed, activated.get().siblings);
      return true;
    }
    return false;
  }

  /** Whether a known conflict says that one of these, or one that remains, cannot be satisfied. */
  private boolean isDoomed(Pid pid, List<Sibling> siblings, SortedMap<Pid, Reason> conflicting) {
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

  private Optional<SortedMap<Pid, Reason>> conflict(Wanted wanted, Optional<Pid> must) {
    return past.find(wanted, active::age, must, Integer.MAX_VALUE);
  }

  /** Goes back to the last choice that was made before all of the conflict was active. */
  private Optional<Choice> back(
      Candidate parent, boolean backtracked, SortedMap<Pid, Reason> conflicting) {
    OptionalInt age =
        backtracked ? OptionalInt.empty() : active.age(parent.pid(), conflicting.keySet());
    while (!choices.isEmpty()) {
      Choice choice = choices.pop();
      if (age.isEmpty() || choice.before.age() < age.getAsInt()) {
        active.back(choice.before);
        return Optional.of(choice);
      }
    }
    return Optional.empty();
  }

  private boolean canGoBack(
      Candidate parent, boolean backtracked, SortedMap<Pid, Reason> conflicting) {
    OptionalInt age =
        backtracked ? OptionalInt.empty() : active.age(parent.pid(), conflicting.keySet());
    return choices.stream()
        .anyMatch(choice -> age.isEmpty() || choice.before.age() < age.getAsInt());
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
        Optional<SortedMap<Pid, Reason>> all = allConflict(wanted, candidates(other), limit);
        if (all.isPresent()) {
          var general = new TreeMap<>(conflicting);
          general.putAll(all.get());
          candidates(other).forEach(candidate -> general.remove(candidate.pid()));
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
      Wanted wanted, List<Candidate> candidates, int limit) {
    var all = new TreeMap<Pid, Reason>();
    for (Candidate candidate : candidates.reversed()) {
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

  private record Parent(Candidate candidate, Wanted wanted) {}

  private record Activated(Candidate candidate, List<Sibling> siblings) {}

  /** What the activation brings; empty if all that is requested was active already. */
  private Optional<Activated> activate(
      Candidate candidate, Requested requested, Optional<Parent> parent)
      throws Clash, ProblemException, InterruptedException {
    active.grow();
    parent.ifPresent(p -> active.link(candidate.pid(), p.candidate.pid(), p.wanted));
    boolean known = active.activate(candidate, requested, parent.map(Parent::wanted));
    Candidate real = replaced.getOrDefault(candidate.pid(), candidate);
    if (real.pid() != candidate.pid()) {
      known = active.activate(real, requested, Optional.empty()) && known;
    }
    if (known) {
      return Optional.empty();
    }
    Needs brought = needs(real, requested, parent.map(p -> p.candidate.pid()));
    active.addFeatures(real.pid(), brought.features);
    if (parent.isEmpty()) {
      active.push(real, false, brought.siblings);
    }
    return Optional.of(new Activated(real, brought.siblings));
  }

  private Needs needs(Candidate candidate, Requested requested, Optional<Pid> parent)
      throws Clash, ProblemException, InterruptedException {
    var key = new Key(candidate.pid(), requested);
    Needs known = needs.get(key);
    if (known != null) {
      return known;
    }
    var requirements = FeatureRequirements.of(candidate.summary(), parent, requested);
    List<Wanted> used =
        candidate.summary().dependencies().stream()
            .filter(wanted -> wanted.isTransitive() || requested.root())
            .filter(requirements::uses)
            .toList();
    for (Wanted wanted : used) {
      registry.expect(wanted);
    }
    var siblings = new ArrayList<Sibling>();
    for (Wanted wanted : used) {
      siblings.add(new Sibling(wanted, candidates(wanted), requirements.featuresOf(wanted)));
    }
    siblings.sort(
        (one, other) -> Integer.compare(one.candidates().size(), other.candidates().size()));
    var found = new Needs(Set.copyOf(requirements.features()), List.copyOf(siblings));
    needs.put(key, found);
    return found;
  }

  private List<Candidate> candidates(Wanted wanted) throws ProblemException, InterruptedException {
    List<Candidate> known = queries.get(wanted);
    if (known == null) {
      List<Offer> found = registry.query(wanted);
      if (!replacements.isEmpty()) {
        for (Offer offer : found) {
          replace(offer.id());
        }
      }
      known = new ArrayList<>(found.size());
      for (Offer offer : preferences.sorted(found)) {
        known.add(new Candidate(offer, pids));
      }
      queries.put(wanted, known);
      if (!known.isEmpty()) {
        // Most likely the first one is taken, and then what it needs is asked for.
        for (Wanted below : known.getFirst().summary().dependencies()) {
          if (below.isTransitive() && !below.optional()) {
            registry.expect(below);
          }
        }
      }
    }
    return known;
  }

  private void replace(PackageId id) throws ProblemException, InterruptedException {
    List<Replace> matching =
        replacements.stream().filter(replace -> replace.spec.matches(id)).toList();
    if (matching.isEmpty()) {
      return;
    }
    Wanted by = matching.getFirst().by;
    List<Offer> found = registry.query(by);
    if (matching.size() > 1) {
      throw new ProblemException(Problem.of("several entries of `[replace]` match `" + id + "`"));
    }
    if (found.size() != 1 || !found.getFirst().id().version().equals(id.version())) {
      throw new ProblemException(
          Problem.of("`[replace]` names " + by + " for `" + id + "`, and " + shown(found)));
    }
    if (!found.getFirst().id().source().equals(id.source())) {
      replaced.put(pids.of(id), new Candidate(found.getFirst(), pids));
    }
  }

  private static String shown(List<Offer> found) {
    return switch (found.size()) {
      case 0 -> "there is no such package";
      case 1 -> "that is of version " + found.getFirst().id().version();
      default -> "there are several of them";
    };
  }
}
