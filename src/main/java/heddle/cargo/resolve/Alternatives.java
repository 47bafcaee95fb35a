package heddle.cargo.resolve;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The candidates of one dependency that are still to be tried. It looks one ahead, so that the last
 * that fits is known as the last.
 */
final class Alternatives {
  /** A candidate, and whether another fits too. */
  record Next(Candidate candidate, boolean another) {}

  private final List<Candidate> candidates;
  private int at;
  private Optional<Candidate> ahead = Optional.empty();

  Alternatives(List<Candidate> candidates) {
    this.candidates = candidates;
  }

  Alternatives copy() {
    var copy = new Alternatives(candidates);
    copy.at = at;
    copy.ahead = ahead;
    return copy;
  }

  /** The next that no active package excludes; those that do are noted. */
  Optional<Next> next(Active active, Map<Pid, Reason> conflicting) {
    while (at < candidates.size()) {
      Candidate candidate = candidates.get(at++);
      Pid pid = candidate.pid();
      Optional<Active.Entry> same = active.at(pid.slot());
      if (same.isPresent() && same.get().candidate().pid() != pid) {
        conflicting.putIfAbsent(same.get().candidate().pid(), new Reason.Compatible());
        continue;
      }
      Optional<String> library = candidate.links();
      Optional<Pid> linking = library.flatMap(active::linking);
      if (linking.isPresent() && linking.get() != pid) {
        conflicting.putIfAbsent(linking.get(), new Reason.Links(library.orElseThrow()));
        continue;
      }
      Optional<Candidate> before = ahead;
      ahead = Optional.of(candidate);
      if (before.isPresent()) {
        return Optional.of(new Next(before.get(), true));
      }
    }
    Optional<Candidate> last = ahead;
    ahead = Optional.empty();
    return last.map(candidate -> new Next(candidate, false));
  }
}
