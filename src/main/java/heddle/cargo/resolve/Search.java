package heddle.cargo.resolve;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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

  private final int steps;
  private final Registry registry;
  private final Candidates candidates;
  private final Active active = new Active();
  private final Lessons lessons;
  private Deque<Choice> choices = new ArrayDeque<>();
  private Optional<Unsolvable> unsolvable = Optional.empty();

  Search(Registry registry, Preferences preferences, Replacements replacements, int steps) {
    this.steps = steps;
    this.registry = registry;
    this.candidates = new Candidates(registry, preferences, replacements);
    this.lessons = new Lessons(active, candidates);
  }

  Resolved run(List<Summary> roots) throws ProblemException, InterruptedException {
    for (Summary root : roots) {
      try {
        activate(candidates.root(root), Requested.ALL, Optional.empty());
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
    return candidates.chosen(active);
  }

  /** After a failure: what could not be solved, if that is known. */
  Optional<Unsolvable> unsolvable() {
    return unsolvable;
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
    boolean failing = frame.failing() && lessons.isHopeless(sibling.wanted());
    var alternatives = new Alternatives(sibling.candidates());
    SortedMap<Pid, Reason> conflicting = new TreeMap<>();
    boolean backtracked = false;
    while (true) {
      Optional<Alternatives.Next> next = alternatives.next(active, conflicting);
      if (next.isEmpty()) {
        SortedMap<Pid, Reason> cause = conflicting;
        if (!failing && !backtracked) {
          cause = lessons.learn(parent, sibling.wanted(), conflicting);
        }
        Optional<Choice> choice = back(parent, backtracked, cause);
        if (choice.isEmpty()) {
          var failure = new Unsolvable(active, registry, parent, sibling, conflicting);
          unsolvable = Optional.of(failure);
          throw failure.problem();
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
    boolean doomed =
        failing || lessons.isDoomed(candidate.pid(), activated.get().siblings, conflicting);
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

  private record Parent(Candidate candidate, Wanted wanted) {}

  private record Activated(Candidate candidate, List<Sibling> siblings) {}

  /** What the activation brings; empty if all that is requested was active already. */
  private Optional<Activated> activate(
      Candidate candidate, Requested requested, Optional<Parent> parent)
      throws Clash, ProblemException, InterruptedException {
    active.grow();
    parent.ifPresent(p -> active.link(candidate.pid(), p.candidate.pid(), p.wanted));
    boolean known = active.activate(candidate, requested, parent.map(Parent::wanted));
    Candidate real = candidates.real(candidate);
    if (real.pid() != candidate.pid()) {
      known = active.activate(real, requested, Optional.empty()) && known;
    }
    if (known) {
      return Optional.empty();
    }
    Candidates.Needs brought =
        candidates.needs(real, requested, parent.map(p -> p.candidate.pid()));
    active.addFeatures(real.pid(), brought.features());
    if (parent.isEmpty()) {
      active.push(real, false, brought.siblings());
    }
    return Optional.of(new Activated(real, brought.siblings()));
  }
}
