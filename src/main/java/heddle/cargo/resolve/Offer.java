package heddle.cargo.resolve;

import heddle.cargo.PackageId;
import heddle.cargo.VersionReq;
import heddle.text.ProblemException;
import java.util.Optional;

/**
 * A version that a source has. What a choice looks at of all of them is at hand; the summary, which
 * costs more, is read when it is asked for. A yanked one counts only where the lock has it or it
 * was asked for.
 */
public interface Offer {
  PackageId id();

  boolean yanked();

  Optional<String> links();

  /** The versions of Rust that it is for, where it says so. */
  Optional<VersionReq> rust();

  Summary summary() throws ProblemException;

  /** Of a package whose summary is at hand. */
  static Offer of(Summary summary, boolean yanked) {
    return new Known(summary, yanked);
  }

  /** A package whose summary is at hand. */
  record Known(Summary summary, boolean yanked) implements Offer {
    @Override
    public PackageId id() {
      return summary.id();
    }

    @Override
    public Optional<String> links() {
      return summary.links();
    }

    @Override
    public Optional<VersionReq> rust() {
      return summary.rust();
    }
  }
}
