package heddle.fetch;

import heddle.text.ProblemException;
import java.util.List;
import java.util.Optional;

/** What a registry tells of its crates. Safe for many threads. */
public interface Index {
  /** The versions of a crate; empty if the registry does not know it. */
  Optional<IndexFile> versions(String crate) throws ProblemException, InterruptedException;

  /** Says that a crate will soon be asked for; an index may begin to fetch it. */
  default void expect(String crate) {}

  /** Begins to fetch a crate without waiting; false if it cannot, and whoever asks must wait. */
  default boolean begins(String crate) {
    return false;
  }

  /**
   * What is on this machine of a crate, whether or not the registry has changed it since; the same
   * object as {@link #versions} gives if it has not.
   */
  default Optional<IndexFile> kept(String crate) {
    return Optional.empty();
  }

  /** The names of all crates, where that takes no asking; else none. */
  default List<String> names() throws ProblemException {
    return List.of();
  }

  /** Writes what came and is worth keeping. */
  default void settle() throws ProblemException {}
}
