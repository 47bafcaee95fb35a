package heddle.cargo.resolve;

import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one search may choose from: the candidates of a dependency, best first, and what a candidate
 * brings. Each is found out once, so that going back asks no registry again.
 */
final class Candidates {
  /** What a candidate brings: features that are on, and dependencies, most constrained first. */
  record Needs(Set<String> features, List<Sibling> siblings) {}

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

  private final Registry registry;
  private final Preferences preferences;
  private final Replacements replacements;
  private final Pid.Known pids = new Pid.Known();
  private final Map<Wanted, List<Candidate>> queries = new HashMap<>();
  private final Map<Key, Needs> needs = new HashMap<>();
  private final Map<Pid, Candidate> replaced = new HashMap<>();

  Candidates(Registry registry, Preferences preferences, Replacements replacements) {
    this.registry = registry;
    this.preferences = preferences;
    this.replacements = replacements;
  }

  Candidate root(Summary root) {
    return new Candidate(Offer.of(root, false), pids);
  }

  /** What satisfies a dependency, as far as the registry knows. */
  List<Candidate> of(Wanted wanted) throws ProblemException, InterruptedException {
    List<Candidate> known = queries.get(wanted);
    if (known == null) {
      known = found(wanted);
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

  private List<Candidate> found(Wanted wanted) throws ProblemException, InterruptedException {
    List<Offer> offers = registry.query(wanted);
    for (Offer offer : offers) {
      Optional<Offer> instead = replacements.insteadOf(offer.id(), registry);
      if (instead.isPresent()) {
        replaced.put(pids.of(offer.id()), new Candidate(instead.get(), pids));
      }
    }
    var found = new ArrayList<Candidate>(offers.size());
    for (Offer offer : preferences.sorted(offers)) {
      found.add(new Candidate(offer, pids));
    }
    return found;
  }

  /** The candidate, or what {@code [replace]} puts in its place. */
  Candidate real(Candidate candidate) {
    return replaced.getOrDefault(candidate.pid(), candidate);
  }

  /** What the candidate brings where this is requested of it by the parent. */
  Needs needs(Candidate candidate, Requested requested, Optional<Pid> parent)
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
      siblings.add(new Sibling(wanted, of(wanted), requirements.featuresOf(wanted)));
    }
    siblings.sort(
        (one, other) -> Integer.compare(one.candidates().size(), other.candidates().size()));
    var found = new Needs(Set.copyOf(requirements.features()), List.copyOf(siblings));
    needs.put(key, found);
    return found;
  }

  /** The packages that were chosen. */
  Resolved chosen(Active active) throws ProblemException {
    return Resolved.of(active, replaced, pids, registry.patches());
  }
}
