package heddle.cargo.resolve;

import heddle.text.ProblemException;
import java.util.Optional;

/** An offer within one search, and its id there once that is asked for. */
final class Candidate {
  private final Offer offer;
  private final Pid.Known pids;
  private Optional<Pid> pid = Optional.empty();
  private Optional<Summary> summary = Optional.empty();

  Candidate(Offer offer, Pid.Known pids) {
    this.offer = offer;
    this.pids = pids;
  }

  Pid pid() {
    if (pid.isEmpty()) {
      pid = Optional.of(pids.of(offer.id()));
    }
    return pid.get();
  }

  Optional<String> links() {
    return offer.links();
  }

  /** What it needs; read when it is tried. */
  Summary summary() throws ProblemException {
    if (summary.isEmpty()) {
      summary = Optional.of(offer.summary());
    }
    return summary.get();
  }
}
