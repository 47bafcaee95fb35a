package heddle.fetch;

import heddle.text.ProblemException;
import java.util.Optional;

/** What a registry tells of its crates. Safe for many threads. */
public interface Index {
  /** The versions of a crate; empty if the registry does not know it. */
  Optional<IndexFile> versions(String crate) throws ProblemException, InterruptedException;

  /** Says that a crate will soon be asked for; an index may begin to fetch it. */
  default void expect(String crate) {}
}
