package heddle.cargo.resolve;

import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.text.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The packages of sources. Answers do not change while a resolution runs, but for what {@link
 * #presume} says.
 */
public interface Catalog {
  /** The package's versions at a source that the predicate takes; best highest first. */
  List<Offer> offers(SourceId source, String name, Predicate<Version> versions)
      throws ProblemException, InterruptedException;

  /**
   * As {@link #offers} for versions that a lock has: what is known of them on this machine will do,
   * for nothing that is published changes.
   */
  default List<Offer> locked(SourceId source, String name, Predicate<Version> versions)
      throws ProblemException, InterruptedException {
    return offers(source, name, versions);
  }

  /**
   * As {@link #offers} for what is only to be told: a source that was not asked so far is not asked
   * for it.
   */
  default List<Offer> told(SourceId source, String name, Predicate<Version> versions)
      throws ProblemException, InterruptedException {
    return offers(source, name, versions);
  }

  /** Whether something is known of a package without asking the source. */
  default boolean holds(SourceId source, String name) {
    return false;
  }

  /** A version that is there and may not be taken. */
  record Rejected(Version version, String why, boolean yanked) {}

  /** The versions that the predicate takes and that are not offered, or only to who has them. */
  default List<Rejected> rejected(SourceId source, String name, Predicate<Version> versions)
      throws ProblemException, InterruptedException {
    return List.of();
  }

  /** Names of packages of the source that may be meant by a name that it does not know. */
  default List<String> names(SourceId source, String name)
      throws ProblemException, InterruptedException {
    return List.of();
  }

  /** What stands in the place of a source by the configuration, as one is told of it. */
  default Optional<String> standIn(SourceId source) {
    return Optional.empty();
  }

  /** Whether only what is on this machine is known of a source. */
  default boolean isOffline(SourceId source) {
    return false;
  }

  /** Says that a package will soon be asked for. */
  default void expect(SourceId source, String name) throws ProblemException {}

  /**
   * From now on answers may be those that are on this machine, while the source is asked; until
   * {@link #confirm}.
   */
  default void presume() {}

  /**
   * Waits for what was presumed. False if one answer is another: then all must be asked anew, and
   * nothing is presumed any more.
   */
  default boolean confirm() throws ProblemException, InterruptedException {
    return true;
  }

  /** Keeps for the next command what was found out. */
  default void keep() throws ProblemException {}

  /**
   * Whether another source stands in the place of this one. If it is open already, cargo then lets
   * a yanked version count that the lock has of any source ({@code sources/replaced.rs}).
   */
  default boolean isReplaced(SourceId source) throws ProblemException {
    return false;
  }
}
